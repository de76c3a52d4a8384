"""The order of results. Pure, and published: `/search/how-results-are-ordered/` says in words what stands here.

Points for four declared things are added up; most points first, then the nearest, then the oldest record. Nothing else
may move a result: not money, not staff, not the provider's size. Every factor goes in steps, so that small differences
do not decide: two engines add the same numbers in different orders, and nobody can tell 0.81 of a match from 0.79.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any, NamedTuple, overload

import numpy as np

Column = Any  # of numbers, one for each candidate
Steps = tuple[tuple[int, int], ...]  # at most so many days: points; the fewest days first

MATCH_POINTS = 10  # of the best match of words; the others in proportion, in whole points
NEARNESS = ((1, 6), (2, 5), (3, 4), (5, 3), (10, 2), (20, 1))  # up to so many miles: points
NO_PLACE_POINTS = 3  # by phone, online or for the whole county: as if it were a short ride away
FRESHNESS: Steps = ((183, 2), (365, 1))  # confirmed at most so many days ago: points; `search.fresh` has the council's
COMPLETE = 4  # things a record says (search/completeness.py), from which it is complete
COMPLETE_POINTS = 1
MILES_TOLD_APART = 0.1
NEAREST_POINTS = NEARNESS[0][1]
FRESHEST_POINTS = FRESHNESS[0][1]

_BEYOND = NEARNESS[-1][0] * 10 + 1  # tenths of a mile
_NOWHERE = 200_000  # tenths of a mile: farther than anything on Earth
_FOR_TENTHS = np.array(
    [*(next(points for miles, points in NEARNESS if tenths <= miles * 10) for tenths in range(_BEYOND)), 0]
)


class Candidate(NamedTuple):
    """`score` is the engine's; `miles` to the nearest place or None; `confirmed_on` a day number, 0 for never.

    `completeness` is how many of the things people look for the record says.
    """

    id: int
    score: float
    miles: float | None = None
    confirmed_on: int = 0
    completeness: int = 0


class Points(NamedTuple):
    match: int
    nearness: int
    freshness: int
    completeness: int

    @property
    def total(self) -> int:
        return sum(self)


class Candidates(Sequence[Candidate]):
    """Candidates in columns, one position each: a thousand are measured and put in order for every page.

    `miles` has NaN for what has no place.
    """

    def __init__(self, ids: Column, scores: Column, miles: Column, confirmed_on: Column, completeness: Column) -> None:
        self.ids = np.asarray(ids, dtype=np.int64)
        self.scores = np.asarray(scores, dtype=np.float64)
        self.miles = np.asarray(miles, dtype=np.float64)  # None becomes NaN
        self.confirmed_on = np.asarray(confirmed_on, dtype=np.int64)
        self.completeness = np.asarray(completeness, dtype=np.int64)

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> Candidates:
        columns = list(zip(*candidates, strict=True)) or [()] * len(Candidate._fields)
        return cls(*columns)

    @property
    def best(self) -> float:
        """The best match's score; 0 where nothing has one."""
        return float(self.scores.max(initial=0.0))

    def nearest_first(self) -> Candidates:
        """What has no place comes last; then the oldest record."""
        return self._taken(np.lexsort((self.ids, self.miles)))  # NaN sorts last

    def by_points(self, today: int, fresh: Steps = FRESHNESS) -> Candidates:
        placeless = np.isnan(self.miles)
        tenths = np.where(placeless, _NOWHERE, np.rint(self.miles / MILES_TOLD_APART)).astype(np.int64)
        nearness = np.where(placeless, NO_PLACE_POINTS, _FOR_TENTHS[np.minimum(tenths, _BEYOND)])
        totals = (
            self._match() + nearness + self._fresh(today, fresh) + COMPLETE_POINTS * (self.completeness >= COMPLETE)
        )
        return self._taken(np.lexsort((self.ids, tenths - totals * (_NOWHERE + 1))))

    def _match(self) -> Column:
        return np.rint(self.scores / self.best * MATCH_POINTS) if self.best > 0 else np.zeros(len(self))

    def _fresh(self, today: int, fresh: Steps) -> Column:
        given = np.array([*(points for _, points in fresh), 0])
        step = np.searchsorted([days for days, _ in fresh], today - self.confirmed_on)
        return np.where(self.confirmed_on > 0, given[step], 0)

    def _taken(self, places: Any) -> Candidates:
        columns = (self.ids, self.scores, self.miles, self.confirmed_on, self.completeness)
        return Candidates(*(column[places] for column in columns))

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> Candidates: ...
    def __getitem__(self, place: int | slice) -> Candidate | Candidates:
        if isinstance(place, slice):
            return self._taken(place)
        miles = float(self.miles[place])
        return Candidate(
            int(self.ids[place]),
            float(self.scores[place]),
            None if isnan(miles) else miles,
            int(self.confirmed_on[place]),
            int(self.completeness[place]),
        )


def points(candidate: Candidate, best: float, today: int, fresh: Steps = FRESHNESS) -> Points:
    return Points(
        match_points(candidate.score, best),
        nearness_points(candidate.miles),
        freshness_points(candidate.confirmed_on, today, fresh),
        COMPLETE_POINTS if candidate.completeness >= COMPLETE else 0,
    )


def match_points(score: float, best: float) -> int:
    return round(score / best * MATCH_POINTS) if best > 0 else 0


def nearness_points(miles: float | None) -> int:
    """As people read the distance: what is shown as 1 mile is within 1 mile."""
    if miles is None:
        return NO_PLACE_POINTS
    return int(_FOR_TENTHS[min(round(miles / MILES_TOLD_APART), _BEYOND)])


def freshness_points(confirmed_on: int, today: int, fresh: Steps = FRESHNESS) -> int:
    return next((points for days, points in fresh if today - confirmed_on <= days), 0) if confirmed_on else 0
