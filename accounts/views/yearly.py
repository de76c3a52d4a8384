"""The yearly statement about cards, for everybody: tables, charts, CSV."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import sheets
from accounts.models import YearlyStatement
from accounts.requests import Request
from accounts.small_numbers import in_words
from accounts.views.money import HOME
from design.components import Bar, Column, Table

CRUMBS = [*HOME, ("How cards are used", "/card-statement/")]


@require_safe
def index(request: Request) -> HttpResponse:
    years = YearlyStatement.objects.defer("tables")
    return render(request, "accounts/yearly_list.html", {"breadcrumbs": HOME, "years": years})


@require_safe
def one(request: Request, year: int) -> HttpResponse:
    statement = get_object_or_404(YearlyStatement, year=year)
    context = {
        "breadcrumbs": CRUMBS,
        "statement": statement,
        "parts": [drawn(each) for each in statement.tables["tables"]],
        "words": statement.tables["words"],
    }
    return render(request, "accounts/yearly.html", context)


def drawn(each: dict[str, Any]) -> dict[str, Any]:
    most = max((count or 0 for _, count in each["rows"]), default=0)
    rows = [[label, in_words(count)] for label, count in each["rows"]]
    footer = ["Together", in_words(each["total"])] if each["total"] is not None else None
    columns = [Column(each["title"], header=True), Column("How many", numeric=True)]
    bars = [Bar(label, in_words(count), (count or 0) / most if most else 0) for label, count in each["rows"]]
    return {
        "title": each["title"],
        "says": each["says"],
        "bars": bars if most else None,
        "table": Table(each["title"], columns, rows, footer, hide_caption=True),
    }


def lines(each: dict[str, Any]) -> list[tuple[str, int | None]]:
    together = [("Together", each["total"])] if each["total"] is not None else []
    return [*each["rows"], *together]


@require_safe
def spreadsheet(request: Request, year: int) -> HttpResponse:
    statement = get_object_or_404(YearlyStatement, year=year)
    rows = [
        [each["title"], label, in_words(count)] for each in statement.tables["tables"] for label, count in lines(each)
    ]
    rows += [["Rules, cash, fees and money that came back", line, ""] for line in statement.tables["words"]]
    return sheets.answer(f"card-statement-{year}.csv", ["Table", "What", "How many"], rows)
