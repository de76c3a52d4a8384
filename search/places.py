"""Where is "AM3 2QT", "am3" or "Alderford"? Answered from the imported gazetteer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from search.models import GazetteerPlace

LONGEST = 80


@dataclass(frozen=True)
class Near:
    """A named point to measure from."""

    label: str
    lat: float
    lon: float
    kind: str = "postcode"


def postcode_key(text: str) -> str:
    """Letters and digits only, in capitals: "am3  2qt" → "AM32QT"."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())


def town_key(text: str) -> str:
    """Folded words: "Ashton-on-Mersey" and "ashton on  mersey" are one town."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(mark for mark in folded if not unicodedata.combining(mark) and mark.isprintable())
    return " ".join(re.sub(r"['’.]", "", letters).replace("-", " ").replace(",", " ").split())


def find(text: str) -> Near | None:
    """A whole postcode, an outward code or a town; None when the gazetteer does not know it."""
    return find_any([text]).get(text)


def find_any(names: Sequence[str]) -> dict[str, Near]:
    """Those of several names that are known, by one statement."""
    keys = {name: _keys(name.strip()[:LONGEST]) for name in names}
    wanted = {key for kinds in keys.values() for key in kinds.values() if key}
    rows = GazetteerPlace.objects.filter(key__in=wanted) if wanted else ()
    there = {(place.kind, place.key): place for place in rows}
    found = {}
    for name, kinds in keys.items():
        place = next((there[pair] for pair in kinds.items() if pair in there), None)
        if place:
            found[name] = Near(place.name, place.lat, place.lon, place.kind)
    return found


def _keys(text: str) -> dict[str, str]:
    """What it would be filed under as each kind, the narrowest kind first."""
    code = postcode_key(text)
    return {"postcode": code, "outward": code, "town": town_key(text)}
