"""Who holds the pen: the same pages write a plan for the person, a delegate or broker, and a practitioner.

A practitioner's pages are under /staff/people/<person>/plan/ and only for a person who has no sign-in. Whoever has one
writes the plan herself, or opens it to somebody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import Person
from accounts.permissions import for_person, needs
from accounts.requests import Request
from accounts.roles import Permission, Scope
from accounts.views import opened

View = Callable[..., HttpResponse]
HOME = [("Home", "/")]


@dataclass(frozen=True)
class Pen:
    """For whom a plan is written, and where its pages are."""

    person: Person
    for_another: bool = False
    staff: bool = False

    def to(self, name: str, *args: Any) -> str:
        """The address of a page: "outcome" of outcome 4."""
        if self.staff:
            return reverse(f"staff-person-plan-{name}", args=[self.person.pk, *args])
        return reverse(f"plans-{name}", args=args)

    @property
    def whose(self) -> str:
        return f"{self.person.first_name}’s" if self.for_another else "Your"

    @property
    def called(self) -> str:
        """In a question: "What matters to Rosa?" or "to you"."""
        return self.person.first_name if self.for_another else "you"

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        home = (f"{self.whose} support plan", self.to("home"))
        if self.staff:
            return [*opened.PEOPLE, (self.person.name, reverse("staff-person", args=[self.person.pk])), home]
        return [*HOME, home]

    def shell(self, **more: Any) -> dict[str, Any]:
        """What every page of it begins with."""
        section = "staff" if self.staff else "money"
        return {"pen": self, "whose": self.whose, "person": self.person, "section": section, **more}


def with_pen(view: View) -> View:
    """`view(request, pen, ...)`: hers or whom she acts for; with `person` in the address, at the council."""
    own = for_person(Scope.PROPOSE)(_own(view))
    staff = needs(Permission.AGREE_BUDGETS)(_staff(view))

    @wraps(view)
    def either(request: Request, person: int | None = None, **more: Any) -> HttpResponse:
        return own(request, **more) if person is None else staff(request, person, **more)

    return either


def _own(view: View) -> View:
    def held(request: Request, **more: Any) -> HttpResponse:
        return view(request, Pen(request.acting.whom, request.acting.for_another), **more)

    return held


def _staff(view: View) -> View:
    def held(request: Request, whom: int, **more: Any) -> HttpResponse:
        person = opened.load(request, whom)
        pen = Pen(person, for_another=True, staff=True)
        if person.user_id is not None:
            messages.info(request, f"{person.name} signs in and writes the plan. You read it when it is sent.")
            return redirect(pen.to("home"))
        return view(request, pen, **more)

    return held
