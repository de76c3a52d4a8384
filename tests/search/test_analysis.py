"""Words: the same for documents and queries, and safe for whatever people paste."""

import random
import threading

import pytest

from search import analysis
from search.analysis import Alternative


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Café CAFE ﬁnding", ["cafe", "cafe", "find"]),
        ("the carer's break, carers’ breaks", ["the", "carer", "break", "carer", "break"]),
        ("don't O'Brien", ["dont", "obrien"]),
        ("self-employed", ["self", "employ", "selfemploy"]),
        ("stair‑lift", ["stair", "lift", "stairlift"]),
        ("open 24/7, £12.50, 1,000 people", ["open", "24/7", "12.50", "1,000", "peopl"]),
        ("self-directed support, on-line", ["self", "direct", "support", "on", "line", "selfdirect", "onlin"]),
        ("AM3 2QT and am32qt", ["am32qt", "and", "am32qt", "am3", "am3"]),
        ("COVID19 vaccines", ["covid19", "vaccin"]),
        ("washing washed wash", ["wash", "wash", "wash"]),
        ("snake_case a/b", ["snake", "case", "a", "b"]),
        ("\x00\x07null\u200bbyte\u202e", ["nullbyt"]),
        ("'' - -- _ !?*:()\"", []),
        ("جامعة 介護", ["جامعة", "介護"]),
    ],
)
def test_tokens_of_a_document(text, tokens):
    assert analysis.document_tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", ()),
        ("help for my mum with washing", ("mum", "wash")),
        ("who will help me", ("who", "will", "help", "me")),
        ("wash washing washed", ("wash",)),
        ("self-employed", ("self employ/selfemploy",)),
        ("am3 2qt", ("am32qt",)),
        ("title:x AND (y OR z)*", ("titl", "x", "y", "z")),
    ],
)
def test_what_a_query_asks_for(text, groups):
    asked = analysis.query_groups(text)
    assert tuple("/".join(" ".join(phrase) for (phrase,), _ in group) for group in asked) == groups
    assert all(way.weight == 1 for group in asked for way in group)


def test_a_query_is_read_only_so_far():
    assert len(analysis.query_groups(" ".join(f"word{n}" for n in range(10_000)))) == analysis.MOST_GROUPS
    assert analysis.query_groups("x" * 100_000) == ((Alternative((("x" * analysis.LONGEST_TOKEN,),)),),)


def test_one_sign_that_stands_for_many_letters_makes_no_query_longer():
    sign = "\ufdfa"  # eighteen letters in four words
    assert len(analysis.query_words(f"lunch {sign * 500}")) < analysis.LONGEST_QUERY / 3
    assert analysis.query_words(f"lunch {sign * 500}")[0].text == "lunch"


def test_how_many_words_a_result_must_have():
    assert [analysis.required(n) for n in range(8)] == [0, 1, 2, 2, 3, 4, 4, 5]


def test_every_query_token_is_one_a_document_would_have():
    text = "Befriending & day-centre visits at AM1 1AA for Rosa's self-employed O'Neill, 24/7"
    tokens = set(analysis.document_tokens(text))
    asked = {t for group in analysis.query_groups(text) for way in group for phrase in way.phrases for t in phrase}
    assert asked <= tokens


def test_the_filler_is_never_made_from_words():
    assert analysis.document_tokens("_ __ a_b") == ["a", "b"]


def test_stemming_in_many_threads_gives_one_answer():
    words = [f"walk{ending}" for ending in ("ing", "ed", "s", "er", "ers")] * 50
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append([analysis.stem.__wrapped__(w) for w in words])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [answers[0]] * 4


def test_a_text_taken_piece_by_piece_has_the_tokens_of_the_whole():
    """Pieces between spaces are remembered, but a postcode reaches over a space."""
    roll = random.Random(3)  # noqa: S311 - no secret
    parts = ["am3", "2qt", " 3aa", "AM3 2QT", "foo-am3 2qt", "SW1A", "1AA", "day-centre", "carer’s", "1,000", "12:30"]
    parts += ["-", "'", ".", "/", "9", "é", "ﬁ", "½", "\n", "\t", "\x85", "\xa0", "\u200b", "\u2028", "  "]
    for _ in range(2_000):
        text = "".join(roll.choice(parts) + roll.choice(["", " "]) for _ in range(roll.randint(1, 8)))
        tokens, also = analysis._tokens_of(analysis.fold(text))
        assert analysis.document_tokens(text) == tokens + also
