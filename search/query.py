"""The read side: a `Query` in, `Results` out. Nothing here depends on who asks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from time import perf_counter
from typing import TypeVar

from django.utils import timezone

from search import analysis, facets, fresh, hits, synonyms, tasks, thesaurus, truth, understanding, windows
from search.engines import protocol
from search.engines.choice import readers
from search.engines.protocol import DEEPEST, Answer, Engine, EngineQuery, NotReadyError
from search.hits import Hit
from search.places import Near
from search.ranking import Candidates
from search.windows import Window

PER_PAGE = 20
SORTS = ("relevance", "distance", "name", "price")
MOST_VALUES = 50  # of all groups of facets together that are looked at

log = logging.getLogger(__name__)
Told = TypeVar("Told")


@dataclass(frozen=True)
class Query:
    """What somebody wants. `facets` is OR inside a group and AND across groups.

    `kinds` is what is looked at at all (empty: everything); a choice among kinds is the facet group `kind`, and
    `everyday` is what stands for it where nobody chooses (empty: all of them). What is left out is still counted.
    """

    text: str = ""
    near: Near | None = None
    miles: float | None = None
    kinds: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    today: date | None = None
    newer_than: int = 0  # only documents that were put after this one (search/news.py)
    window: Window | None = None  # only who has room then
    only: tuple[int, ...] | None = None  # their documents, as they are when it is asked
    any_words: bool = False  # one of the words is enough, where it is known that nothing has more


@dataclass(frozen=True)
class FacetValue:
    """`count` is how many have it, as if nothing were chosen in its group: what choosing it alone there would give.

    `adds` is how many more results it would bring beside what is chosen in its group; None where nothing is.
    """

    value: str
    label: str
    count: int
    chosen: bool
    adds: int | None = None

    @property
    def tally(self) -> str:
        """What a click gives, as a filter shows it: "12", or "+3" beside others of its group."""
        return f"{self.count:,}" if self.adds is None else f"+{self.adds:,}"


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Results:
    """`total` is exact; `pages` stops at result 10,000. `some_words` when no result has enough of the words."""

    query: Query
    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    page: int = 1
    pages: int = 1
    sort: str = "relevance"
    some_words: bool = False
    ready: bool = True  # False while the first index is being made
    seconds: float = 0.0
    answered_by: str = ""  # the copy

    def facet(self, name: str) -> Facet | None:
        return next((facet for facet in self.facets if facet.name == name), None)


def search(query: Query) -> Results:
    """One page of answers, or calm words that there are none yet."""
    started = perf_counter()
    query = _dated(query)
    results = _from_a_reader(lambda engine: _search(query, engine))
    return replace(results, seconds=perf_counter() - started) if results else Results(query, ready=False)


def total(query: Query) -> int:
    """How many there are and no more, for what is only offered; 0 where nothing can answer yet."""
    query = _dated(query)
    return _from_a_reader(lambda engine: _total(query, engine)) or 0


def has_enough(query: Query) -> bool:
    """Is there anything that has as many of the words as are asked for?"""
    query = _dated(query)
    return bool(_from_a_reader(lambda engine: engine.search(_bare(query, engine)).total))


def has_any(query: Query) -> bool:
    """Is there anything that has one of the words?"""
    return total(query) > 0


def _dated(query: Query) -> Query:
    """With all that holds for every question of it: the day, and who has room at the time that is asked for."""
    only, asked = query.only, query.window
    if asked is not None and only is None:
        only = windows.ids(asked, query.near, query.miles, query.kinds)
    return replace(query, today=query.today or timezone.localdate(), only=only)


def _from_a_reader(ask: Callable[[Engine], Told]) -> Told | None:
    """What the first engine says that can answer."""
    for engine, circuit in readers():
        try:
            told = ask(engine)
        except NotReadyError as error:
            if circuit is None:
                log.warning("Search cannot answer yet: %s", error)
                tasks.nudge()
            else:
                circuit.failed(error)
        else:
            if circuit is not None:
                circuit.worked()
            return told
    return None


def _total(query: Query, engine: Engine) -> int:
    return _answer(query, engine, _bare(query, engine))[1].total


def _bare(query: Query, engine: Engine) -> EngineQuery:
    """Only to be counted: by an order that weighs no words."""
    return replace(engine_query(query, engine.name), order=protocol.RECENT, offset=0, limit=1, count_facets=False)


def _answer(query: Query, engine: Engine, asked: EngineQuery) -> tuple[EngineQuery, Answer]:
    """The first question that something answers, or the last one: with all the words, and then looser."""
    answer = engine.search(asked)
    for looser in _looser(query, asked) if not answer.total else ():
        asked, answer = looser, engine.search(looser)
        if answer.total:
            break
    return asked, answer


def _search(query: Query, engine: Engine) -> Results:
    asked, answer = _answer(query, engine, engine_query(query, engine.name))
    page, pages = _page(query, answer.total)
    found = _page_of(query, engine, asked, answer, page)
    return Results(
        query=query,
        total=answer.total,
        hits=hits.hydrated(found, _asked_of(query, asked, answer, page)),
        facets=_facets(query, answer),
        page=page,
        pages=pages,
        sort=_sort(query),
        some_words=answer.total > 0 and asked.required < analysis.required(len(asked.groups)),
        answered_by=engine.name,
    )


def _looser(query: Query, asked: EngineQuery) -> Iterator[EngineQuery]:
    """What is asked where nothing has enough: any of the things, then the words of phrases apart."""
    if asked.required > 1:
        yield replace(asked, required=1)
    apart = understanding.lightened(synonyms.word_by_word(query.text, thesaurus.current()))
    if apart != asked.groups:
        enough = analysis.required(len(apart))
        yield replace(asked, groups=apart, required=enough)
        if enough > 1:
            yield replace(asked, groups=apart, required=1)


def _asked_of(query: Query, asked: EngineQuery, answer: Answer, page: int) -> hits.Asked:
    """What the results of this answer have in common, for what is said of each."""
    assert query.today is not None  # noqa: S101 - search() has filled it in
    ranked = asked.order == protocol.MATCH and (page - 1) * query.per_page < protocol.CANDIDATES
    best = answer.found.best if ranked else 0.0
    return hits.Asked(query.today, query.near, asked.groups, asked.order, best, query.window)


def engine_query(query: Query, copy: str) -> EngineQuery:
    assert query.today is not None  # noqa: S101 - search() has filled it in
    groups = understanding.lightened(thesaurus.understood(query.text))
    chosen = {group: values[:MOST_VALUES] for group, values in query.facets.items() if values}
    if query.everyday:
        chosen.setdefault("kind", query.everyday)
    only_approved = "approved" in chosen.get("approved", ())
    order = _order(query, bool(groups))
    start = (max(1, query.page) - 1) * query.per_page
    final = order != protocol.MATCH
    return EngineQuery(
        today=query.today.toordinal(),
        groups=groups,
        required=1 if query.any_words and groups else analysis.required(len(groups)),
        scope=query.kinds,
        facets=chosen,
        point=(query.near.lat, query.near.lon) if query.near else None,
        miles=query.miles if query.near else None,
        newer_than=query.newer_than,
        only=query.only,
        excluded=truth.withdrawn(copy, query.today, only_approved=only_approved),
        order=order,
        offset=min(start, DEEPEST - query.per_page) if final else 0,
        limit=query.per_page if final else protocol.CANDIDATES,
    )


def _sort(query: Query) -> str:
    """What was asked for, where it makes sense: without a place there is no distance."""
    sort = query.sort if query.sort in SORTS else "relevance"
    return "relevance" if sort == "distance" and query.near is None else sort


def _order(query: Query, has_words: bool) -> str:
    sort = _sort(query)
    if sort == "relevance":
        return protocol.MATCH if has_words else protocol.DISTANCE if query.near else protocol.RECENT
    return {"distance": protocol.DISTANCE, "name": protocol.NAME, "price": protocol.PRICE}[sort]


def _page(query: Query, total: int) -> tuple[int, int]:
    pages = max(1, -(-min(total, DEEPEST) // query.per_page))
    return min(max(1, query.page), pages), pages


def _page_of(query: Query, engine: Engine, asked: EngineQuery, answer: Answer, page: int) -> Candidates:
    """The page's results: reordered among the candidates, in the engine's own order beyond them."""
    start = (page - 1) * query.per_page
    if asked.order != protocol.MATCH:
        if start == asked.offset:
            return answer.found
        return engine.search(replace(asked, offset=start, count_facets=False)).found
    if start >= protocol.CANDIDATES:
        later = replace(asked, offset=start, limit=query.per_page, count_facets=False)
        return engine.search(later).found
    return answer.found.by_points(asked.today, fresh.steps())[start : start + query.per_page]


def _facets(query: Query, answer: Answer) -> tuple[Facet, ...]:
    made = []
    for group in facets.groups():
        chosen = query.facets.get(group.name, ())[:MOST_VALUES]
        counts = answer.facets.get(group.name, {})
        names = facets.labels(group)
        values = [
            FacetValue(
                value,
                names.get(value) or facets.in_words(value),
                counts.get(value, 0),
                value in chosen,
                _adds(answer, group.name, value) if chosen and value not in chosen else None,
            )
            for value in dict.fromkeys([*counts, *(value for value in chosen if value in names)])
        ]
        if values:
            made.append(Facet(group.name, group.label, tuple(_in_order(group, values, list(names)))))
    return tuple(made)


def _adds(answer: Answer, group: str, value: str) -> int:
    """Those that have it, without those that are results already."""
    return answer.facets.get(group, {}).get(value, 0) - answer.within.get(group, {}).get(value, 0)


def _in_order(group: facets.FacetGroup, values: list[FacetValue], named: list[str]) -> list[FacetValue]:
    if group.in_order:
        place = {value: number for number, value in enumerate(named)}
        return sorted(values, key=lambda value: (place.get(value.value, len(place)), value.label))
    return sorted(values, key=lambda value: (-value.count, value.label))
