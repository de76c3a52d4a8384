"""Places in the page shell that higher rooms fill, since design may not import them.

`register("banner", fn)` in an `AppConfig.ready()`; `fn(request) -> dict | None` is asked on each page:
- banner: {"text", "href", "link"} above the page ("You are acting for Joan Whitfield", change), first registered first
- account_link: {"label", "href"} in the header instead of "Sign in"; the first one that answers is used
- nav: {"label", "href", "section"} after Advice, Find support and My money
- display: {"words"}, how pages look to whoever is signed in (`design.display`)
"""

from collections.abc import Callable
from typing import Any

Filler = Callable[[Any], dict[str, Any] | None]
NAMES = ("banner", "account_link", "nav", "display")
_fillers: dict[str, dict[str, Filler]] = {name: {} for name in NAMES}


def register(slot: str, fn: Filler, *, key: str = "") -> None:
    """Fill a slot; the same key (by default the function's own name) twice in a slot is a mistake."""
    key = key or f"{fn.__module__}.{fn.__qualname__}"
    if slot not in _fillers:
        raise ValueError(f"There is no slot called {slot!r}: {', '.join(NAMES)}")
    if key in _fillers[slot]:
        raise ValueError(f"{key} already fills the slot {slot!r}")
    _fillers[slot][key] = fn


def fill(slot: str, request: Any) -> list[dict[str, Any]]:
    """What the rooms put into a slot for this request, in the order they registered."""
    answers = [fn(request) for fn in _fillers[slot].values()]
    return [answer for answer in answers if answer]
