"""A practitioner decides that a close relative of the household is paid (SI 2014/2871, regulation 3), and ends it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import opened
from accounts.views.desk_form import Desk, answer
from design.formats import counted, day, pounds
from marketplace.actions import necessity, necessity_ends
from marketplace.forms.necessity import EndNecessityForm, NecessityForm
from marketplace.models import NecessityDecision
from marketplace.queries import necessity as found
from marketplace.queries import second_looks as looks
from marketplace.views.asking import ASKS, typed
from marketplace.views.family import rows_about

LAW = (
    "A direct payment does not pay a husband, wife or partner, nor a close relative who lives in the same home, unless "
    "the council considers it necessary (Care and Support (Direct Payments) Regulations 2014, regulation 3)."
)


@require_safe
@needs(Permission.AGREE_BUDGETS)
def index(request: Request, person: int) -> HttpResponse:
    whose = opened.load(request, person)
    found_ones = list(found.of_person(whose).order_by("ended_at", "-pk"))
    asked = list(looks.of_person(whose).order_by("asked_at"))
    open_ones = looks.open_to_one(found_ones, asked)
    decisions = [
        {"decision": each, "rows": [*rows(each), *rows_about(each, asked)], "may_ask": each.pk in open_ones}
        for each in found_ones
    ]
    return render(request, "marketplace/staff_family.html", opened.shell(whose, decisions=decisions, law=LAW))


def rows(decision: NecessityDecision) -> list[dict[str, Any]]:
    told = [
        ("To the person", decision.get_relation_display()),
        ("Paid for", decision.get_what_for_display()),
        ("Why it is necessary", decision.reasons),
        ("Decided by", f"{decision.decided_by.name}, {day(decision.decided_at)}"),
        ("Looked at again by", "" if decision.ended_at else day(decision.review_on)),
        ("Ended by", f"{decision.ended_by.name}, {day(decision.ended_at)}" if decision.ended_by else ""),
        ("Why it ended", decision.end_reasons),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def ending_rows(decision: NecessityDecision) -> list[dict[str, Any]]:
    """What goes with it, for whoever is about to end it."""
    ends = necessity_ends.seen(decision, timezone.now())
    if not ends.requests and not ends.visits:
        return [{"key": "What is booked", "value": "Nothing after today"}]
    booked = f"{counted(ends.visits, 'visit')} after today and {counted(ends.requests, 'request')} not answered"
    return [
        {"key": "Cancelled when you end it", "value": booked},
        {"key": "Free to spend again", "value": pounds(ends.pence)},
    ]


def crumbs(person: Person) -> list[tuple[str, str]]:
    return [*opened.shell(person)["breadcrumbs"], ("Paying family", reverse("staff-person-family", args=[person.pk]))]


@ASKS
@needs(Permission.AGREE_BUDGETS)
def decide(request: Request, person: int) -> HttpResponse:
    whose = opened.load(request, person)
    form = NecessityForm(typed(request))

    def act() -> str:
        made = necessity.record(person=whose, by=request.user, **form.cleaned_data)
        return f"{made.personal_assistant.name} can be paid, though of the household. We tell {whose.name}."

    desk = Desk(
        "Decide that it is necessary",
        form,
        act,
        reverse("staff-person-family", args=[whose.pk]),
        crumbs(whose),
        button="Record the decision",
        caption=whose.name,
        lead=[LAW],
        check=form.rows,
    )
    return answer(request, desk)


@ASKS
@needs(Permission.AGREE_BUDGETS)
def end(request: Request, person: int, pk: int) -> HttpResponse:
    whose = opened.load(request, person)
    decision = get_object_or_404(found.standing(whose), pk=pk)
    form, name = EndNecessityForm(typed(request)), decision.personal_assistant.name

    def act() -> str:
        necessity.end(decision=decision, by=request.user, reasons=form.cleaned_data["reasons"])
        return f"{name} is not paid any more for what is done after today. We tell {whose.name}."

    desk = Desk(
        f"End that {name} is paid",
        form,
        act,
        reverse("staff-person-family", args=[whose.pk]),
        crumbs(whose),
        button="End it",
        caption=whose.name,
        lead=["What was done until the end of today is still paid. Help them find somebody else first."],
        rows=[*rows(decision), *ending_rows(decision)],
        check=lambda: [{"key": "Why it ends", "value": form.cleaned_data["reasons"]}],
    )
    return answer(request, desk)
