"""Places on a person's money pages, and on her page at the council, that higher rooms fill.

`spending_coming` is within what is coming, which only somebody opens who may see lines.

`register("money_aside", "who_is_coming", fn)`; `fn(request, person) -> dict | None` with `template` and its context.
`links.register("saved_searches", fn)`; `fn(user) -> (words, address) | None` is a link under "Your details".
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from accounts.models import Person, User
from design.registry import Registry

links: Registry[Callable[[User], tuple[str, str] | None]] = Registry("links of your details")  # words and address
Filler = Callable[[HttpRequest, Person], dict[str, Any] | None]
NAMES = ("money_aside", "spending_coming", "staff_person_aside", "true_cost_aside")
_slots: dict[str, Registry[Filler]] = {name: Registry(f"slot {name}") for name in NAMES}


def register(slot: str, key: str, fn: Filler) -> None:
    if slot not in _slots:
        raise ValueError(f"There is no slot called {slot!r}: {', '.join(NAMES)}")
    _slots[slot].register(key, fn)


def fill(slot: str, request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """What the rooms say for this person, in the order they registered."""
    answers = [fn(request, person) for fn in _slots[slot].values()]
    return [answer for answer in answers if answer]
