""" "Can this budget buy this, here?": for the person while she writes, and for the practitioner before an answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission, Scope
from design.components import Cell, Column, Table
from design.formats import pounds
from marketplace import costing
from marketplace.models import PlanVersion
from marketplace.queries import local_prices
from marketplace.queries.local_prices import Answer, Priced
from marketplace.views.pens import Pen
from marketplace.views.plan_writing import on_draft, shell
from marketplace.views.staff_plans import crumbs, find

SHOWN = 3


@require_safe
@on_draft
def prices(request: Request, pen: Pen, version: PlanVersion) -> HttpResponse:
    """Her weekly money is shown to those who may see it."""
    context = shell(pen, version, **_drawn(version, pen.staff or request.acting.may(Scope.SEE_BALANCE)))
    return render(request, "marketplace/plans_prices.html", context)


@require_safe
@needs(Permission.AGREE_BUDGETS)
def staff_prices(request: Request, pk: int) -> HttpResponse:
    version = find(pk)
    where = f"Local prices for the support plan, version {version.number}"
    looks.record(person=version.plan.person, by=request.user, where=where)
    back = (f"Version {version.number}", reverse("staff-plan", args=[pk]))
    shown = {"version": version, "person": version.plan.person, "breadcrumbs": [*crumbs(), back]}
    context = {"section": "staff", **shown, **_drawn(version, sees_pots=True)}
    return render(request, "marketplace/staff_plan_prices.html", context)


def _drawn(version: PlanVersion, sees_pots: bool) -> dict[str, Any]:
    answer = local_prices.of(version, timezone.localdate())
    return {
        "answer": answer,
        "sees_pots": sees_pots,
        "sums": _sums(answer, sees_pots),
        "lines": _lines(answer),
        "middle": next(each for each in answer.sums if each.name == dict(local_prices.LEVELS)["middle"]),
        "offers": [(priced.line, priced.offers[:SHOWN]) for _, lines in answer.outcomes for priced in lines],
    }


def _sums(answer: Answer, sees_pots: bool) -> Table:
    columns = [Column("Prices", header=True), Column("A week", numeric=True)]
    rows: list[list[Any]] = [[each.name, pounds(each.weekly_pence)] for each in answer.sums]
    if sees_pots:
        columns += [Column("Weekly money", numeric=True), Column("Short by", numeric=True)]
        for row, each in zip(rows, answer.sums, strict=True):
            row += [pounds(answer.pots_pence), pounds(each.short_pence) if each.short_pence else "Nothing"]
    return Table("The whole plan", columns, rows)


def _lines(answer: Answer) -> Table:
    columns = [
        Column("What", header=True),
        Column("In the plan", numeric=True),
        Column("Lowest", numeric=True),
        Column("Middle", numeric=True),
        Column("Highest", numeric=True),
        Column("On sale here", numeric=True),
    ]
    rows = [_row(priced) for _, lines in answer.outcomes for priced in lines]
    return Table("Line by line: the price of one", columns, rows)


def _row(priced: Priced) -> list[Any]:
    line, found = priced.line, priced.prices
    what = Cell(line.what, sub=line.kind.name if line.kind else "No kind of help chosen")
    here = [pounds(found[0]), pounds(costing.middle(found)), pounds(found[-1])] if found else ["–"] * 3
    return [what, f"{pounds(line.price_pence)} {line.unit_words}", *here, len(found)]
