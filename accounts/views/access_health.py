"""How the system is: database, search, worker, e-mail, and what is due by the clock, piece by piece."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import health
from accounts.models import DueWork
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.access import ACCESS
from design.components import Cell, Column, Table
from design.formats import moment


@require_safe
@needs(Permission.MANAGE_ACCESS)
def page(request: Request) -> HttpResponse:
    signs = list(health.signs(timezone.now()))
    context = {
        "section": "staff",
        "breadcrumbs": ACCESS,
        "signs": signs,
        "well": all(sign.well for sign in signs),
        "due": due_table(),
    }
    return render(request, "accounts/access_health.html", context)


def due_table() -> Table | None:
    columns = [
        Column("Work", header=True, phone="main"),
        Column("What it said", phone="over"),
        Column("Last done", phone="over"),
    ]
    rows = [
        [
            Cell(work.name.replace("_", " ").capitalize(), "" if work.went_well else "It failed"),
            work.said or "Done",
            moment(work.ran_at),
        ]
        for work in DueWork.objects.order_by("name")
    ]
    return Table("Due by the clock", columns, rows) if rows else None
