"""Distances on a sphere. Pure. Miles, as people here say them; one radius, so that every part of search agrees."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np

EARTH_MILES = 6371.0088 / 1.609344  # the mean radius


def vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The point on a sphere of radius 1."""
    phi, lam = radians(lat), radians(lon)
    return cos(phi) * cos(lam), cos(phi) * sin(lam), sin(phi)


def chord_squared(miles: float) -> float:
    """The squared straight line, through the sphere of radius 1, between two points `miles` apart on it."""
    return (2 * sin(min(miles / EARTH_MILES, 3.1415) / 2)) ** 2


def miles_of_chords(squared: Any) -> Any:
    """Of each in a column; NaN stays NaN."""
    return 2 * EARTH_MILES * np.arcsin(np.minimum(1.0, np.sqrt(np.maximum(squared, 0.0)) / 2))


def miles_between(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * asin(min(1.0, sqrt(half)))


def box(lat: float, lon: float, miles: float) -> tuple[float, float, float, float]:
    """South, north, west, east of a box that holds the circle (the whole round of longitudes near a pole)."""
    reach = miles / EARTH_MILES * 57.29577951308232 * 1.000001
    south, north = max(-90.0, lat - reach), min(90.0, lat + reach)
    if south <= -89 or north >= 89:
        return south, north, -180.0, 180.0
    widest = reach / max(0.01, min(cos(radians(south)), cos(radians(north))))
    return south, north, max(-180.0, lon - widest), min(180.0, lon + widest)
