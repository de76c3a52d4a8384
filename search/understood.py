"""What a question was understood to say, by the tables: the place it names, and the filters it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search import places, thesaurus, understanding
from search.address import Asked
from search.analysis import stem
from search.places import Near
from search.query import Query, Results, total
from search.understanding import Filter, Hint

NAMED = ("for", "access")  # groups whose filters are offered by their names
MOST_OFFERED = 3


@dataclass(frozen=True)
class Placed:
    """A place taken out of the words, which say `name` for it: `asked` without it, `typed` with it."""

    name: str
    near: Near
    asked: Asked
    typed: Asked

    @property
    def take_off(self) -> str:
        return self.elsewhere.address

    @property
    def elsewhere(self) -> Asked:
        return self.typed.placeless().changed(anywhere=True)


@dataclass(frozen=True)
class Offer:
    """A filter that would find `count` results: `asked` is the question with it."""

    words: str
    filter: Filter
    count: int
    asked: Asked

    @property
    def address(self) -> str:
        return self.asked.address


def placed(asked: Asked) -> Placed | None:
    """The place in the words, when the box for it is empty. One statement."""
    if asked.near or asked.anywhere or not asked.text:
        return None
    spans = understanding.places(asked.text, _is_topic)
    known = places.find_any([span.name for span in spans])
    span = next((span for span in spans if span.name in known), None)
    if span is None:
        return None
    near = known[span.name]
    return Placed(span.name, near, replace(asked, text=span.left_of(asked.text), near=near.label), asked)


def offers(asked: Asked, results: Results) -> list[Offer]:
    """The filters that the words may mean, each with what it would find. Nothing is applied by itself."""
    found: list[Offer] = []
    for hint in _hints(asked, results):
        if len(found) < MOST_OFFERED and (offer := _offer(asked, results, hint)):
            found.append(offer)
    return found


def _is_topic(name: str) -> bool:
    """Is it one of our own words, which may be a place's name by chance?"""
    return stem(name.casefold()) in thesaurus.current().stems


def _hints(asked: Asked, results: Results) -> Iterator[Hint]:
    if not asked.text or not results.ready:
        return
    groups = thesaurus.understood(asked.text)
    labels = [
        (facet.name, value.value, value.label)
        for facet in results.facets
        if facet.name in NAMED
        for value in facet.values
        if value.count
    ]
    seen = set()
    for hint in understanding.hints(asked.text, groups, labels):
        group, values = hint.filter
        if hint.filter not in seen and not set(values) & set(asked.facets.get(group, ())):
            seen.add(hint.filter)
            yield hint


def _offer(asked: Asked, results: Results, hint: Hint) -> Offer | None:
    """None where it would find nothing, or nothing less than there is."""
    group, values = hint.filter
    text = understanding.without(asked.text, hint.instead_of) if hint.instead_of else asked.text
    chosen = (*asked.facets.get(group, ()), *values)
    narrower = replace(results.query, text=text, any_words=results.some_words and text == asked.text)
    count = total(_with(narrower, group, chosen))
    if not count or (text == asked.text and count == results.total):
        return None
    return Offer(hint.words, hint.filter, count, asked.changed(text=text, facets={**asked.facets, group: chosen}))


def _with(query: Query, group: str, values: tuple[str, ...]) -> Query:
    return replace(query, facets={**query.facets, group: values})
