"""Postcodes of Aldermere, spread round each place the same way every time."""

import math
import tomllib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those that the second half of a British postcode may end in
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
MILES_PER_DEGREE = 69.0


class Postcode(NamedTuple):
    postcode: str
    lat: float
    lon: float
    town: str


def places() -> list[dict[str, Any]]:
    return tomllib.loads((FOLDER / "places.toml").read_text())["place"]


def units() -> Iterator[str]:
    """ "1AA", "1AH", … in an order that looks like a real town's, never twice."""
    for number in count():
        sector, unit = divmod(number, 50)
        unit = (unit * 137 + sector * 11) % 400
        yield f"{sector + 1}{LETTERS[unit // 20]}{LETTERS[unit % 20]}"


def around(place: dict[str, Any], number: int) -> tuple[float, float]:
    """The point that many steps along a sunflower spiral: even cover, no two alike."""
    reach = place["spread_miles"] / MILES_PER_DEGREE * math.sqrt(number / place["postcodes"])
    angle = number * GOLDEN_ANGLE
    lat = place["lat"] + reach * math.cos(angle)
    lon = place["lon"] + reach * math.sin(angle) / math.cos(math.radians(place["lat"]))
    return round(lat, 6), round(lon, 6)


def postcodes() -> list[Postcode]:
    """Every postcode of the county; Rosa's AM3 2QT is among them."""
    made = []
    numbering: dict[str, Iterator[str]] = {}
    for place in places():
        unit = numbering.setdefault(place["outward"], units())
        for number in range(place["postcodes"]):
            made.append(Postcode(f"{place['outward']} {next(unit)}", *around(place, number), place["name"]))
    if "AM3 2QT" not in {one.postcode for one in made}:
        made.append(Postcode("AM3 2QT", 52.8902, -2.3475, "Alderford"))
    return made
