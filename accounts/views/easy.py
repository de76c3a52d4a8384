"""Easy Read on a screen: what somebody asked for by `?easy=1` or on /display/, or has as the way in which she is told
things."""

from accounts.models import ContactFormat
from accounts.requests import Request
from design import display


def is_easy(request: Request) -> bool:
    asked = request.GET.get("easy", "")
    if asked in ("0", "1"):
        return asked == "1"
    return display.of(request).is_easy or told_in(request) == ContactFormat.EASY_READ


def told_in(request: Request) -> str:
    """The way in which she is told things who reads for herself; of somebody who acts for her it says nothing."""
    acting = request.acting
    return "" if acting.person is None or acting.for_another else acting.person.contact_format


def kept(request: Request) -> str:
    """What she asked for, for the next address."""
    asked = request.GET.get("easy", "")
    return f"?easy={asked}" if asked in ("0", "1") else ""
