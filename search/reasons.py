"""Why a result is where it is, in words. Pure: the same figures that order results, said about one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from design.formats import counted
from search import ranking
from search.ranking import Points

FIELDS = {"title": "the title", "summary": "the summary", "keywords": "the key words", "body": "the text"}
Found = Sequence[tuple[str, Sequence[str]]]  # a word as it is written, and the fields that have it


class Reason(NamedTuple):
    """`points` is empty where there is nothing to count."""

    what: str
    words: str
    points: str = ""


def by_points(points: Points, matched: str, distance: str, confirmed: str, said: Mapping[str, bool]) -> list[Reason]:
    """`distance` is empty where no place was asked for; `confirmed` is a day in words, or empty for never."""
    reasons = [Reason("Your words", matched, of(points.match, ranking.MATCH_POINTS))]
    if distance:
        reasons.append(Reason("Distance", distance, of(points.nearness, ranking.NEAREST_POINTS)))
    return [
        *reasons,
        Reason("Last confirmed", f"{confirmed or 'Never'}.", of(points.freshness, ranking.FRESHEST_POINTS)),
        Reason("How much it tells you", told(said), of(points.completeness, ranking.COMPLETE_POINTS)),
    ]


def by_order(words: str, deciding: str) -> list[Reason]:
    """Where one thing alone decides. `words` is empty where none were asked for."""
    return [*([Reason("Your words", words)] if words else []), Reason("Order", deciding)]


def total(points: Points, *, has_place: bool) -> int:
    """Of the factors that are shown: without a place everything has the same points for distance."""
    return points.total - (0 if has_place else points.nearness)


def matched(found: Found, asked: int) -> str:
    """ "“Washing” is in the title and the text. “Dressing” is in the summary." """
    if not found:
        return "They are further down in the text."
    said = " ".join(
        f"“{word[:1].upper()}{word[1:]}” is in {listed(FIELDS[name] for name in names)}." for word, names in found
    )
    return said if len(found) >= asked else f"{said} That is {len(found)} of the {asked} things you asked for."


def told(said: Mapping[str, bool]) -> str:
    there = [name for name, is_there in said.items() if is_there]
    return f"It gives {listed(there)}: {len(there)} of {len(said)} things." if there else "Only a name."


def of(points: int, most: int) -> str:
    return f"{points} of {counted(most, 'point')}"


def listed(names: Iterable[str]) -> str:
    """ "a price, times and a place" """
    *most, last = list(names)
    return f"{', '.join(most)} and {last}" if most else last
