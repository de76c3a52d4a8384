"""`make test-parity`: a thousand made-up questions to both engines, which must give one answer to each.

Equal totals, equal counts, and the same first 50 in the same order, after a rebuild. The questions are the same each
time; WAYMARK_PARITY_SEED=… asks others.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from benchmarks.services import GROUPS, TODAY, Maker
from search import index, push, query, thesaurus
from search.documents import Document
from search.engines import choice
from search.places import Near
from search.query import SORTS, Query
from search.synonyms import SameThing

pytestmark = [pytest.mark.parity, pytest.mark.django_db]

DOCUMENTS, QUESTIONS = 20_000, 1_000
SEED = int(os.environ.get("WAYMARK_PARITY_SEED", "1"))
BETWEEN = (" ", " ", " ", " ", " on ", " to the ", "-")
KINDS = ((), (), (), ("service",), ("personal_assistant",), ("service", "advice"))


def questions() -> Iterator[Query]:
    maker, roll = Maker(seed=SEED), random.Random(SEED)  # noqa: S311 - the same questions each time
    sets = synonyms()
    while True:
        point = maker.point() if roll.random() < 0.6 else None
        known = [typed(roll.choice(sets), roll)] if roll.random() < 0.4 else []
        light = ["on friday"] if roll.random() < 0.1 else []
        yield Query(
            text=" ".join([text(maker, roll), *known, *light]).strip(),
            near=Near("here", *point) if point else None,
            miles=roll.choice((0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 500.0, None)),
            kinds=roll.choice(KINDS),
            facets=facets(maker, roll),
            sort=roll.choice(("relevance", "relevance", "relevance", *SORTS)),
            page=roll.choice((1, 1, 1, 1, 2, 3, 7, 25, 10**6)),
            per_page=50,
            today=TODAY,
            everyday=("service",) if roll.random() < 0.2 else (),
            newer_than=roll.choice((0,) * 9 + (DOCUMENTS // 2,)),
        )


def synonyms() -> list[SameThing]:
    """Words and phrases that mean the same, one way and both ways, with small words, hyphens and repetitions."""
    maker, roll = Maker(seed=SEED + 1), random.Random(SEED + 1)  # noqa: S311 - the same sets each time
    return [
        SameThing(
            f"Concept {number}",
            tuple(phrase(maker, roll, number % 4 + 1) for _ in range(3)),
            tuple(phrase(maker, roll, roll.choice((1, 1, 2, 3))) for _ in range(2)) if number % 2 else (),
        )
        for number in range(40)
    ]


def phrase(maker: Maker, roll: random.Random, length: int) -> str:
    words = [maker.common_word() for _ in range(length)]
    if length > 2 and roll.random() < 0.3:
        words[-1] = words[0]  # "door to door"
    return "".join(f"{word}{roll.choice(BETWEEN)}" for word in words[:-1]) + words[-1]


def typed(one: SameThing, roll: random.Random) -> str:
    """As an editor wrote it, or with other small words in it."""
    said = roll.choice(one.typed)
    return said if roll.random() < 0.7 else said.replace(" ", roll.choice((" the ", " and a ", "-")))


def documents() -> Iterator[Document]:
    """Made-up ones; in a third of them phrases stand in the text: as they are, turned round, in two fields, twice."""
    roll = random.Random(7)  # noqa: S311 - the same documents each time
    said = [phrase for one in synonyms() for phrase in (*one.typed, *one.look_for)]
    for document in Maker().documents(DOCUMENTS):
        if roll.random() > 0.35:
            yield document
            continue
        one = roll.choice(said)
        words = one.split()
        yield roll.choice(
            (
                replace(document, title=f"{document.title} {one}"),
                replace(document, summary=f"{one} {document.summary}"),
                replace(document, body=f"{document.body} {one} {one}. {roll.choice(said)} {document.body}"),
                replace(document, body=f"{document.body} {one.replace(' ', '-')}", keywords=f"{one}, {one}"),
                replace(document, body=f"{' '.join(reversed(words))} {document.body}"),
                replace(document, title=f"{document.title} {words[0]}", summary=f"{words[-1]} {document.summary}"),
                replace(document, body=f"{document.body} friday {one} on friday"),
            )
        )


def text(maker: Maker, roll: random.Random) -> str:
    words = [
        maker.rare_word() if roll.random() < 0.15 else maker.common_word()
        for _ in range(roll.choice((0, 1, 1, 2, 3, 5)))
    ]
    if words and roll.random() < 0.1:
        words[-1] = mistyped(words[-1], roll)
    if len(words) > 1 and roll.random() < 0.2:
        words[:2] = ["-".join(words[:2])]  # a thing of two words that must both be there
    return " ".join(words)


def mistyped(word: str, roll: random.Random) -> str:
    at = roll.randrange(len(word) - 1)
    return roll.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], word + "x"))


def facets(maker: Maker, roll: random.Random) -> dict[str, tuple[str, ...]]:
    chosen = {group: maker.choices(group, 3) for group in roll.sample(sorted(GROUPS), roll.choice((0, 0, 1, 1, 2, 5)))}
    if roll.random() < 0.15:
        chosen["approved"] = roll.choice((("approved",), ("approved", "cqc")))
    return chosen | ({"kind": ("personal_assistant",)} if roll.random() < 0.1 else {})


def told(asked: Query, engine) -> tuple:
    """All that a visitor would see of the answer."""
    results = query._search(asked, engine)
    counts = {facet.name: [(value.value, value.count) for value in facet.values] for facet in results.facets}
    found = [hit.document.id for hit in results.hits]
    return results.total, results.pages, results.page, results.some_words, counts, found


def test_both_engines_give_one_answer(elasticsearch):
    index.put_many(documents())
    push.rebuild()
    embedded, server = choice.writers()
    asked = list(islice(questions(), QUESTIONS))
    with thesaurus.trying(synonyms()):
        pairs = [(told(one, embedded), told(one, server)) for one in asked]
    totals = [ours[0] for ours, _ in pairs]
    assert min(totals) == 0 and max(totals) > 15_000 and sum(total > 50 for total in totals) > QUESTIONS / 3
    differ = [f"{WHAT[first(*pair)]}: {one}" for one, pair in zip(asked, pairs, strict=True) if pair[0] != pair[1]]
    assert len(differ) == 0, "\n".join(differ[:20])


WHAT = ("total", "pages", "page", "some words", "counts", "order")


def first(ours: tuple, theirs: tuple) -> int:
    """Where two answers begin to differ."""
    return next(place for place, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1])
