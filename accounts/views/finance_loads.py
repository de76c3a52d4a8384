"""Loads: what could not run, what was paid for too early, what ran. Budgets by number, without names."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import sheets
from accounts.actions import loads
from accounts.models import Load, PaidAhead, PersonalBudget
from accounts.permissions import needs
from accounts.queries import loads as found
from accounts.queries.loads import NotRun
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.finance_overview import FINANCE
from accounts.wording import waiting
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds

PER_PAGE = 25


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def list_loads(request: Request) -> HttpResponse:
    page = Paginator(found.made(), PER_PAGE).get_page(request.GET.get("page"))
    questions = Paginator(found.questions(), PER_PAGE).page(1)
    missing = found.not_run(timezone.localdate())
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "not_run": not_run_table(missing) if missing else None,
        "questions": questions_table(questions.object_list) if questions.object_list else None,
        "more_questions": questions.paginator.count - len(questions.object_list),
        "page": page,
        "table": loads_table(page.object_list) if page.object_list else None,
    }
    return render(request, "accounts/finance_loads.html", context)


@require_POST
@needs(Permission.MANAGE_LOADS)
def run(request: Request) -> HttpResponse:
    """What the clock does each day, now. Safe to press twice."""
    said = loads.run_due(timezone.now(), by=request.user)
    messages.info(request, f"Done: {said}.")
    return redirect("staff-finance-loads")


@require_safe
@needs(Permission.SEE_MONEY_LINES)
def sheet(request: Request) -> HttpResponse:
    header = ["Loaded", "Budget", "First day", "Last day", "Whole", "Contribution", "Paid"]
    return sheets.answer("loads.csv", header, (sheet_row(load) for load in found.made().iterator()))


def sheet_row(load: Load) -> list[Any]:
    amounts = [sheets.Pounds(pence) for pence in (load.gross_pence, load.contribution_pence, load.paid_pence)]
    on = timezone.localdate(load.loaded_at).isoformat()
    return [on, load.budget_id, load.first_on.isoformat(), load.last_on.isoformat(), *amounts]


def budget_cell(budget: PersonalBudget, words: str = "") -> Cell:
    """Number and case reference in place of a name."""
    case = budget.person.case_reference
    href = reverse("staff-finance-budget", args=[budget.pk])
    return Cell(f"Budget {budget.pk}", ", ".join(filter(None, [case or "", words])), href)


def loads_table(rows: Any) -> Table:
    columns = [
        Column("Budget", header=True, phone="main"),
        Column("Days", phone="over"),
        Column("Paid", numeric=True, phone="amount"),
    ]
    cells = [
        [budget_cell(load.budget, f"loaded {moment(load.loaded_at)}"), span(load), pounds(load.paid_pence)]
        for load in rows
    ]
    return Table("Loads that ran", columns, cells, hide_caption=True)


def span(row: Load | PaidAhead) -> str:
    return day(row.first_on) if row.first_on == row.last_on else f"{day(row.first_on)} to {day(row.last_on)}"


def not_run_table(rows: list[NotRun]) -> Table:
    columns = [
        Column("Budget", header=True, phone="main"),
        Column("Why", phone="over"),
        Column("Due", numeric=True, phone="amount"),
    ]
    cells = [[budget_cell(one.budget), one.why, pounds(one.pence)] for one in rows]
    return Table("Loads that have not run", columns, cells, hide_caption=True)


def questions_table(rows: Any) -> Table:
    today = timezone.localdate()
    columns = [
        Column("Days", header=True, phone="main"),
        Column("Why", phone="over"),
        Column("Waits", phone="over-right"),
        Column("Paid", numeric=True, phone="amount"),
    ]
    cells = [
        [
            Cell(span(one), f"Budget {one.budget_id}", reverse("staff-finance-ahead", args=[one.pk])),
            one.get_why_display(),
            waiting(timezone.localdate(one.noticed_at), today).capitalize(),
            pounds(one.pence),
        ]
        for one in rows
    ]
    return Table("Paid for days without support", columns, cells, hide_caption=True)
