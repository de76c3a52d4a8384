"""The statement: a period, what there was, each line, what is left; as a page, on paper, as CSV.

In which format it is read: `accounts.views.statement_formats`."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import money, weeks
from accounts.forms.statement import PeriodForm
from accounts.models import Person, PersonalBudget
from accounts.periods import Period
from accounts.permissions import for_person
from accounts.queries import contributions, holdings, looks, statements
from accounts.queries.holdings import Holding
from accounts.queries.statements import Line, Side, Statement
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import statement_formats as formats
from accounts.views.money import MONEY
from accounts.views.tables import line_table
from accounts.wording import paid_as
from design.components import Table
from design.formats import day, pounds

PER_PAGE = 25


@dataclass(frozen=True)
class Asked:
    """What somebody asked to see."""

    form: PeriodForm
    period: Period
    holding: Holding
    statement: Statement


@for_person(Scope.SEE_LINES)
@require_safe
def statement(request: Request) -> HttpResponse:
    asked = read(request)
    if asked is None:
        return redirect("money-home")
    whole = "print" in request.GET
    held = request.GET.get("show") == "held" and not whole
    side = asked.statement.held if held else asked.statement.free
    page = Paginator(side.lines, max(len(side.lines), 1) if whole else PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "person": request.acting.person,
        "asked": asked,
        "form": asked.form,
        "rows": [*summary(asked), *contribution_rows(asked, request.acting.whom)],
        "paid_rows": paid_rows(asked),
        "page": page,
        "table": side_table(asked.period, page.object_list, held=held),
        "held_table": side_table(asked.period, asked.statement.held.lines, held=True) if whole else None,
        "held": held,
        "whole": whole,
        "query": query(asked),
        **in_format(request, asked, page.object_list, held=held, whole=whole),
    }
    return render(request, "accounts/statement.html", context)


def in_format(request: Request, asked: Asked, lines: Iterable[Line], *, held: bool, whole: bool) -> dict[str, object]:
    """What the template needs for large print and for Easy Read, besides what it has."""
    read = formats.read_as(request)
    context: dict[str, object] = {
        "format": read,
        "formats": formats.links(query(asked), read, whole=whole),
        "large": read == formats.LARGE,
        "easy": read == formats.EASY,
    }
    if read == formats.EASY:
        context |= {
            "ideas": easy_ideas(asked, request.acting.whom, formats.whose(request)),
            "entries": list(formats.entries(lines, held=held, whose=formats.whose(request))),
            "held_entries": list(formats.entries(asked.statement.held.lines, held=True)) if whole else [],
        }
    return context


def easy_ideas(asked: Asked, person: Person, whose: formats.Whose) -> list[formats.Idea]:
    period = asked.period
    is_now = period.last >= timezone.localdate()
    found = contribution_of(asked, person)
    return [
        *formats.in_short(asked.statement, day(period.first), day(period.last), is_now=is_now, whose=whose),
        *(formats.of_contribution(found, whose) if found else []),
        *(formats.of_way_paid(is_gross, whose) for is_gross in ways_paid(asked)),
    ]


def read(request: Request) -> Asked | None:
    """The statement that was asked for; None where this person has no money in our books."""
    found = holdings.of(request.acting.whom, closed=True)
    if not found:
        return None
    form = PeriodForm(request.GET or None, today=timezone.localdate())
    period = form.chosen()
    holding = next((h for h in found if h.kind == request.GET.get("account")), found[0])
    made = statements.between(holding, period.first, period.last)
    where = f"Statement, {day(period.first)} to {day(period.last)}"
    looks.record(person=request.acting.whom, by=request.user, where=where)
    return Asked(form, period, holding, made)


def summary(asked: Asked) -> list[dict[str, object]]:
    free, held, period = asked.statement.free, asked.statement.held, asked.period
    today = timezone.localdate()
    last = "now" if period.last >= today else f"at the end of {day(period.last)}"
    return [
        {"key": f"Free to spend at the start of {day(period.first)}", "value": pounds(free.opening_pence)},
        {"key": "Came in, or is free again", "value": pounds(free.in_pence)},
        {"key": "Went out, or is held", "value": pounds(free.out_pence)},
        {"key": free_words(asked, last, is_now=period.last >= today), "value": pounds(free.closing_pence)},
        {
            "key": f"Held for things already booked, {last}",
            "value": pounds(held.closing_pence),
        },
    ]


def paid_rows(asked: Asked) -> list[dict[str, object]]:
    """Whether the budgets of this time are paid gross or net of the contribution: one line where it is all the same."""
    return [{"key": "How the budget is paid", "value": paid_as(is_gross)} for is_gross in ways_paid(asked)]


def ways_paid(asked: Asked) -> list[bool]:
    rows = {pot.budget_id: pot.budget for pot in asked.holding.pots if pot.budget}
    return sorted({each.is_gross for each in rows.values() if runs(each, asked.period)})


def runs(budget: PersonalBudget, period: Period) -> bool:
    return budget.starts_on <= period.last and (budget.ends_on is None or budget.ends_on >= period.first)


def free_words(asked: Asked, last: str, *, is_now: bool) -> str:
    """How long it lasts stands beside what there is now: of an earlier day it would say nothing true."""
    of = "what is meant to be spent" if asked.holding.is_own_money else "the plan"
    return weeks.beside(f"Free to spend {last}", asked.holding.weeks if is_now else None, of)


def contribution_rows(asked: Asked, person: Person) -> list[dict[str, object]]:
    found = contribution_of(asked, person)
    if found is None:
        return []
    return [
        {"key": "Contribution expected in this time", "value": pounds(found.expected_pence)},
        {"key": "Contribution that came in", "value": pounds(found.came_pence)},
    ]


def contribution_of(asked: Asked, person: Person) -> contributions.Between | None:
    """What she was expected to pay in this time, and what came in; None where there was neither."""
    if asked.holding.is_own_money:
        return None
    found = contributions.between(person, asked.period.first, asked.period.last)
    return found if found.expected_pence or found.came_pence else None


def side_table(period: Period, lines: Iterable[Line], *, held: bool) -> Table | None:
    name = "Money held for things you have booked" if held else "Money free to spend"
    table = line_table(f"{name}, {period.label}", lines, left="Held" if held else "Left", hide_caption=True)
    return table if table.rows else None


def query(asked: Asked) -> str:
    """The same period and account in a link."""
    return f"{asked.form.as_query()}&account={asked.holding.kind}"


@for_person(Scope.SEE_LINES)
@require_safe
def statement_csv(request: Request) -> HttpResponse:
    asked = read(request)
    if asked is None:
        return redirect("money-home")
    name = f"statement-{asked.period.first}-to-{asked.period.last}.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(response)
    writer.writerow(["Date", "Money", "What", "For", "Amount in pounds", "Left in pounds"])
    for label, side in (("Free to spend", asked.statement.free), ("Held", asked.statement.held)):
        writer.writerows(csv_rows(label, side, asked.period))
    writer.writerows(["", row["key"], row["value"], "", "", ""] for row in paid_rows(asked))
    return response


def csv_rows(label: str, side: Side, period: Period) -> list[list[str]]:
    """Opening, each line, closing: the same sums as the page."""
    first = [period.first.isoformat(), label, "At the start", "", "", money.text(side.opening_pence)]
    last = [period.last.isoformat(), label, "At the end", "", "", money.text(side.closing_pence)]
    return [first, *[csv_row(label, line) for line in side.lines], last]


def csv_row(label: str, line: Line) -> list[str]:
    on = timezone.localdate(line.at).isoformat()
    return [
        on,
        label,
        harmless(line.words),
        harmless(line.pots),
        money.text(line.pence),
        money.text(line.balance_pence),
    ]


def harmless(text: str) -> str:
    """A name that a spreadsheet would take for a formula stays text."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
