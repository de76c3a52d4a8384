"""How long a record counts as fresh, as the council set it in a higher room: asked every few seconds, not each search.

`say_by(fn)` from the `AppConfig.ready()` of the room that keeps the setting; without one the steps are ranking's own.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from design.registry import Registry
from search.ranking import FRESHNESS, Steps

REMEMBERED = 5.0  # seconds until what was saved is used by every process

_says: Registry[Callable[[], Steps]] = Registry("how long a record is fresh")
_remembered: tuple[float, Steps] | None = None  # until when, and what


def say_by(fn: Callable[[], Steps]) -> None:
    """One room says it: a second one is a mistake."""
    _says.register("steps", fn)


def steps() -> Steps:
    global _remembered
    if _remembered is None or _remembered[0] < monotonic():
        fn = _says.get("steps")
        _remembered = (monotonic() + REMEMBERED, fn() if fn else FRESHNESS)
    return _remembered[1]


def forget() -> None:
    """Ask anew next time."""
    global _remembered
    _remembered = None
