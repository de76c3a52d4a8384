"""Words marked where they stand, and the stretch of text that shows them best."""

from time import perf_counter

import pytest

from search import analysis, passages, reasons, understanding
from search.analysis import Alternative


def shown(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def title(text, query):
    return shown(passages.read({"title": text}, analysis.query_groups(query)).whole("title"))


def passage(summary, body, query):
    return shown(
        passages.read({"summary": summary, "body": body}, analysis.query_groups(query)).best("summary", "body")
    )


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Help with washing and dressing", "wash", "Help with [washing] and dressing"),
        ("Carers’ café, AM3 2QT", "carer cafe am32qt", "[Carers]’ [café], [AM3 2QT]"),
        ("Self-employed or self employed", "self-employed", "[Self-employed] or [self employed]"),
        ("Memory cafe\u0301", "café", "Memory [cafe\u0301]"),
        ("The dying and the tied", "dying", "The [dying] and the tied"),
        ("Open 24/7 for 12.50", "24/7", "Open [24/7] for 12.50"),
        ("Nothing here", "wash", "Nothing here"),
        ("", "wash", ""),
        ("Washing", "", "Washing"),
        ("<b>wash</b> & go", "wash", "<b>[wash]</b> & go"),
    ],
)
def test_words_are_marked_as_the_engine_finds_them(text, query, expected):
    assert title(text, query) == expected


def test_a_synonym_of_several_words_is_marked_where_they_follow():
    groups = ((Alternative((("pa",),)), Alternative((("person", "assist"),), 0.5)),)
    pieces = passages.read({"title": "A personal assistant, a person, a PA"}, groups).whole("title")
    assert shown(pieces) == "A [personal assistant], a person, a [PA]"


def test_a_phrase_is_marked_with_the_small_words_in_it_however_long():
    phrase = ("end", "of", "my", "tether", "at", "the", "end", "of", "the", "day")
    text = "At the end of my tether at the end of the day, at the end of my tether"
    pieces = passages.read({"title": text}, ((Alternative((phrase,)),),)).whole("title")
    assert shown(pieces) == "At the [end of my tether at the end of the day], at the end of my tether"


def test_what_a_thing_is_found_better_with_is_not_taken_for_the_thing():
    groups = understanding.lightened(analysis.query_groups("lunch on tuesday"))
    pieces = passages.read({"title": "Lunch on Tuesday"}, groups).whole("title")
    assert shown(pieces) == "[Lunch] on Tuesday"


FILLING = "We are open to all. " * 30


def test_the_summary_is_shown_unless_the_body_shows_more():
    assert passage("Help to wash.", "Wash and dress.", "wash") == "Help to [wash]."
    assert passage("Help to wash.", "Wash and dress.", "wash dress") == "[Wash] and [dress]."
    assert passage("Help to get up.", "Nothing", "zumba") == "Help to get up."
    assert passage("", "Only a body", "") == "Only a body"
    assert passage("", "", "wash") == ""


def test_a_passage_of_a_long_text_begins_at_its_sentence_and_says_what_is_left_out():
    body = f"{FILLING}Somebody helps with washing and with dressing every morning. {FILLING}"
    found = passage("", body, "wash dress")
    assert found.startswith("Somebody helps with [washing] and with [dressing] every morning.")
    assert found.endswith(" …")
    assert len(found) < passages.LENGTH + 40


def test_a_passage_of_one_endless_sentence_begins_at_a_word():
    body = "and so on " * 60 + "washing " + "and so on " * 60
    found = passage("", body, "wash")
    assert found.startswith("… ")
    assert "[washing]" in found
    assert "… nd" not in found


@pytest.mark.parametrize(
    "body", ["wash" * 50_000, "wash " * 50_000, "'-" * 100_000, "é\u0301" * 60_000, "1.2/3:" * 40_000]
)
def test_a_text_of_any_size_is_quick(body):
    started = perf_counter()
    found = passage("", body, "wash self-employed")
    assert len(found) < 4_000
    assert perf_counter() - started < 5  # seconds: a ruler for something endless, not for speed


def test_where_words_were_found():
    fields = {"title": "Washing", "summary": "", "body": "We wash and dress"}
    found = passages.read(fields, analysis.query_groups("washed dressing zumba")).found_in()
    assert found == [("washing", ("title", "body")), ("dress", ("body",))]
    words = "“Washing” is in the title and the text. “Dress” is in the text."
    assert reasons.matched(found, 2) == words
    assert reasons.matched(found, 3) == f"{words} That is 2 of the 3 things you asked for."
    assert reasons.matched([], 1) == "They are further down in the text."
