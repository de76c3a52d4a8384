"""Where is "AM3 2QT", "am3" or "Alderford"? Answered from the imported gazetteer."""

from __future__ import annotations

import re
import unicodedata
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
    text = text.strip()[:LONGEST]
    keys = {"postcode": postcode_key(text), "outward": postcode_key(text), "town": town_key(text)}
    found = GazetteerPlace.objects.filter(key__in={key for key in keys.values() if key})
    best = {place.kind: place for place in found if keys[place.kind] == place.key}
    for kind in keys:
        if kind in best:
            place = best[kind]
            return Near(place.name, place.lat, place.lon, kind)
    return None
