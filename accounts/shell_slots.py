"""What the page shell shows of whoever is signed in."""

from typing import Any

from django.urls import reverse

from accounts import acting, second_factor
from accounts.permissions import roles_of
from accounts.requests import Request


def acting_banner(request: Request) -> dict[str, Any] | None:
    """On every page while somebody acts for a person."""
    if acting.SESSION_KEY not in getattr(request, "session", {}) or request.acting.person is None:
        return None
    others = [m for m in request.acting.others if m != request.acting.mandate]
    return {
        "template": "accounts/_acting_banner.html",
        "name": request.acting.person.name,
        "several": bool(others),
    }


def display(request: Request) -> dict[str, Any] | None:
    """What she chose once holds on every device on which she signs in."""
    user = getattr(request, "user", None)
    return {"words": user.display} if user is not None and user.is_authenticated and user.display else None


def account_link(request: Request) -> dict[str, Any] | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return {"label": user.name or user.email, "href": reverse("accounts-details")}


def staff_link(request: Request) -> dict[str, Any] | None:
    """Council staff find their desks from any page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not second_factor.passed(request) or not roles_of(user):
        return None
    return {"label": "Staff", "href": reverse("staff-home"), "section": "staff"}
