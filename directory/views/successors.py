"""A registration has ended: staff say which provider goes on, read what goes along, and let it happen once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import ASKS, Desk, answer, posted
from design.components import Cell, Column, Table
from design.formats import counted, day
from directory import bookings
from directory.actions import successions
from directory.forms.successors import SuccessorForm
from directory.models import Service, Succession
from directory.queries import successions as found_by
from directory.refusals import Refused

CRUMBS = [*STAFF, ("Successors", "/staff/directory/successors/")]
ENDED = [Column("Service", header=True), Column("Registration ended")]
DONE = [Column("Service", header=True), Column("Went to"), Column("When and by whom")]
LEAD = [
    "The page keeps its address and its ids in the open data. Its words stay until the new provider changes them.",
    "Visits to come stay booked at their price. Whoever has some is told and may end them at no cost.",
]


@require_safe
@needs(Permission.KEEP_DIRECTORY)
def index(request: Request) -> HttpResponse:
    waiting = [ended_row(one) for one in found_by.waiting()[: found_by.SHOWN]]
    done = [done_row(one) for one in found_by.done()]
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "waiting": Table("Services", ENDED, waiting, hide_caption=True) if waiting else None,
        "done": Table("Taken over", DONE, done, hide_caption=True) if done else None,
    }
    return render(request, "directory/successors.html", context)


def ended_row(service: Service) -> list[Any]:
    href = reverse("staff-successor", args=[service.pk])
    return [Cell(service.name, service.organisation.name, href), day(service.cqc_ended_on)]


def done_row(one: Succession) -> list[Any]:
    by = one.by.name if one.by else "CQC’s own file"
    return [one.service.name, Cell(str(one.to_organisation), f"from {one.from_organisation}"), f"{day(one.at)}, {by}"]


@ASKS
@needs(Permission.KEEP_DIRECTORY)
def one(request: Request, pk: int) -> HttpResponse:
    service = get_object_or_404(found_by.waiting(), pk=pk)
    form = SuccessorForm(posted(request), likely=found_by.likely(service))

    def do() -> str:
        made = successions.take_over(service=service, successor=form.chosen, by=request.user)
        return f"{made.to_organisation} has taken over. We have told the people who have visits booked."

    desk = Desk(
        f"Who goes on with {service.name}?",
        form,
        do,
        reverse("staff-successors"),
        CRUMBS,
        button="Continue",
        lead=LEAD,
        rows=[
            {"key": "Provider until now", "value": service.organisation.name},
            {"key": "CQC location id", "value": service.cqc_location_id or "None"},
            {"key": "Registration ended", "value": day(service.cqc_ended_on)},
        ],
        check=lambda: check(service, form.chosen),
        warning="This cannot be undone here. What was earned until now stays with the provider before.",
    )
    return answer(request, desk)


def check(service: Service, successor: Service) -> list[dict[str, Any]]:
    """What goes along; and what stands in the way, before the button."""
    rows = [
        {"key": "Goes on with it", "value": f"{successor.name}, {successor.organisation}"},
        {"key": "CQC location id", "value": f"{service.cqc_location_id or 'None'} becomes {successor.cqc_location_id}"},
    ]
    for sold in bookings.sold(service, successor.organisation, timezone.now()):
        people = "person has" if sold.people == 1 else "people have"
        told = f"{counted(sold.offers, 'offer')}. {sold.people:,} {people} {counted(sold.visits, 'visit')} to come"
        rows += [{"key": "What goes along", "value": told}, {"key": "Who is paid", "value": sold.paid}]
    try:
        successions.check(service, successor)
    except Refused as why:
        rows.append({"key": "It cannot be done", "value": str(why)})
    return rows
