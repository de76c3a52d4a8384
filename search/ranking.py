"""The order of results. Pure, and published: `/search/how-results-are-ordered/` says in words what stands here.

Points for four declared things are added up; most points first, then the nearest, then the oldest record. Nothing else
may move a result: not money, not staff, not the provider's size. Every factor goes in steps, so that small differences
do not decide: two engines add the same numbers in different orders, and nobody can tell 0.81 of a match from 0.79.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

MATCH_POINTS = 10  # of the best match of words; the others in proportion, in whole points
NEARNESS = ((1, 6), (2, 5), (3, 4), (5, 3), (10, 2), (20, 1))  # up to so many miles: points
NO_PLACE_POINTS = 3  # by phone, online or for the whole county: as if it were a short ride away
FRESHNESS = ((183, 2), (365, 1))  # confirmed at most so many days ago: points
COMPLETE = 4  # things a record says (search/completeness.py), from which it is complete
COMPLETE_POINTS = 1
MILES_TOLD_APART = 0.1
NEAREST_POINTS = NEARNESS[0][1]
FRESHEST_POINTS = FRESHNESS[0][1]

_BEYOND = NEARNESS[-1][0] * 10 + 1  # tenths of a mile
_FOR_TENTHS = [next(points for miles, points in NEARNESS if tenths <= miles * 10) for tenths in range(_BEYOND)]
_DAYS = tuple(days for days, _ in FRESHNESS)
_FOR_DAYS = (*(points for _, points in FRESHNESS), 0)


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


def ordered(candidates: Iterable[Candidate], today: int) -> list[Candidate]:
    """`today` is a day number. Most points first, then the nearest, then the oldest record.

    Spelled out because a thousand candidates are ordered for each page: `points` says the same of one of them.
    """
    everyone = list(candidates)
    best = best_score(everyone)
    fresh: dict[int, int] = {}  # there are far fewer days than candidates
    keys = []
    for number, score, miles, confirmed, said in everyone:
        if confirmed not in fresh:
            fresh[confirmed] = freshness_points(confirmed, today)
        total = round(score / best * MATCH_POINTS) if best > 0 else 0
        total += fresh[confirmed] + (COMPLETE_POINTS if said >= COMPLETE else 0)
        if miles is None:
            keys.append((-total - NO_PLACE_POINTS, True, 0, number))
        else:
            tenths = round(miles / MILES_TOLD_APART)
            keys.append((-total - (_FOR_TENTHS[tenths] if tenths < _BEYOND else 0), False, tenths, number))
    return [everyone[place] for place in sorted(range(len(everyone)), key=keys.__getitem__)]


def best_score(candidates: Iterable[Candidate]) -> float:
    return max((candidate.score for candidate in candidates), default=0.0)


def points(candidate: Candidate, best: float, today: int) -> Points:
    return Points(
        match_points(candidate.score, best),
        nearness_points(candidate.miles),
        freshness_points(candidate.confirmed_on, today),
        COMPLETE_POINTS if candidate.completeness >= COMPLETE else 0,
    )


def match_points(score: float, best: float) -> int:
    return round(score / best * MATCH_POINTS) if best > 0 else 0


def nearness_points(miles: float | None) -> int:
    """As people read the distance: what is shown as 1 mile is within 1 mile."""
    if miles is None:
        return NO_PLACE_POINTS
    tenths = round(miles / MILES_TOLD_APART)
    return _FOR_TENTHS[tenths] if tenths < _BEYOND else 0


def freshness_points(confirmed_on: int, today: int) -> int:
    return _FOR_DAYS[bisect_left(_DAYS, today - confirmed_on)] if confirmed_on else 0
