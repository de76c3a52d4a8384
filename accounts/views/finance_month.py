"""The month end, worked out; and eight weeks to come as a chart, a table and a sheet."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import periods, sheets
from accounts.permissions import needs
from accounts.queries import finance_today, forecast
from accounts.queries.forecast import Week
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.finance_overview import FINANCE
from design.components import Column, Table
from design.formats import day, pounds

HEADER = ["Week from", "Loads", "Contributions", "Bookings", "Owed now", "Out to providers and shops"]


@require_safe
@needs(Permission.EXPORT_JOURNAL)
def month_end(request: Request) -> HttpResponse:
    today = timezone.localdate()
    month = chosen(request.GET.get("month", ""), today)
    checks = finance_today.month_end(month, today)
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "month": month,
        "offered": offered(today),
        "checks": checks,
        "left": sum(1 for check in checks if not check.done),
    }
    return render(request, "accounts/finance_month_end.html", context)


def offered(today: date) -> list[periods.Period]:
    """The last six months that are over, newest first."""
    months = [periods.month(today.replace(day=1) - timedelta(days=1))]
    while len(months) < 6:
        months.append(periods.month(months[-1].first - timedelta(days=1)))
    return months


def chosen(key: str, today: date) -> periods.Period:
    months = offered(today)
    return next((month for month in months if month.key == key), months[0])


@require_safe
@needs(Permission.SEE_MONEY_TOTALS)
def forecast_page(request: Request) -> HttpResponse:
    weeks = forecast.weeks(timezone.localdate())
    context = {
        "section": "staff",
        "breadcrumbs": FINANCE,
        "loads": chart(weeks, "loads_pence"),
        "out": chart(weeks, "out_pence"),
        "table": weeks_table(weeks),
        "sheet": reverse("staff-finance-forecast-sheet"),
    }
    return render(request, "accounts/finance_forecast.html", context)


def chart(weeks: list[Week], name: str) -> list[tuple[str, int, str]]:
    return [(short(week), getattr(week, name), "") for week in weeks if week.days]


def short(week: Week) -> str:
    return day(week.days.first).rpartition(" ")[0] if week.days else "Later"


def weeks_table(weeks: list[Week]) -> Table:
    columns = [Column(HEADER[0], header=True), *(Column(name, numeric=True) for name in HEADER[1:])]
    rows = [[short(week), *(pounds(pence) for pence in figures(week))] for week in weeks]
    sums = [sum(column) for column in zip(*(figures(week) for week in weeks), strict=True)]
    return Table("Week by week", columns, rows, footer=["Together", *(pounds(pence) for pence in sums)])


def figures(week: Week) -> list[int]:
    return [week.loads_pence, week.contributions_pence, week.bookings_pence, week.owed_pence, week.out_pence]


@require_safe
@needs(Permission.SEE_MONEY_TOTALS)
def forecast_sheet(request: Request) -> HttpResponse:
    rows: list[list[Any]] = [
        [week.days.first.isoformat() if week.days else "Later", *(sheets.Pounds(pence) for pence in figures(week))]
        for week in forecast.weeks(timezone.localdate())
    ]
    return sheets.answer("forecast.csv", HEADER, rows)
