"""The order of results. Pure, and published: `/search/how-results-are-ordered/` says in words what stands here.

Nothing else may move a result: not money, not staff, not the provider's size.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

STEPS = 10  # how finely the match of words is told apart: tenths of the best match
MILES_TOLD_APART = 0.1


class Candidate(NamedTuple):
    """`score` is the engine's; `miles` to the nearest place or None; `confirmed_on` a day number, 0 for never."""

    id: int
    score: float
    miles: float | None = None
    confirmed_on: int = 0


def ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    """How well the words match, in tenths of the best; then nearest; then most lately confirmed; then oldest record."""
    everyone = list(candidates)
    best = max((candidate.score for candidate in everyone), default=0.0)
    return sorted(everyone, key=lambda candidate: _key(candidate, best))


def match_step(score: float, best: float) -> int:
    """0 to STEPS. Small differences of score do not decide: engines add the same numbers in different orders."""
    return round(score / best * STEPS) if best > 0 else 0


def _key(candidate: Candidate, best: float) -> tuple[int, bool, int, int, int]:
    miles = candidate.miles
    distance = 0 if miles is None else round(miles / MILES_TOLD_APART)
    return -match_step(candidate.score, best), miles is None, distance, -candidate.confirmed_on, candidate.id
