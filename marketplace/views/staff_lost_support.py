"""People with visits booked of a service that lost its registration: a list, and what was agreed with each."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import opened
from accounts.views.desk_form import Desk, answer
from design.components import Cell, Column, Table
from design.formats import counted, day
from marketplace import words
from marketplace.actions import lost_support
from marketplace.forms.lost_support import TalkForm
from marketplace.queries import lost_support as found
from marketplace.queries.lost_support import Lost
from marketplace.views.asking import ASKS, typed

HOME = [*STAFF, ("Support without a registration", "/staff/lost-support/")]
WHERE = "The council. Visits of a service that lost its registration"
COLUMNS = [
    Column("Who", header=True),
    Column("Next visit"),
    Column("With"),
    Column("Last spoken with"),
]
LEAD = [
    "Nothing is cancelled by itself. They may cancel free of charge, and may need somebody else before the next visit.",
    "If they are not safe, pass it on to safeguarding.",
]


@require_safe
@needs(Permission.KEEP_SUPPORT_GOING)
def index(request: Request) -> HttpResponse:
    waiting = found.waiting(request.user, timezone.now())
    table = Table("People", COLUMNS, [row(one) for one in waiting], hide_caption=True) if waiting else None
    context = {"section": "staff", "breadcrumbs": STAFF, "table": table}
    return render(request, "marketplace/staff_lost_support.html", context)


def row(lost: Lost) -> list[Any]:
    href = reverse("staff-lost-support-one", args=[lost.person.pk, lost.service.pk])
    return [
        Cell(lost.person.name, counted(len(lost.visits), "visit"), href),
        words.weekday(lost.next_at),
        lost.service.organisation.name,
        Cell(day(lost.talk.at), lost.talk.by.name) if lost.talk else "Nobody yet",
    ]


@ASKS
@needs(Permission.KEEP_SUPPORT_GOING)
def one(request: Request, person: int, service: int) -> HttpResponse:
    waiting = found.waiting(request.user, timezone.now())
    lost = next((each for each in waiting if (each.person.pk, each.service.pk) == (person, service)), None)
    if lost is None:
        raise Http404
    whose, form = opened.load(request, person, WHERE), TalkForm(typed(request))

    def act() -> str:
        lost_support.spoke(person=whose, service=lost.service, words=form.cleaned_data["words"], by=request.user)
        return "Written down."

    desk = Desk(
        f"Visits of {lost.service.organisation.name}",
        form,
        act,
        reverse("staff-lost-support"),
        HOME,
        button="Write it down",
        caption=whose.name,
        lead=LEAD,
        rows=rows(lost),
    )
    return answer(request, desk)


def rows(lost: Lost) -> list[dict[str, Any]]:
    phone = lost.person.phone or "No number is known"
    facts = [
        {"key": "Telephone", "value": phone},
        {"key": "What was booked", "value": lost.service.name},
        {"key": "Visits to come", "value": f"{len(lost.visits)}, the next on {words.weekday(lost.next_at)}"},
        {"key": "Orders", "value": ", ".join(dict.fromkeys(visit.order.reference for visit in lost.visits))},
    ]
    if lost.talk:
        facts.append({"key": f"{lost.talk.by.name}, {day(lost.talk.at)}", "value": lost.talk.words})
    return facts
