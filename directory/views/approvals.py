"""The approver's desk: who waits, what ends soon."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import needs
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import day as day_words
from directory import approval_rules as rules
from directory import passport, queries
from directory.approval_rules import CheckKind, CheckOutcome, State
from directory.models import Approval

PER_PAGE = 25
SHOWS = {
    "to-check": "To check",
    "ending": "Ends within 60 days",
    "approved": "Approved",
    "suspended": "Suspended",
    "lapsed": "Lapsed",
    "all": "All",
}
COLUMNS = [Column("Who", header=True), Column("State"), Column("Last day"), Column("What is next")]


@require_safe
@needs(Permission.APPROVE_PROVIDERS)
def approvals(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "to-check"
    page = Paginator(queries.desk(show=show, day=today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": [("Home", "/"), ("Staff", "/staff/")],
        "show": show,
        "shows": [(key, label, queries.desk(show=key, day=today).count()) for key, label in SHOWS.items()],
        "title": SHOWS[show],
        "page": page,
        "table": Table(SHOWS[show], COLUMNS, [row(one, today) for one in page], hide_caption=True),
    }
    return render(request, "directory/approvals.html", context)


def row(approval: Approval, today: date) -> list[Any]:
    state = rules.state_on(approval.state, approval.until, today)
    return [
        Cell(str(approval.subject), approval.scheme.name, reverse("staff-approval", args=[approval.pk])),
        state.label,
        day_words(approval.until) if approval.until else "None yet",
        next_step(approval, state, today),
    ]


def next_step(approval: Approval, state: State, today: date) -> str:
    """The first thing an approver would do about it."""
    missing = missing_names(approval, today)
    if missing:
        return f"Missing: {missing[0]}" + (f" and {len(missing) - 1} more" if missing[1:] else "")
    if state == State.APPROVED:
        return ends_next(approval, today)
    return "Ready to decide" if state != State.WITHDRAWN else "Nothing"


def missing_names(approval: Approval, today: date) -> list[str]:
    kinds = rules.missing(passport.needed(approval), passport.made(approval.checks.all()), today)
    return [CheckKind(kind).label for kind in kinds]


def ends_next(approval: Approval, today: date) -> str:
    """The check that ends first of those that count today."""
    held = [c for c in passport.made(approval.checks.all()) if c.counts_on(today) and c.expires_on]
    latest = {check.kind: check for check in sorted(held, key=lambda c: c.on) if check.outcome == CheckOutcome.PASSED}
    first = min(latest.values(), key=lambda c: c.expires_on or date.max, default=None)
    return f"{CheckKind(first.kind).label} ends {day_words(first.expires_on)}" if first else "Nothing"
