"""The approver's desk: who waits, what ends soon."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import day as day_words
from directory import approval_rules as rules
from directory.models import Approval
from directory.queries import approvals as found_by
from directory.views import approvals_today
from directory.views.next_step import next_step

PER_PAGE = 25
SHOWS = {
    "to-check": "To check",
    "ending": "Ends within 60 days",
    "approved": "Approved",
    "suspended": "Suspended",
    "lapsed": "Lapsed",
    "withdrawn": "Withdrawn",
    "all": "All",
}
COLUMNS = [Column("Who", header=True), Column("State"), Column("Last day"), Column("What is next")]


@require_safe
@needs(Permission.APPROVE_PROVIDERS)
def approvals(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "today"
    shell = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "show": show,
        "shows": [(key, label, found_by.desk(show=key, day=today).count()) for key, label in SHOWS.items()],
    }
    if show == "today":
        return render(request, "directory/approvals_today.html", shell | approvals_today.tables(today))
    page = Paginator(found_by.desk(show=show, day=today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **shell,
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
