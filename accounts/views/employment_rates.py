"""The administrator's table of what changes each tax year for people who employ: look, add a year, put one right."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import employment_rates
from accounts.forms.employment_rates import FIGURES, RatesForm
from accounts.models import EmploymentRates
from accounts.permissions import needs
from accounts.queries import employing as queries
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.access import ACCESS
from accounts.views.desk_form import Desk, answer, posted
from design.components import Column, Table
from design.formats import day

RATES = [*ACCESS, ("Rates of employing somebody", "/staff/access/employment-rates/")]


@require_safe
@needs(Permission.MANAGE_ACCESS)
def listed(request: Request) -> HttpResponse:
    versions = queries.versions()
    last = queries.latest(versions)
    years = [{"row": row, "label": queries.figures(row).label, "table": table(row), "said": added(row)} for row in last]
    earlier = [
        {"label": f"{queries.figures(row).label}, version {row.version}", "said": added(row), "table": table(row)}
        for row in versions
        if row not in last
    ]
    context = {"section": "staff", "breadcrumbs": ACCESS, "years": years, "earlier": earlier}
    return render(request, "accounts/employment_rates.html", context)


def table(row: EmploymentRates) -> Table:
    columns = [Column("Figure", header=True, phone="main"), Column("Amount", numeric=True, phone="amount")]
    rows = [[figure.label, figure.words(getattr(row, figure.name))] for figure in FIGURES]
    return Table(f"Rates of {queries.figures(row).label}, version {row.version}", columns, rows, hide_caption=True)


def added(row: EmploymentRates) -> str:
    by = f"Added by {row.added_by.name} on {day(row.added_at)}" if row.added_by else "Came with this website"
    return f"Version {row.version}. {by}."


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_ACCESS)
def add(request: Request) -> HttpResponse:
    """`?year=2026` brings the figures of that year along, to put them right."""
    rows = queries.years()
    wanted = request.GET.get("year", "")
    again = next((row for row in rows if str(row.starts_on.year) == wanted), None)
    before = queries.figures(rows[0]) if rows else None
    initial = {"year": again.starts_on.year, **values(again)} if again else {}
    form = RatesForm(posted(request), before=before, initial=initial)

    def do() -> str:
        made = employment_rates.add(rates=form.rates(), sources=form.cleaned_data["sources"], by=request.user)
        return (
            f"The rates of {form.rates().label} are in, version {made.version}. Everybody’s sums use them from now on."
        )

    desk = Desk(
        f"Put the rates of {queries.figures(again).label} right" if again else "Add the rates of a tax year",
        form,
        do,
        reverse("staff-employment-rates"),
        RATES,
        button="Add these rates",
        lead=LEAD,
        check=lambda: check(form, rows),
        warning="Everybody’s sums use them from now on. A version cannot be changed: add another one instead.",
    )
    return answer(request, desk)


LEAD = (
    "Enter a figure only when you have read it on GOV.UK or in the law. A wrong figure makes somebody owe money.",
    "What was there before stays, so that anybody can see what people were told.",
)


def values(row: EmploymentRates) -> dict[str, object]:
    return {**{figure.name: getattr(row, figure.name) for figure in FIGURES}, "sources": row.sources}


def check(form: RatesForm, rows: list[EmploymentRates]) -> list[dict[str, str]]:
    """Each figure, and beside one that changes what it was: of the same year, else of the one before."""
    rates = form.rates()
    old = next((row for row in rows if row.starts_on <= rates.starts_on), None)
    shown = [{"key": "Tax year", "value": f"6 April {rates.starts_on.year} to 5 April {rates.starts_on.year + 1}"}]
    for figure in FIGURES:
        value, was = getattr(rates, figure.name), getattr(old, figure.name, None)
        more = f" (before: {figure.words(was)})" if was is not None and was != value else ""
        shown.append({"key": figure.label, "value": figure.words(value) + more})
    return [*shown, {"key": "Sources", "value": form.cleaned_data["sources"]}]
