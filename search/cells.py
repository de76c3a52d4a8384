"""A grid over the globe, fine and coarse: which cells a place lies in, and which of them a circle holds. Pure.

An engine finds the documents of a cell by one look into its dictionary, where a box would make it read two columns
from end to end. A cell is a number: its level, its row from the south and its column from the west; so a row of
neighbours is a range of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import acos, asin, ceil, cos, degrees, floor, radians, sin

from search.geo import EARTH_MILES

HEIGHTS = tuple(2.0**power for power in range(-8, 1))  # of a cell at each level, in degrees of latitude
WIDER = 1.5  # a cell is so many times its height in degrees of longitude: about square where we are
ROW, LEVEL = 20, 40  # bits to the left
ROWS_ACROSS = 7  # of the level taken for a circle, at least so many from its middle to its edge
FARTHEST_NORTH = 85.0  # degrees; nearer to a pole, or over the line where days change, a circle has no cells
SLACK = 1e-9  # radians, a quarter of an inch: more than rounding takes

Range = tuple[int, int]  # first and last cell


@dataclass(frozen=True)
class Cover:
    """`around` are cells that hold every place in the circle; `edge`, those of them that hold other places too."""

    around: Sequence[Range]
    edge: Sequence[Range]


def of_place(lat: float, lon: float) -> Iterator[int]:
    """Its cell at each level."""
    for level, height in enumerate(HEIGHTS):
        yield _cell(level, floor((lat + 90) / height), floor((lon + 180) / (height * WIDER)))


def cover(lat: float, lon: float, miles: float) -> Cover | None:
    """None where it cannot be said: then everything has to be measured."""
    reach = miles / EARTH_MILES
    if abs(lat) + degrees(reach) > FARTHEST_NORTH:
        return None
    widest = asin(min(1.0, sin(reach) / cos(radians(lat))))
    if abs(lon) + degrees(widest) >= 180:
        return None
    return _covered(_level(reach), lat, lon, reach, widest)


def _level(reach: float) -> int:
    """The coarsest that is fine enough, or the finest there is."""
    enough = [level for level, height in enumerate(HEIGHTS) if height * ROWS_ACROSS <= degrees(reach)]
    return enough[-1] if enough else 0


def _covered(level: int, lat: float, lon: float, reach: float, widest: float) -> Cover:
    height, width = HEIGHTS[level], HEIGHTS[level] * WIDER
    first, last = (floor((lat + side * degrees(reach + SLACK) + 90) / height) for side in (-1, 1))
    waist = degrees(asin(min(1.0, sin(radians(lat)) / cos(reach))))  # the latitude where the circle is widest
    edges = [_half_width(lat, row * height - 90, reach) for row in range(first, last + 2)]
    around, edge = [], []
    for row, (south, north) in enumerate(pairwise(edges), first):
        most = widest if floor((waist + 90) / height) == row else max(south, north)
        reaches = degrees(most + SLACK)
        west, east = floor((lon + 180 - reaches) / width), floor((lon + 180 + reaches) / width)
        around.append(_range(level, row, west, east))
        holds = degrees(min(south, north) - SLACK)
        left, right = ceil((lon + 180 - holds) / width), floor((lon + 180 + holds) / width) - 1
        if holds > 0 and left <= right:
            edge += [_range(level, row, west, left - 1), _range(level, row, right + 1, east)]
        else:
            edge.append(_range(level, row, west, east))
    return Cover(around, edge)


def _half_width(lat: float, at: float, reach: float) -> float:
    """How far the circle goes east and west at that latitude, in radians; 0 where it does not come so far."""
    here, there = radians(lat), radians(at)
    if abs(here - there) >= reach:
        return 0.0
    return acos(max(-1.0, min(1.0, (cos(reach) - sin(here) * sin(there)) / (cos(here) * cos(there)))))


def _range(level: int, row: int, first: int, last: int) -> Range:
    return _cell(level, row, first), _cell(level, row, last)


def _cell(level: int, row: int, column: int) -> int:
    return (level + 1) << LEVEL | row << ROW | column
