"""How many, by subject, and how well the clock was kept. Numbers under five are hidden, in the sheet too."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from cms.complaint_rules import FEWEST, Kind, first_due
from cms.queries import complaints as found
from design.components import Column, Table

PERIODS = (("quarter", "Last 3 months", 91), ("year", "Last 12 months", 365))
HIDDEN = f"Fewer than {FEWEST}, or hidden"


def period_of(request: HttpRequest) -> tuple[str, date]:
    asked = request.GET.get("last", "")
    name, days = next(((name, days) for name, _, days in PERIODS if name == asked), ("year", 365))
    return name, timezone.localdate() - timedelta(days=days)


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def counts(request: Request) -> HttpResponse:
    name, since = period_of(request)
    sums = found.sums(since)
    context = {
        "section": "staff",
        "breadcrumbs": [*STAFF, ("Complaints", reverse("staff-complaints"))],
        "periods": [(label, f"?last={key}", key == name) for key, label, _ in PERIODS],
        "query": f"?last={name}",
        "sums": sums,
        "bars": bars(sums),
        "table": table(sums),
        "fewest": FEWEST,
        "learning": found.learning(request.user)[:10],
    }
    return render(request, "cms/staff_complaint_counts.html", context)


def bars(sums: found.Sums) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "text": f"{one.complaints:,}", "value": one.complaints}
        for one in sums.rows
        if one.complaints
    ]


def table(sums: found.Sums) -> Table:
    columns = [Column("Subject", header=True), *(Column(f"{kind}s", numeric=True) for kind in KINDS)]
    rows = [[one.label, *map(shown, (one.complaints, one.compliments, one.comments))] for one in sums.rows]
    footer = ["All", *map(shown, (sums.complaints, sums.compliments, sums.comments))]
    return Table("By subject", columns, rows, footer=footer, hide_caption=True)


KINDS = ("Complaint", "Compliment", "Comment")


def shown(number: int | None) -> str:
    return HIDDEN if number is None else f"{number:,}"


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def counts_sheet(request: Request) -> HttpResponse:
    name, since = period_of(request)
    sums = found.sums(since)
    header = ["Subject", *(f"{kind}s" for kind in KINDS)]
    rows = [[one.label, *map(shown, (one.complaints, one.compliments, one.comments))] for one in sums.rows]
    return sheets.answer(f"complaints-by-subject-{name}.csv", header, rows)


@require_safe
@needs(Permission.HANDLE_COMPLAINTS)
def register_sheet(request: Request) -> HttpResponse:
    """The record of regulation 17, one line each: without names and without what was said."""
    name, since = period_of(request)
    header = [
        "Reference", "Kind", "Subject", "Came", "Stage", "Acknowledged", "Acknowledged in time", "Answer due",
        "Day agreed with the person", "Answered", "Answered in time", "Outcome", "Closed",
    ]  # fmt: skip
    return sheets.answer(f"complaints-{name}.csv", header, lines(found.register(request.user, since)))


def lines(complaints: Any) -> Iterator[list[Any]]:
    for one in complaints:
        yield [
            one.reference,
            one.get_kind_display(),
            one.get_subject_display(),
            one.received_on,
            one.get_stage_display(),
            on(one.acknowledged_at),
            in_time(one.acknowledged_at, first_due(Kind.COMPLAINT, one.received_on)),
            one.answer_by,
            yes_no(one.agreed_with_person),
            on(one.answered_at),
            in_time(one.answered_at, one.answer_by),
            one.get_outcome_display(),
            on(one.closed_at),
        ]


def on(at: Any) -> str:
    return timezone.localdate(at).isoformat() if at else ""


def in_time(at: Any, last: date | None) -> str:
    return yes_no(timezone.localdate(at) <= last) if at and last else ""


def yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"
