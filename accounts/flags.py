"""A person's communication needs, at the top of each page on which staff see her (Accessible Information Standard:
flag). A view that has loaded somebody raises it; the shell draws it in the slot "banner"."""

from typing import Any

from django.utils import timezone

from accounts.models import Person
from accounts.queries import communication
from accounts.requests import Request

KEY = "_flagged"


def raise_for(request: Request, person: Person) -> None:
    setattr(request, KEY, person)


def banner(request: Request) -> dict[str, Any] | None:
    person = getattr(request, KEY, None)
    if person is None:
        return None
    flag = communication.flag(person, timezone.localdate())
    return {"template": "accounts/_needs_banner.html", "flag": flag} if flag.lines or flag.check else None
