"""Places on the directory's pages that higher rooms fill, since the directory may not import them.

`register("book_personal_assistant", fn)`; `fn(request, profile) -> dict | None`. The dict names a `template`, which is
included with the dict as `slot`: the button "Book Ben", for one. The same for "book_service" with a service.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from design.registry import Registry
from directory.models import PersonalAssistantProfile, Service

Filler = Callable[[HttpRequest, Any], dict[str, Any] | None]
NAMES = ("book_personal_assistant", "book_service")
_slots: dict[str, Registry[Filler]] = {name: Registry(f"slot {name}") for name in NAMES}


def register(slot: str, fn: Filler, *, key: str = "marketplace") -> None:
    if slot not in _slots:
        raise ValueError(f"There is no slot called {slot!r}: {', '.join(NAMES)}")
    _slots[slot].register(key, fn)


def fill(slot: str, request: HttpRequest, subject: PersonalAssistantProfile | Service) -> list[dict[str, Any]]:
    """What the rooms say on this page, in the order they registered."""
    answers = [fn(request, subject) for fn in _slots[slot].values()]
    return [answer for answer in answers if answer]
