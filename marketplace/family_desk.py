"""Family and delegates who are paid: a desk, and places on a person's pages, for `marketplace.wiring`."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts import desks
from accounts.models import Person, User
from accounts.permissions import may
from accounts.roles import Permission, Scope
from marketplace.actions import nobody_answers, paid_delegates
from marketplace.queries import necessity


def hours(user: User) -> desks.Desk | None:
    """Where nobody but the assistant could agree her hours; the desk shows while there are some."""
    waiting = len(nobody_answers.hours_for_the_council()) if may(user, Permission.DECIDE_QUERIES) else 0
    if not waiting:
        return None
    return desks.Desk("Hours to look at", f"{waiting} to agree or send back.", reverse("staff-hours"), icon="clock")


def paid(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """On a person's page at the council: who of the household is paid, and which delegate is paid too."""
    decisions, delegates = list(necessity.standing(person)), paid_delegates.of(person)
    return {"template": "marketplace/_staff_family.html", "decisions": decisions, "paid": delegates}


def standing(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money, while the council has decided that somebody of the household is paid."""
    if not request.acting.may(Scope.SEE_LINES):  # type: ignore[attr-defined]
        return None
    decisions = list(necessity.standing(person))
    return {"template": "marketplace/_family.html", "decisions": decisions} if decisions else None
