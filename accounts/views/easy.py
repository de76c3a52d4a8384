"""Easy Read on a screen: what somebody asked for by `?easy=1`, or has as the way in which she is told things."""

from accounts.models import ContactFormat
from accounts.requests import Request


def is_easy(request: Request) -> bool:
    asked = request.GET.get("easy", "")
    if asked in ("0", "1"):
        return asked == "1"
    acting = request.acting
    person = acting.person
    return bool(person and not acting.for_another and person.contact_format == ContactFormat.EASY_READ)


def kept(request: Request) -> str:
    """What she asked for, for the next address."""
    asked = request.GET.get("easy", "")
    return f"?easy={asked}" if asked in ("0", "1") else ""
