"""How often people were asked whether all is well, month by month, and how it ended: counts, and nobody's name."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.desks import STAFF
from accounts.models import WelfareCheck
from accounts.permissions import needs
from accounts.queries import welfare as queries
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table

SHOWN = {
    "by_answer": "well",
    "nothing": "no concern",
    "support": "support needed",
    "safeguarding": "to safeguarding",
    "died": "died",
    "": "open",
}


@require_safe
@needs(Permission.COUNT_WELFARE)
def page(request: Request) -> HttpResponse:
    found = queries.by_month()
    context = {"section": "staff", "breadcrumbs": STAFF, "table": table(found) if found else None}
    return render(request, "accounts/staff_welfare_counts.html", context)


def table(found: list[tuple[date, dict[str, int]]]) -> Table:
    columns = [
        Column("Month", header=True, phone="main"),
        Column("How it ended", phone="over"),
        Column("People asked", numeric=True, phone="amount"),
    ]
    rows = [[Cell(f"{first:%B %Y}"), ended(counts), sum(counts.values())] for first, counts in found]
    return Table("Months", columns, rows, hide_caption=True)


def ended(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[key]} {words}" for key, words in SHOWN.items() if counts.get(key))


@require_safe
@needs(Permission.COUNT_WELFARE)
def sheet(request: Request) -> HttpResponse:
    labels = dict(WelfareCheck.Outcome.choices) | {"": "Open"}
    rows = [[f"{first:%Y-%m}", *(counts.get(key, 0) for key in SHOWN)] for first, counts in queries.by_month()]
    return sheets.answer("if-all-is-well.csv", ["Month", *(labels[key] for key in SHOWN)], rows)
