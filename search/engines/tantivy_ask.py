"""One query put to one snapshot of the embedded index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from tantivy import DocAddress, Order, Query, Searcher, SearchResult

from search.cells import Cover, cover
from search.engines import tantivy_query
from search.engines.protocol import DISTANCE, MATCH, NAME, PRICE, RECENT, Answer, EngineQuery
from search.engines.tantivy_schema import MOST, PART, PLACES, point
from search.geo import chord_squared, miles_of_chords, vector
from search.ranking import Candidates
from search.truth import points_of

COUNTING = ThreadPoolExecutor(4, "search-counting")  # starts its threads when they are asked for: after a fork
Counts = dict[str, dict[str, int]]
ORDERS = {NAME: ("name", Order.Asc), PRICE: ("by_price", Order.Asc), RECENT: ("by_recency", Order.Desc)}


class Asking:
    """One query put to one snapshot."""

    def __init__(self, searcher: Searcher, query: EngineQuery) -> None:
        self.searcher = searcher
        self.query = query
        self.point = vector(*query.point) if query.point else (0.0, 0.0, 0.0)
        self.clauses = tantivy_query.without_choices(query)
        if query.miles is not None and query.point is not None:
            held = cover(*query.point, query.miles)
            self.clauses += tantivy_query.in_circle(held, self._outside(held, query.miles))

    def answer(self) -> Answer:
        """Counts are made beside the search for results, where there is a core to spare: the engine holds no lock.

        Both questions are written down before: only one of two threads can do that at a time.
        """
        whole = self._whole()
        beside = COUNTING.submit(self._count()) if self.query.count_facets else None
        total, found = self._by_distance(whole) if self.query.order == DISTANCE else self._by_engine(whole)
        counts, within = self._counts(beside.result()) if beside else ({}, {})
        return Answer(total, found, counts, within=within)

    def _by_engine(self, whole: Query) -> tuple[int, Candidates]:
        query = self.query
        if query.order == MATCH:
            result = self.searcher.search(whole, query.limit, offset=query.offset)
        else:
            column, order = ORDERS[query.order]
            result = self.searcher.search(whole, query.limit, offset=query.offset, order_by_field=column, order=order)
        hits = result.hits  # made anew each time it is asked for
        scores = [score if query.order == MATCH else 0.0 for score, _ in hits]
        return _count_of(result), self._found([address for _, address in hits], scores)

    def _by_distance(self, whole: Query) -> tuple[int, Candidates]:
        """Everything that matches, nearest first; what has no place comes last."""
        first, limit = self.query.offset, self.query.limit
        result = self.searcher.search(whole, max(1, self.searcher.num_docs))
        addresses = [address for _, address in result.hits]
        found = self._found(addresses, [0.0] * len(addresses))
        return _count_of(result), found.nearest_first()[first : first + limit]

    def _found(self, addresses: list[DocAddress], scores: list[float]) -> Candidates:
        ids = self._column("id", addresses)
        said = self._said(addresses)
        none = self.query.point is None
        miles = [None] * len(ids) if none else miles_of_chords(self._chords(addresses, said))
        return Candidates(ids, scores, miles, said >> 2 * PART, said & MOST)

    def _whole(self) -> Query:
        return Query.boolean_query([*self.clauses, *tantivy_query.chosen(self.query)])

    def _outside(self, held: Cover | None, miles: float) -> list[int]:
        """What lies just outside the circle, in a cell that it cuts."""
        engine_query = Query.boolean_query([*self.clauses, *tantivy_query.to_measure(held)])
        every = max(1, self.searcher.num_docs)
        result = self.searcher.search(Query.const_score_query(engine_query, 0.0), every, count=False)
        addresses = [address for _, address in result.hits]
        (outside,) = np.nonzero(self._chords(addresses, self._said(addresses)) > chord_squared(miles))
        return self._column("id", [addresses[n] for n in outside])

    def _said(self, addresses: list[DocAddress]) -> Any:
        return np.asarray(self._column("said", addresses), dtype=np.int64)

    def _chords(self, addresses: list[DocAddress], said: Any) -> Any:
        """Squared chord to the nearest place of each; NaN for what has no place."""
        counts = said >> PART & MOST
        chords = self._to_place(0, addresses)
        for place in range(1, PLACES):
            (more,) = np.nonzero(counts > place)
            if not len(more):
                return chords
            chords[more] = np.fmin(chords[more], self._to_place(place, [addresses[n] for n in more]))
        (many,) = np.nonzero(counts > PLACES)
        self._look_up(chords, dict(zip(self._column("id", [addresses[n] for n in many]), many, strict=True)))
        return chords

    def _to_place(self, place: int, addresses: list[DocAddress]) -> Any:
        """Squared chord to that place of each."""
        axes = zip(self.point, point(place), strict=True)
        away = [np.asarray(self._column(name, addresses), dtype=np.float64) - here for here, name in axes]
        return sum(one * one for one in away)

    def _look_up(self, chords: Any, positions: dict[int, int]) -> None:
        """Documents with more places than there are columns."""
        x0, y0, z0 = self.point
        for one, x, y, z in points_of(list(positions)):
            chord = (x - x0) * (x - x0) + (y - y0) * (y - y0) + (z - z0) * (z - z0)
            chords[positions[one]] = min(chords[positions[one]], chord)

    def _column(self, name: str, addresses: list[DocAddress]) -> list[Any]:
        return self.searcher.fast_field_values(name, addresses)

    def _count(self) -> Callable[[], Mapping[str, Any]]:
        """The question, to be asked later."""
        whole, asked = Query.boolean_query(self.clauses), tantivy_query.aggregations(self.query)
        return partial(self.searcher.aggregate, whole, asked)

    def _counts(self, answer: Mapping[str, Any]) -> tuple[Counts, Counts]:
        """Counts that leave a group's own choice out, and those among the results for the groups with a choice."""
        counts, within = _values_of(tantivy_query.counted(answer, "")), {}
        for group in [name for name, values in self.query.facets.items() if values]:
            within[group] = counts.get(group, {})
            counts[group] = _values_of(tantivy_query.counted(answer, group), group).get(group, {})
        return counts, within


def _values_of(answer: Mapping[str, Any], group: str = "") -> Counts:
    """As group and value; a column of one group holds its values alone."""
    counts: Counts = {}
    for bucket in answer["facets"]["buckets"]:
        name, _, value = ("", "", bucket["key"]) if group else bucket["key"].partition("=")
        counts.setdefault(group or name, {})[value] = bucket["doc_count"]
    for bucket in answer.get(tantivy_query.APPROVED, {}).get("buckets", ()):
        if "from" in bucket and bucket["doc_count"]:
            counts.setdefault(tantivy_query.APPROVED, {})[tantivy_query.APPROVED] = bucket["doc_count"]
    return counts


def _count_of(result: SearchResult) -> int:
    count: int = result.count  # type: ignore[attr-defined] # the stubs forget it
    return count
