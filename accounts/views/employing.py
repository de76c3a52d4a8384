"""The true cost of employing a personal assistant: asked and answered in one address, for everybody, kept nowhere."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import slots
from accounts.employing_cost import Cost, Line, cost
from accounts.forms.employing import YES, CostForm
from accounts.models import EmploymentRates
from accounts.queries import employing as queries
from accounts.requests import Request
from accounts.views import checking
from accounts.views.easy import is_easy
from accounts.views.money import HOME
from design.components import Cell, Column, Table
from design.formats import pounds
from design.limits import too_often
from design.views.errors import too_many

TIMES, SECONDS = 120, 3600  # a library's computers share an address
USUAL = {"service": 0, "sick": 1, "cover": 6, "allowance": YES}
GROUPS = (
    ("The job", ("year", "hours", "days", "rate")),
    ("The personal assistant", ("age", "service")),
    ("When they are away", ("sick", "cover", "cover_rate")),
    ("What you buy each year, if you know", ("insurance", "payroll", "training")),
    ("Help with National Insurance", ("allowance",)),
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def true_cost(request: Request) -> HttpResponse:
    """The answer comes with the POST itself: no sum is in an address, in a log or in the database."""
    today = timezone.localdate()
    rows = queries.offered(queries.years(), today)
    if not rows:
        return render(request, "accounts/true_cost_none.html", around(request))
    usual = {"year": str(rows[0].starts_on.year), **USUAL}
    data = request.POST if request.method == "POST" else None
    if data is not None and too_often(request, "true-cost", times=TIMES, seconds=SECONDS):
        return too_many(request)
    form = CostForm(data, years=[queries.figures(row) for row in rows], today=today, initial=usual)
    shown = {
        **around(request),
        "form": form,
        "missing_from": queries.missing_from(rows),
        "ended": rows[0] if queries.has_ended(rows[0], today) else None,
    }
    if checking.is_ready(request, form):
        row = next(row for row in rows if row.starts_on == form.rates.starts_on)
        person = request.acting.person
        filled = slots.fill("true_cost_aside", request, person) if person else []
        shown |= answer(cost(form.rates, form.job()), row) | {"typed": checking.typed(request), "filled": filled}
        return render(request, "accounts/true_cost_answer.html", shown)
    groups = [(title, [form[name] for name in names]) for title, names in GROUPS]
    return render(request, "accounts/true_cost.html", {**shown, "groups": groups})


def around(request: Request) -> dict[str, Any]:
    return {"section": "money", "breadcrumbs": HOME, "easy": is_easy(request)}


def answer(found: Cost, row: EmploymentRates) -> dict[str, Any]:
    return {
        "cost": found,
        "row": row,
        "bars": [(line.what, line.pence, "") for line in found.lines if line.pence > 0],
        "lines": line_table(found),
        "aside": aside_table(found) if found.set_aside else None,
        "sources": row.sources.splitlines(),
    }


def line_table(found: Cost) -> Table:
    columns = [
        Column("What", header=True),
        Column("The law behind it"),
        Column("A year", numeric=True),
    ]
    rows = [[Cell(line.what, line.how), line.source, pounds(line.pence)] for line in found.lines]
    footer = ["All in all", "", pounds(found.total_pence)]
    return Table("How each line was worked out", columns, rows, footer)


def aside_table(found: Cost) -> Table:
    columns = [
        Column("What", header=True),
        Column("When it falls due"),
        Column("Put by each week", numeric=True),
    ]
    rows = [[Cell(line.what, sub(line)), line.when, pounds(line.week_pence)] for line in found.set_aside]
    footer = ["All in all", "", pounds(found.set_aside_week_pence)]
    return Table("What to set aside, and when it falls due", columns, rows, footer)


def sub(line: Line) -> str:
    return f"{pounds(line.pence)} a year"
