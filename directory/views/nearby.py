"""How far something is from where a visitor asked: `?near=AM3 2QT` on any page of the directory."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest

from search import geo, places
from search.places import Near


def near_of(request: HttpRequest) -> Near | None:
    """The place that was asked for, where the gazetteer knows it."""
    asked = request.GET.get("near", "").strip()
    return places.find(asked) if asked else None


def query_of(request: HttpRequest) -> str:
    """`?near=…` to carry on to the next page; empty when nothing was asked."""
    asked = request.GET.get("near", "").strip()[: places.LONGEST]
    return f"?{urlencode({'near': asked})}" if asked else ""


def miles_to(near: Near | None, points: Iterable[tuple[float | None, float | None]]) -> float | None:
    """To the nearest of the points that have coordinates."""
    if near is None:
        return None
    known = [(lat, lon) for lat, lon in points if lat is not None and lon is not None]
    return min((geo.miles_between(near.lat, near.lon, lat, lon) for lat, lon in known), default=None)


def about_miles(miles: float | None) -> str:
    """Whole miles for a personal assistant: the centre of an area says no more than that."""
    if miles is None:
        return ""
    whole = max(round(miles), 1)
    return "about 1 mile" if whole == 1 else f"about {whole} miles"
