"""Bookings that nobody else could say yes to: the council is the second approver."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import moment, pounds
from marketplace.actions import booking_proposals
from marketplace.forms.booking_proposals import YesOrNoForm
from marketplace.models import BookingProposal
from marketplace.views.asking import ASKS, typed
from marketplace.views.booking_proposals import decide, shell

PROPOSALS = [*STAFF, ("Bookings that need a yes", "/staff/proposals/")]


@require_safe
@needs(Permission.DECIDE_QUERIES)
def index(request: Request) -> HttpResponse:
    waiting = booking_proposals.for_the_council(request.user)
    context = {"table": table(waiting) if waiting else None, "section": "staff", "breadcrumbs": STAFF}
    return render(request, "marketplace/staff_proposals.html", context)


def table(waiting: list[BookingProposal]) -> Table:
    columns = [
        Column("For whom", header=True),
        Column("Answer by"),
        Column("It would cost", numeric=True),
    ]
    return Table("Bookings that need a yes", columns, [row(each) for each in waiting], hide_caption=True)


def row(proposal: BookingProposal) -> list[Any]:
    href = reverse("staff-proposal", args=[proposal.pk])
    who = Cell(proposal.person.name, f"Proposed by {proposal.proposed_by.name}", href)
    return [who, moment(proposal.answer_by), pounds(proposal.total_pence)]


@ASKS
@needs(Permission.DECIDE_QUERIES)
def one(request: Request, pk: int) -> HttpResponse:
    proposal = next((each for each in booking_proposals.for_the_council(request.user) if each.pk == pk), None)
    if proposal is None:
        raise Http404
    form = YesOrNoForm(typed(request))

    if request.method == "POST" and decide(request, proposal, form):
        return redirect("staff-proposals")
    if request.method == "GET":
        looks.record(person=proposal.person, by=request.user, where="A booking that needs the council’s yes")
    context = {**shell(proposal), "form": form, "section": "staff", "breadcrumbs": PROPOSALS}
    return render(request, "marketplace/staff_proposal.html", context)
