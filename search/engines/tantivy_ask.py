"""One query put to one snapshot of the embedded index."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from tantivy import DocAddress, Order, Searcher, SearchResult

from search.engines import tantivy_query
from search.engines.protocol import DISTANCE, MATCH, NAME, PRICE, RECENT, Answer, EngineQuery
from search.engines.tantivy_schema import PLACES, point
from search.geo import chord_squared, miles_of_chord, vector
from search.ranking import Candidate
from search.truth import points_of

Counts = dict[str, dict[str, int]]
ORDERS = {NAME: ("name", Order.Asc), PRICE: ("by_price", Order.Asc), RECENT: ("by_recency", Order.Desc)}


class Asking:
    """One query put to one snapshot."""

    def __init__(self, searcher: Searcher, query: EngineQuery) -> None:
        self.searcher = searcher
        self.query = query
        self.point = vector(*query.point) if query.point else (0.0, 0.0, 0.0)
        self.outside: Collection[int] = self._outside() if query.miles is not None else ()

    def answer(self) -> Answer:
        total, found = self._by_distance() if self.query.order == DISTANCE else self._by_engine()
        again = total == 0 and self.query.required > 1  # will be asked for any of the words
        counts, within = self._counts(total) if self.query.count_facets and not again else ({}, {})
        return Answer(total, found, counts, within=within)

    def _by_engine(self) -> tuple[int, list[Candidate]]:
        query = self.query
        engine_query = tantivy_query.whole(query, outside=self.outside)
        if query.order == MATCH:
            result = self.searcher.search(engine_query, query.limit, offset=query.offset)
        else:
            column, order = ORDERS[query.order]
            result = self.searcher.search(
                engine_query, query.limit, offset=query.offset, order_by_field=column, order=order
            )
        scores = [score if query.order == MATCH else 0.0 for score, _ in result.hits]
        return _count_of(result), self._found([address for _, address in result.hits], scores)

    def _by_distance(self) -> tuple[int, list[Candidate]]:
        """Everything that matches, nearest first; what has no place comes last."""
        query = self.query
        engine_query = tantivy_query.whole(query, outside=self.outside)
        result = self.searcher.search(engine_query, max(1, self.searcher.num_docs))
        found = self._found([address for _, address in result.hits], [0.0] * len(result.hits))
        found.sort(key=lambda one: (one.miles is None, one.miles or 0.0, one.id))
        return _count_of(result), found[query.offset : query.offset + query.limit]

    def _found(self, addresses: list[DocAddress], scores: list[float]) -> list[Candidate]:
        ids = self._column("id", addresses)
        days, said = self._column("confirmed_on", addresses), self._column("completeness", addresses)
        if self.query.point is None:
            miles: list[float | None] = [None] * len(ids)
        else:
            chords = self._chords(addresses, ids)
            miles = [None if chord is None else miles_of_chord(chord) for chord in chords]
        return list(map(Candidate, ids, scores, miles, days, said))

    def _outside(self) -> list[int]:
        """What the box holds and the circle does not."""
        assert self.query.miles is not None  # noqa: S101 - asked only where a circle is given
        every = max(1, self.searcher.num_docs)
        result = self.searcher.search(tantivy_query.to_measure(self.query), every, count=False)
        addresses = [address for _, address in result.hits]
        ids, anywhere = self._column("id", addresses), self._column("anywhere", addresses)
        most = chord_squared(self.query.miles)
        measured = zip(ids, anywhere, self._chords(addresses, ids), strict=True)
        return [number for number, free, chord in measured if not free and chord is not None and chord > most]

    def _chords(self, addresses: list[DocAddress], ids: list[int]) -> list[float | None]:
        """Squared chord to the nearest place of each; None for what has no place."""
        counts = self._column("places", addresses)
        chords: list[float | None] = self._to_place(0, addresses)
        for place in range(1, PLACES):
            more = [n for n, count in enumerate(counts) if count > place]
            if not more:
                return chords
            _keep_nearer(chords, zip(more, self._to_place(place, [addresses[n] for n in more]), strict=True))
        self._look_up(chords, {ids[n]: n for n, count in enumerate(counts) if count > PLACES})
        return chords

    def _to_place(self, place: int, addresses: list[DocAddress]) -> list[float | None]:
        """Squared chord to that place of each."""
        x0, y0, z0 = self.point
        xyz = zip(*(self._column(name, addresses) for name in point(place)), strict=True)
        return [None if x is None else (x - x0) ** 2 + (y - y0) ** 2 + (z - z0) ** 2 for x, y, z in xyz]

    def _look_up(self, chords: list[float | None], positions: dict[int, int]) -> None:
        """Documents with more places than there are columns."""
        x0, y0, z0 = self.point
        points = points_of(list(positions))
        away = ((positions[one], (x - x0) ** 2 + (y - y0) ** 2 + (z - z0) ** 2) for one, x, y, z in points)
        _keep_nearer(chords, away)

    def _column(self, name: str, addresses: list[DocAddress]) -> list[Any]:
        return self.searcher.fast_field_values(name, addresses)

    def _counts(self, total: int) -> tuple[Counts, Counts]:
        """One pass among the results, and one for each group with a choice, leaving its own choice out.

        Answers the counts that leave it out, and those among the results for the groups with a choice.
        """
        counts, within = self._count("") if total else {}, {}
        for group in [group for group, values in self.query.facets.items() if values]:
            within[group] = counts.get(group, {})
            counts[group] = self._count(group).get(group, {})
        return counts, within

    def _count(self, but: str) -> Counts:
        engine_query = tantivy_query.whole(self.query, outside=self.outside, but=but)
        answer = self.searcher.aggregate(engine_query, dict(tantivy_query.aggregations(self.query.today)))
        counts: Counts = {}
        for bucket in answer["facets"]["buckets"]:
            group, _, value = bucket["key"].partition("=")
            counts.setdefault(group, {})[value] = bucket["doc_count"]
        approved = sum(b["doc_count"] for b in answer["approved"]["buckets"] if b.get("from") == self.query.today)
        if approved:
            counts.setdefault("approved", {})["approved"] = approved
        return counts


def _keep_nearer(chords: list[float | None], measured: Iterable[tuple[int, float | None]]) -> None:
    for position, chord in measured:
        old = chords[position]
        if chord is not None and (old is None or chord < old):
            chords[position] = chord


def _count_of(result: SearchResult) -> int:
    count: int = result.count  # type: ignore[attr-defined] # the stubs forget it
    return count
