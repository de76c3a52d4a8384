"""Budgets as the clock loads them: find one, see its days and money, and open what can be changed."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import contributions as references
from accounts.forms.budgets import FindBudgetForm
from accounts.models import BudgetPause, Load, PersonalBudget
from accounts.permissions import may, needs
from accounts.queries import contributions, entitlements, looks
from accounts.queries.entitlements import FOR_EVER, Entitlement
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.finance_loads import budget_cell, questions_table, span
from accounts.views.finance_overview import FINANCE, STAFF
from design.components import Cell, Column, Table
from design.formats import day, moment, pounds

PER_PAGE = 25
SHOWN = 13  # loads on a budget's page: a year


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_LOADS)
def find(request: Request) -> HttpResponse:
    """By what is typed, sent by POST so that no name stands in an address; all of them otherwise."""
    form = FindBudgetForm(request.POST if request.method == "POST" else None)
    words = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
    page = Paginator(matching(words), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "staff",
        "breadcrumbs": crumbs(request),
        "form": form,
        "words": words,
        "page": page,
        "table": budgets_table(page.object_list) if page.object_list else None,
    }
    return render(request, "accounts/finance_budgets.html", context)


def matching(words: str) -> QuerySet[PersonalBudget]:
    rows = PersonalBudget.objects.select_related("person").order_by("pk")
    if not words:
        return rows
    number = references.number_of(words) or 0
    return rows.filter(Q(pk=number) | Q(person__case_reference__iexact=words) | Q(person__name__icontains=words))


@require_safe
@needs(Permission.MANAGE_LOADS)
def budget(request: Request, pk: int) -> HttpResponse:
    """With the person's name, so her own log says that somebody looked."""
    one = loaded(pk)
    looks.record(person=one.person, by=request.user, where="What the council pays into the budget")
    entitled = entitlements.of(one)
    pays = may(request.user, Permission.RECORD_CONTRIBUTIONS)
    standing = contributions.standings(timezone.localdate(), PersonalBudget.objects.filter(pk=pk))
    questions = list(one.paid_ahead.filter(decision="").select_related("budget__person"))
    newest = list(one.loads.order_by("-first_on", "-pk")[:SHOWN])
    context = {
        "section": "staff",
        "breadcrumbs": [*crumbs(request), ("Budgets", reverse("staff-finance-budgets"))],
        "budget": one,
        "rows": facts(entitled),
        "pauses": pauses_table(list(one.pauses.select_related("recorded_by"))),
        "questions": questions_table(questions) if questions else None,
        "loads": own_loads_table(newest) if newest else None,
        "pays": pays,
        "standing": standing[0] if standing else None,
        "contributions": contributions_table(one, pays),
        "open_pause": one.pauses.filter(cancelled_at=None, last_on=None).first(),
    }
    return render(request, "accounts/finance_budget.html", context)


def loaded(pk: int) -> PersonalBudget:
    return get_object_or_404(PersonalBudget.objects.select_related("person__user", "agreed_by"), pk=pk)


def crumbs(request: Request) -> list[tuple[str, str]]:
    """Finance's desk is no door for a practitioner."""
    return FINANCE if may(request.user, Permission.SEE_MONEY_TOTALS) else STAFF


def facts(entitled: Entitlement) -> list[dict[str, Any]]:
    one, today = entitled.budget, timezone.localdate()
    ends = day(one.ends_on) if one.ends_on else "No last day"
    rows = [
        {"key": "Amount", "value": f"{pounds(one.amount_pence)} {one.get_period_display()}"},
        {"key": "Paid", "value": "Whole (gross)" if one.is_gross else "Less the contribution (net)"},
        {"key": "First day", "value": day(one.starts_on)},
        {"key": "Last day", "value": ends},
        {"key": "Next load", "value": next_load(entitled)},
        {"key": "Pots", "value": ", ".join(pot_words(pot) for pot in entitled.pots) or "None"},
        {"key": "Client group", "value": one.get_client_group_display() or "None"},
        {"key": "Payment reference", "value": references.reference(one.pk)},
    ]
    if one.person.died_on and one.person.died_on <= today:
        rows.insert(0, {"key": "Died", "value": day(one.person.died_on)})
    return rows


def next_load(entitled: Entitlement) -> str:
    today = timezone.localdate()
    if entitled.budget.load_calendar is None:
        return "The clock does not load this budget"
    if entitled.due(today):
        return "Due now"
    coming = entitled.coming(today)
    if coming is None and any(pause.last == FOR_EVER for pause in entitled.pauses):
        return "Paused until support starts again"
    return day(coming.on) if coming else "None"


def own_loads_table(rows: list[Load]) -> Table:
    """On the budget's own page each load is known by its days."""
    columns = [
        Column("Days", header=True, phone="main"),
        Column("Contribution", numeric=True, phone="over-right"),
        Column("Paid", numeric=True, phone="amount"),
    ]
    cells = [
        [Cell(span(load), f"loaded {moment(load.loaded_at)}"), taken_off(load), pounds(load.paid_pence)]
        for load in rows
    ]
    return Table("Loads", columns, cells, hide_caption=True)


def taken_off(load: Load) -> str:
    if not load.contribution_pence:
        return "None"
    net = load.paid_pence < load.gross_pence
    return f"{pounds(load.contribution_pence)} {'taken off' if net else 'paid to us'}"


def pot_words(pot: Any) -> str:
    return f"{pot.label} ({pot.get_held_as_display().lower()})"


def pauses_table(pauses: list[BudgetPause]) -> Table | None:
    columns = [
        Column("Days", header=True, phone="main"),
        Column("Why", phone="over"),
        Column("Change", phone="over-right"),
    ]
    rows = [
        [
            Cell(pause_days(pause), f"Recorded by {pause.recorded_by.name}"),
            pause.get_reason_display(),
            pause_link(pause),
        ]
        for pause in pauses
    ]
    return Table("Pauses", columns, rows, hide_caption=True) if rows else None


def pause_days(pause: BudgetPause) -> str:
    return f"{day(pause.first_on)} to {day(pause.last_on)}" if pause.last_on else f"From {day(pause.first_on)}"


def pause_link(pause: BudgetPause) -> Any:
    if pause.cancelled_at:
        return "Taken out"
    return Cell("Change", href=reverse("staff-finance-resume", args=[pause.pk]))


def contributions_table(one: PersonalBudget, pays: bool) -> Table | None:
    columns = [
        Column("From", header=True, phone="main"),
        Column("A week", numeric=True, phone="amount"),
        Column("Assessment", phone="over"),
    ]
    rows = [
        [
            Cell(
                day(each.starts_on),
                f"to {day(each.ends_on)}" if each.ends_on else "until further notice",
                reverse("staff-finance-contribution", args=[each.pk]) if pays and not each.ends_on else "",
            ),
            pounds(each.weekly_pence),
            each.assessment_reference,
        ]
        for each in one.contributions.all()
    ]
    return Table("What the person pays", columns, rows, hide_caption=True) if rows else None


def budgets_table(rows: Any) -> Table:
    columns = [
        Column("Budget", header=True, phone="main"),
        Column("Days", phone="over"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    cells = [
        [budget_cell(one), days_words(one), f"{pounds(one.amount_pence)} {one.get_period_display()}"] for one in rows
    ]
    return Table("Budgets", columns, cells, hide_caption=True)


def days_words(one: PersonalBudget) -> str:
    last = min(one.ends_on or FOR_EVER, one.person.died_on or FOR_EVER)
    return f"From {day(one.starts_on)}" if last == FOR_EVER else f"{day(one.starts_on)} to {day(last)}"
