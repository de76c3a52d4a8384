"""`make test-parity`: a thousand made-up questions to both engines, which must give one answer to each.

Equal totals, equal counts, and the same first 50 in the same order, after a rebuild. The questions are the same each
time; WAYMARK_PARITY_SEED=… asks others.
"""

import os
import random
from collections.abc import Iterator
from itertools import islice

import pytest

from benchmarks.services import GROUPS, TODAY, Maker
from search import index, push, query, thesaurus
from search.engines import choice
from search.places import Near
from search.query import SORTS, Query
from search.synonyms import SameThing

pytestmark = [pytest.mark.parity, pytest.mark.django_db]

DOCUMENTS, QUESTIONS = 20_000, 1_000
SEED = int(os.environ.get("WAYMARK_PARITY_SEED", "1"))
KINDS = ((), (), (), ("service",), ("personal_assistant",), ("service", "advice"))


def questions() -> Iterator[Query]:
    maker, roll = Maker(seed=SEED), random.Random(SEED)  # noqa: S311 - the same questions each time
    sets = synonyms()
    while True:
        point = maker.point() if roll.random() < 0.6 else None
        yield Query(
            text=" ".join([text(maker, roll), *([roll.choice(sets).typed[0]] if roll.random() < 0.2 else [])]).strip(),
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
    """Phrases and words that mean the same, one way and both ways, some of them long."""
    maker = Maker(seed=SEED + 1)
    return [
        SameThing(
            f"Concept {number}",
            tuple(" ".join(maker.common_word() for _ in range(number % 3 + 1)) for _ in range(3)),
            tuple(maker.common_word() for _ in range(2)) if number % 2 else (),
        )
        for number in range(30)
    ]


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
    index.put_many(Maker().documents(DOCUMENTS))
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
