"""Family and delegates who are paid: a desk, and places on a person's pages, for `marketplace.wiring`."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import desks
from accounts.models import Person, User
from accounts.permissions import may
from accounts.roles import Permission, Scope
from marketplace.actions import booking_proposals, nobody_answers, paid_delegates
from marketplace.queries import necessity, second_looks


def hours(user: User) -> desks.Desk | None:
    """Where nobody but the assistant could agree her hours; the desk shows while there are some."""
    waiting = len(nobody_answers.hours_for_the_council()) if may(user, Permission.DECIDE_QUERIES) else 0
    if not waiting:
        return None
    return desks.Desk("Hours to look at", f"{waiting} to agree or send back.", reverse("staff-hours"), icon="clock")


def proposals(user: User) -> desks.Desk | None:
    """Bookings to which nobody but the council could say yes; the desk shows while there are some."""
    waiting = len(booking_proposals.for_the_council(user)) if may(user, Permission.DECIDE_QUERIES) else 0
    if not waiting:
        return None
    return desks.Desk("Bookings that need a yes", f"{waiting} to answer.", reverse("staff-proposals"), icon="hand")


def asks_for_a_yes(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money, while a booking waits for the yes of whoever looks."""
    waiting = booking_proposals.to_answer(person, request.user)  # type: ignore[arg-type]
    return {"template": "marketplace/_proposals.html", "proposals": waiting} if waiting else None


def looks(user: User) -> desks.Desk | None:
    """Second looks that she may answer; the desk shows while there are some."""
    due = (
        list(second_looks.waiting(user).values_list("due_on", flat=True)) if may(user, Permission.AGREE_BUDGETS) else []
    )
    if not due:
        return None
    late = sum(each < timezone.localdate() for each in due)
    line = f"{len(due)} to answer." + (f" {late} late." if late else "")
    return desks.Desk("Second looks", line, reverse("staff-second-looks"), icon="eye")


def paid(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """On a person's page at the council: who of the household is paid, and which delegate is paid too."""
    decisions, delegates = list(necessity.standing(person)), paid_delegates.of(person)
    return {"template": "marketplace/_staff_family.html", "decisions": decisions, "paid": delegates}


def standing(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside a person's money, where the council has ever decided about paying somebody of the household."""
    if not request.acting.may(Scope.SEE_LINES):  # type: ignore[attr-defined]
        return None
    found = list(necessity.of_person(person))
    decisions = [each for each in found if each.ended_at is None]
    return {"template": "marketplace/_family.html", "decisions": decisions} if found else None
