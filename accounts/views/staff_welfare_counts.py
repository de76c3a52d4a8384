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
from accounts.small_numbers import FEWER, LEAST
from design.components import Cell, Column, Table

FEW = FEWER.lower()
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
    found = queries.by_month(request.user)
    context = {"section": "staff", "breadcrumbs": STAFF, "table": table(found) if found else None}
    return render(request, "accounts/staff_welfare_counts.html", context)


def table(found: list[tuple[date, dict[str, int]]]) -> Table:
    columns = [
        Column("Month", header=True, phone="main"),
        Column("How it ended", phone="over"),
        Column("Checks", numeric=True, phone="amount"),
    ]
    rows = [[Cell(f"{first:%B %Y}"), ended(counts), checks(counts)] for first, counts in found]
    return Table("Months", columns, rows, hide_caption=True)


def ended(counts: dict[str, int]) -> str:
    return ", ".join(f"{few(counts[key])} {words}" for key, words in SHOWN.items() if counts.get(key))


def few(number: int) -> str:
    """So that nobody is found by being one of few."""
    return FEW if 0 < number < LEAST else str(number)


def checks(counts: dict[str, int]) -> str:
    """Of a month; where a part of it is hidden, not so exactly that the part can be worked out."""
    total, hides = sum(counts.values()), any(0 < number < LEAST for number in counts.values())
    return f"{LEAST} or more" if hides and total >= LEAST else few(total)


@require_safe
@needs(Permission.COUNT_WELFARE)
def sheet(request: Request) -> HttpResponse:
    labels = dict(WelfareCheck.Outcome.choices) | {"": "Open"}
    rows = [
        [f"{first:%Y-%m}", *(few(counts.get(key, 0)) for key in SHOWN)]
        for first, counts in queries.by_month(request.user)
    ]
    return sheets.answer("if-all-is-well.csv", ["Month", *(labels[key] for key in SHOWN)], rows)
