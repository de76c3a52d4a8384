"""Places on a page of results that higher rooms fill, since search may not import them.

`register("beside_results", "saved", fn)`; `fn(request, page) -> dict | None`. The dict names a `template`, which is
included with the dict as `slot`:
- beside_results: under the count ("Save this search")
- nothing_found: where nothing was found ("Read about …")
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from design.registry import Registry
from search.query import Query, Results


@dataclass(frozen=True)
class ResultsPage:
    """What a filler is told. `address` behind /search/ gives the same results, the room's own kinds and filters too."""

    heading: str
    address: str
    query: Query
    results: Results


Filler = Callable[[HttpRequest, ResultsPage], dict[str, Any] | None]
NAMES = ("beside_results", "nothing_found")
_slots: dict[str, Registry[Filler]] = {name: Registry(f"slot {name}") for name in NAMES}


def register(slot: str, key: str, fn: Filler) -> None:
    if slot not in _slots:
        raise ValueError(f"There is no slot called {slot!r}: {', '.join(NAMES)}")
    _slots[slot].register(key, fn)


def fill(slot: str, request: HttpRequest, page: ResultsPage) -> list[dict[str, Any]]:
    """What the rooms say on this page, in the order they registered."""
    answers = [fn(request, page) for fn in _slots[slot].values()]
    return [answer for answer in answers if answer]
