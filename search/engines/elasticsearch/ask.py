"""One query put to Elasticsearch: one round trip, and a second where something lies on the very edge of a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from elasticsearch_dsl import A, Search

from search.engines.elasticsearch import words
from search.engines.elasticsearch.client import Server
from search.engines.elasticsearch.document import MOST_PLACES
from search.engines.protocol import DISTANCE, MATCH, NAME, PRICE, RECENT, Answer, EngineQuery
from search.geo import chord_squared, miles_of_chords, vector
from search.ranking import Candidates
from search.truth import points_of

ORDERS: Mapping[str, Sequence[Any]] = {
    MATCH: ["_score", "id"],
    NAME: ["name"],
    PRICE: ["by_price"],
    RECENT: ["-by_recency"],
}
MARGIN = 100  # results fetched on either side of a page of the nearest, to be measured and sorted by us
DEEPEST = 20_000  # what the index lets itself be asked for
MOST_ON_RIM = 5_000
MOST_VALUES = 2_000
LARGEST = 2**63 - 1  # of a number in the database

Reply = Mapping[str, Any]
Counts = dict[str, dict[str, int]]


class Asking:
    """One query put to the copy that serves."""

    def __init__(self, server: Server, query: EngineQuery) -> None:
        self.server = server
        self.query = query
        self.point = vector(*query.point) if query.point else None
        self.took = 0.0

    def answer(self) -> Answer:
        if self.query.order == DISTANCE:
            return self._nearest(MARGIN)
        return self._answer(self.query, self._ask(self.query))

    def _answer(self, query: EngineQuery, reply: Reply) -> Answer:
        found = self._found(reply["hits"]["hits"], scored=query.order == MATCH)
        total = reply["hits"]["total"]["value"]
        counts, within = self._counts(reply) if query.count_facets else ({}, {})
        return sound(Answer(total, found, counts, self.took, within))

    def _nearest(self, margin: int) -> Answer:
        """The server's measure is off by some tens of centimetres: a little more is fetched and put in order here."""
        query = self.query
        first = max(0, query.offset - margin)
        wide = replace(query, offset=first, limit=min(query.offset + query.limit + margin, DEEPEST) - first)
        answer = self._answer(wide, self._ask(wide))
        skip = query.offset - first
        return replace(answer, found=answer.found.nearest_first()[skip : skip + query.limit])

    def _ask(self, query: EngineQuery) -> Reply:
        """The page's own search, and beside it the rim of the circle. What is measured outside is left out, once."""
        if query.miles is None or query.point is None:
            (reply,) = self._send(self._search(query))
            return reply
        reply, rim = self._send(self._search(query), self._rim(query))
        if outside := self._outside(rim):
            (reply,) = self._send(self._search(query, outside))
        return reply

    def _send(self, *searches: Search) -> list[Reply]:
        replies = self.server.search([search.to_dict() for search in searches])
        self.took += max((reply["took"] for reply in replies), default=0)
        return replies

    def _search(self, query: EngineQuery, outside: Sequence[int] = ()) -> Search:
        search = Search().query(words.base(query, outside)).sort(*self._sort(query))
        chosen = words.chosen(query)
        if chosen:
            search = search.post_filter("bool", filter=chosen)
        if query.count_facets:
            self._count(search, query)
        return search.extra(
            track_total_hits=True,
            docvalue_fields=["card"],
            stored_fields="_none_",
            size=query.limit,
            **{"from": query.offset},
        )

    def _sort(self, query: EngineQuery) -> Sequence[Any]:
        if query.order != DISTANCE:
            return ORDERS[query.order]
        assert query.point is not None  # noqa: S101 - nearest to something
        lat, lon = query.point
        return [{"_geo_distance": {"point": {"lat": lat, "lon": lon}, "order": "asc", "mode": "min"}}, "id"]

    def _rim(self, query: EngineQuery) -> Search:
        search = Search().query(words.rim(query))
        return search.extra(docvalue_fields=["card"], stored_fields="_none_", size=MOST_ON_RIM, track_total_hits=False)

    def _outside(self, rim: Reply) -> list[int]:
        assert self.query.miles is not None  # noqa: S101 - asked only where a circle is given
        most = chord_squared(self.query.miles)
        measured = self._measured([card_of(hit) for hit in rim["hits"]["hits"]])
        return [number for number, _, chord in measured if chord is not None and chord > most]

    def _count(self, search: Search, query: EngineQuery) -> None:
        """All groups under all choices, and each group with a choice once more without its own."""
        for but in ["", *(name for name, values in query.facets.items() if values)]:
            under = A("filter", bool={"filter": [each.to_dict() for each in words.chosen(query, but)]})
            under.bucket("facets", "terms", field="facets", size=MOST_VALUES)
            under.bucket(words.APPROVED, "filter", range={"approved_until": {"gte": query.today}})
            search.aggs.bucket(f"but:{but}", under)

    def _counts(self, reply: Reply) -> tuple[Counts, Counts]:
        """Counts that leave a group's own choice out, and those among the results for the groups with a choice."""
        aggregations = reply["aggregations"]
        counts, within = values_of(aggregations["but:"]), {}
        for name in [name for name, values in self.query.facets.items() if values]:
            within[name] = counts.get(name, {})
            counts[name] = values_of(aggregations[f"but:{name}"]).get(name, {})
        return counts, within

    def _found(self, hits: Sequence[Reply], *, scored: bool) -> Candidates:
        cards = [card_of(hit) for hit in hits]
        scores = [hit["_score"] if scored else 0.0 for hit in hits]
        measured = self._measured(cards)
        chords = np.array([chord for _, _, chord in measured], dtype=np.float64)
        ids, days = [number for number, _, _ in measured], [day for _, day, _ in measured]
        return Candidates(ids, scores, miles_of_chords(chords), days, [int(card[2]) for card in cards])

    def _measured(self, cards: Sequence[Sequence[str]]) -> list[tuple[int, int, float | None]]:
        """Id, day of confirmation, and the squared chord to the nearest place: as the embedded engine measures it."""
        if self.point is None:
            return [(int(card[0]), int(card[1]), None) for card in cards]
        far = [int(card[0]) for card in cards if int(card[3]) > MOST_PLACES]
        looked_up: dict[int, list[float]] = {}
        for number, *xyz in points_of(far):
            looked_up.setdefault(number, []).append(self._chord(xyz))
        return [
            (int(card[0]), int(card[1]), min(looked_up.get(int(card[0])) or self._chords(card), default=None))
            for card in cards
        ]

    def _chords(self, card: Sequence[str]) -> list[float]:
        numbers = [float(number) for number in card[4:]]
        return [self._chord(vector(lat, lon)) for lat, lon in zip(numbers[::2], numbers[1::2], strict=True)]

    def _chord(self, xyz: Sequence[float]) -> float:
        assert self.point is not None  # noqa: S101 - measured only from somewhere
        return sum((a - b) * (a - b) for a, b in zip(xyz, self.point, strict=True))


def sound(answer: Answer) -> Answer:
    """The same, if its numbers are ones that we can count and look up with; ValueError or TypeError if not."""
    counts = [count for part in (answer.facets, answer.within) for group in part.values() for count in group.values()]
    numbers = [answer.total, *counts, *answer.found.ids.tolist()]
    if not all(isinstance(number, int) and 0 <= number <= LARGEST for number in numbers):
        raise ValueError("a number that is none")
    if not np.isfinite(answer.found.scores).all() or np.isinf(answer.found.miles).any():
        raise ValueError("a score or a distance without end")
    return answer


def card_of(hit: Reply) -> list[str]:
    text: str = hit["fields"]["card"][0]
    return text.split(" ")


def values_of(aggregation: Reply) -> Counts:
    counts: Counts = {}
    for bucket in aggregation["facets"]["buckets"]:
        name, _, value = bucket["key"].partition("=")
        counts.setdefault(name, {})[value] = bucket["doc_count"]
    if approved := aggregation[words.APPROVED]["doc_count"]:
        counts.setdefault(words.APPROVED, {})[words.APPROVED] = approved
    return counts
