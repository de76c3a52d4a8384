"""Finance: money in, held, owed and paid, and the proof that it adds up. Totals only."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.ledger import totals
from accounts.ledger.totals import KindTotal
from accounts.permissions import may, needs
from accounts.queries import finance, finance_today
from accounts.queries.finance import Figure, Month
from accounts.queries.finance_today import Work
from accounts.requests import Request
from accounts.roles import Permission
from accounts.wording import waiting
from design.components import Cell, Column, Table
from design.formats import pounds

FINANCE = [*STAFF, ("Finance", "/staff/finance/")]


@require_safe
@needs(Permission.SEE_MONEY_TOTALS)
def overview(request: Request) -> HttpResponse:
    came_in, *places = finance.figures(totals.by_kind())
    pays = may(request.user, Permission.PREPARE_PAYMENTS)
    today = timezone.localdate()
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "came_in": came_in,
        "bars": [bar(place, came_in.pence) for place in places if place.pence >= 0],
        "figures": figures_table(came_in, places, opens=may(request.user, Permission.SEE_MONEY_LINES)),
        "months": months_table(finance.months(timezone.now())),
        "pays": pays,
        "work": work_table(finance_today.today(today), today) if pays else None,
    }
    return render(request, "accounts/finance_overview.html", context)


def work_table(works: list[Work], today: date) -> Table | None:
    """What there is to do, what waits longest first."""
    columns = [
        Column("What", header=True, phone="main"),
        Column("How much", phone="over"),
        Column("Waits", phone="over-right"),
    ]
    rows = [
        [Cell(work.title, href=work.href), work.line, waiting(work.waits_since, today).capitalize()] for work in works
    ]
    return Table("To do today", columns, rows, hide_caption=True) if rows else None


@require_safe
@needs(Permission.SEE_MONEY_TOTALS)
def trial_balance(request: Request) -> HttpResponse:
    kinds = totals.by_kind()
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "total": sum(kind.pence for kind in kinds),
        "table": trial_table(kinds, opens=may(request.user, Permission.SEE_MONEY_LINES)),
    }
    return render(request, "accounts/finance_trial_balance.html", context)


def bar(place: Figure, of: int) -> dict[str, Any]:
    share = place.pence / of if of > 0 else 0
    words = f"{pounds(place.pence)}, {share:.0%} of the money in" if of > 0 else pounds(place.pence)
    return {"label": place.label, "text": words, "share": share}


def figures_table(came_in: Figure, places: list[Figure], *, opens: bool) -> Table:
    columns = [Column("What", header=True, phone="main"), Column("Amount", numeric=True, phone="amount")]
    rows = [[cell(figure, opens), pounds(figure.pence)] for figure in places]
    return Table("Where the money is now", columns, rows, footer=["Money in", pounds(came_in.pence)])


def cell(figure: Figure, opens: bool) -> Cell:
    """A figure of one kind opens that kind; one of several opens the trial balance, which has them apart."""
    if not opens:
        return Cell(figure.label)
    one = len(figure.kinds) == 1
    return Cell(figure.label, href=kind_address(figure.kinds[0]) if one else reverse("staff-finance-trial-balance"))


def kind_address(kind: str) -> str:
    return reverse("staff-finance-kind", args=[kind])


def months_table(months: list[Month]) -> Table:
    columns = [
        Column("Month", header=True),
        Column("Money in", numeric=True),
        Column("Paid to providers", numeric=True),
        Column("Paid to shops by card", numeric=True),
    ]
    rows = [
        [
            f"{month.starts:%B %Y}",
            *(pounds(pence) for pence in (month.in_pence, month.providers_pence, month.shops_pence)),
        ]
        for month in months
    ]
    return Table("The last 6 months", columns, rows)


def trial_table(kinds: list[KindTotal], *, opens: bool) -> Table:
    columns = [
        Column("Kind of account", header=True),
        Column("Accounts", numeric=True),
        Column("Lines", numeric=True),
        Column("Balance", numeric=True),
    ]
    rows = [
        [
            Cell(kind.kind.label, href=kind_address(kind.kind) if opens else ""),
            f"{kind.accounts:,}",
            f"{kind.postings:,}",
            pounds(kind.pence),
        ]
        for kind in kinds
    ]
    sums = [f"{sum(kind.accounts for kind in kinds):,}", f"{sum(kind.postings for kind in kinds):,}"]
    footer = ["Together", *sums, pounds(sum(kind.pence for kind in kinds))]
    return Table("Balance of each kind of account", columns, rows, footer=footer)
