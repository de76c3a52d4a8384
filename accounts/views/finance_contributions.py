"""What people pay towards their support: who is late, and the amounts. Budgets by number, without names."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sheets
from accounts.actions import contributions as acts
from accounts.forms.budgets import ContributionForm
from accounts.models import Contribution, PersonalBudget
from accounts.permissions import needs
from accounts.queries import arrears, contributions
from accounts.queries.contributions import Standing
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_budgets import loaded
from accounts.views.finance_changes import about
from accounts.views.finance_loads import budget_cell
from accounts.views.finance_overview import FINANCE
from design.components import Cell, Column, Table
from design.formats import day, pounds

PER_PAGE = 25


@require_safe
@needs(Permission.RECORD_CONTRIBUTIONS)
def list_contributions(request: Request) -> HttpResponse:
    found = everybody()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "late_pence": sum(one.late_pence for one in found),
        "late": sum(1 for one in found if one.late_pence),
        "to_match": contributions.to_match().count(),
        "page": page,
        "table": standings_table(page.object_list) if page.object_list else None,
    }
    return render(request, "accounts/finance_contributions.html", context)


def everybody() -> list[Standing]:
    """Most late first."""
    found = contributions.standings(timezone.localdate(), PersonalBudget.objects.order_by("pk"))
    return sorted(found, key=lambda one: (-one.late_pence, one.budget.pk))


@require_safe
@needs(Permission.RECORD_CONTRIBUTIONS)
def sheet(request: Request) -> HttpResponse:
    header = ["Budget", "Case", "Reference", "A week", "Expected", "Came in", "Late"]
    return sheets.answer("contributions.csv", header, (sheet_row(one) for one in everybody()))


def sheet_row(one: Standing) -> list[Any]:
    weekly = sheets.Pounds(one.current.weekly_pence) if one.current else ""
    amounts = [sheets.Pounds(pence) for pence in (one.expected_pence, one.came_pence, one.late_pence)]
    return [one.budget.pk, one.budget.person.case_reference or "", one.reference, weekly, *amounts]


def standings_table(rows: Any) -> Table:
    columns = [
        Column("Budget", header=True),
        Column("A week", numeric=True),
        Column("Expected so far", numeric=True),
        Column("Came in", numeric=True),
        Column("Late", numeric=True),
        Column("Talk"),
    ]
    waits = arrears.unanswered()
    cells = [
        [
            budget_cell(one.budget, one.reference),
            pounds(one.current.weekly_pence) if one.current else "None now",
            pounds(one.expected_pence),
            pounds(one.came_pence),
            pounds(one.late_pence),
            talk_cell(one, waits),
        ]
        for one in rows
    ]
    return Table("Contributions", columns, cells, hide_caption=True)


def talk_cell(one: Standing, waits: set[int]) -> Cell:
    """Where the person waits for an answer it says so."""
    words = "Waits for an answer" if one.budget.pk in waits else "Open"
    return Cell(words, href=reverse("staff-finance-arrears", args=[one.budget.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_CONTRIBUTIONS)
def new(request: Request, pk: int) -> HttpResponse:
    one, form = loaded(pk), ContributionForm(posted(request))

    def do() -> str:
        given = form.cleaned_data
        acts.record(
            budget=one,
            weekly_pence=given["weekly"],
            starts_on=given["starts_on"],
            assessment_reference=given["assessment_reference"],
            by=request.user,
        )
        return "Recorded. It counts from its first day, and the person can see it."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        return [
            {"key": "A week", "value": pounds(given["weekly"])},
            {"key": "From", "value": day(given["starts_on"])},
            {"key": "Financial assessment", "value": given["assessment_reference"]},
        ]

    how = "Paid whole: they pay it to us." if one.is_gross else "Paid less this: they pay it into their pots."
    desk = Desk("Record a contribution", form, do, lead=[how], check=check, **about(request, one))
    return answer(request, desk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RECORD_CONTRIBUTIONS)
def withdraw(request: Request, pk: int) -> HttpResponse:
    held = get_object_or_404(Contribution, pk=pk)
    one, form = loaded(held.budget_id), forms.Form(posted(request))

    def do() -> str:
        acts.withdraw(contribution=held, by=request.user)
        return "Taken out. The amount before it goes on."

    rows = [
        {"key": "A week", "value": pounds(held.weekly_pence)},
        {"key": "From", "value": day(held.starts_on)},
        {"key": "Financial assessment", "value": held.assessment_reference},
    ]
    lead = ["Only an amount that has not begun to count can be taken out. After that, record a new one."]
    title = "Take this contribution out"
    desk = Desk(title, form, do, button="Take it out", rows=rows, lead=lead, **about(request, one))
    return answer(request, desk)
