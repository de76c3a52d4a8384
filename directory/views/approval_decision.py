"""Suspend or withdraw: one page that says what it does, whom it touches, and asks why."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import posted
from design.components import Column, Table
from design.formats import clock, weekday
from directory import bookings
from directory.actions import approvals
from directory.bookings import Booked
from directory.forms.checks import StopForm
from directory.refusals import Refused
from directory.views.approval import load, shell

STOPS = {"suspend": approvals.suspend, "withdraw": approvals.withdraw}
DONE = {"suspend": "Suspended. The page is down.", "withdraw": "Withdrawn. The page is down."}
SEEN = "Who has visits booked with a personal assistant"  # read by the person: says nothing of the decision
COLUMNS = [
    Column("Who", header=True, phone="main"),
    Column("Next visit", phone="over"),
    Column("Visits booked", numeric=True, phone="amount"),
    Column("Telephone", phone="over-right"),
]


@require_http_methods(["GET", "POST"])
@needs(Permission.APPROVE_PROVIDERS)
def approval_decision(request: Request, pk: int, decision: str) -> HttpResponse:
    approval = load(request, pk)
    booked = bookings.visitors(approval.personal_assistant, timezone.now())
    form = StopForm(posted(request), anybody=bool(booked))
    if request.method == "POST" and form.is_valid():
        given = {"approval": approval, "by": request.user, "reason": form.cleaned_data["reason"]}
        try:
            STOPS[decision](**given, tell=form.tells())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[decision])
            return redirect("staff-approval", pk=pk)
    looks.record_all(people=[one.person for one in booked], by=request.user, where=SEEN)
    context = {"decision": decision, "form": form, "booked": table(booked), "people": len(booked)}
    return render(request, "directory/approval_decision.html", shell(approval) | context | {"anybody": bool(booked)})


def table(booked: list[Booked]) -> Table:
    rows: list[list[Any]] = [
        [
            one.person.name,
            f"{weekday(one.next_at)} at {clock(one.next_at)}",
            str(one.visits),
            one.person.phone or "No number held",
        ]
        for one in booked
    ]
    return Table("People with visits booked", COLUMNS, rows, hide_caption=True)
