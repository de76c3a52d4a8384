"""What the money was spent on, by outcome beside the plan; what is coming; as a page, in Easy Read, as CSV."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import sheets, slots
from accounts.forms.spending import SpendingForm
from accounts.periods import Period
from accounts.permissions import for_person
from accounts.queries import from_council, holdings, looks, own_card
from accounts.queries import spending as found
from accounts.queries.from_council import FromCouncil
from accounts.queries.spending import Part, Spent
from accounts.requests import Request
from accounts.roles import Scope
from accounts.sheets import Pounds
from accounts.views.easy import is_easy
from accounts.views.money import MONEY
from design.components import Bar, Column, Table
from design.formats import day, pounds, pounds_short


@for_person(Scope.SEE_LINES)
@require_safe
def spending(request: Request) -> HttpResponse:
    """A total of a single payment would tell the payment: it is for those who may see lines."""
    form, period, parts = read(request)
    if not parts:
        return redirect("money-home")
    person = request.acting.whom
    council = from_council.of(person, timezone.localdate())
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "person": person,
        "whose": f"{person.first_name}’s" if request.acting.for_another else "your",
        "easy": is_easy(request),
        "form": form,
        "period": period,
        "parts": [drawn(part, period) for part in parts],
        "coming": coming(request, council),
        "from_council": council,
        "more": slots.fill("spending_coming", request, person),
    }
    return render(request, "accounts/spending.html", context)


def read(request: Request) -> tuple[SpendingForm, Period, Sequence[Part]]:
    """What was asked for, written down where somebody looks at another's."""
    form = SpendingForm(request.GET or None, today=timezone.localdate())
    period = form.chosen()
    parts = found.of(request.acting.whom, period)
    if parts:
        where = f"What was spent, {day(period.first)} to {day(period.last)}"
        looks.record(person=request.acting.whom, by=request.user, where=where)
    return form, period, parts


def drawn(part: Part, period: Period) -> dict[str, Any]:
    most = max((row.spent_pence for row in part.rows), default=0)
    is_any = any(row.spent_pence for row in part.rows)
    return {
        "part": part,
        "bars": [bar(row, most) for row in part.rows],
        "table": table(part, period) if is_any else None,
    }


def bar(row: Spent, most: int) -> Bar:
    """A share of the plan; without one, of the largest sum."""
    spent, plan = row.spent_pence, row.planned_pence
    if not plan:
        return Bar(row.outcome, pounds_short(spent), spent / most if most > 0 else 0, "pale")
    over = f", {pounds_short(spent - plan)} more than planned" if spent > plan else ""
    return Bar(row.outcome, f"{pounds_short(spent)} of {pounds_short(plan)} planned{over}", spent / plan)


def table(part: Part, period: Period) -> Table:
    columns = [
        Column("For", header=True),
        Column("Spent", numeric=True),
        Column("Planned for this time", numeric=True),
    ]
    rows = [[row.outcome, pounds(row.spent_pence), planned(row.planned_pence)] for row in part.rows]
    total = ["All of it", pounds(part.spent_pence), planned(part.planned_pence)]
    foot = total if len(rows) > 1 else None
    return Table(f"What was spent, {day(period.first)} to {day(period.last)}", columns, rows, foot)


def planned(pence: int) -> str:
    return pounds(pence) if pence else "None"


def coming(request: Request, council: FromCouncil | None) -> list[dict[str, str]]:
    """What is held for what is booked, the council's next payment, and what she still pays herself."""
    person = request.acting.whom
    mine = own_card.of(person)
    held = sum(holding.held_pence for holding in holdings.of(person)) + (mine.held_pence if mine else 0)
    rows = [{"key": "Held for what is booked or bought", "value": pounds(held)}]
    if council and council.next:
        rows.append({"key": f"Council payment on {day(council.next.on)}", "value": pounds(council.next.pence)})
    for one in council.standings if council else ():
        if one.current and one.current.weekly_pence:
            rows.append({"key": "Contribution each week", "value": pounds(one.current.weekly_pence)})
        if one.to_come_pence > 0:
            rows.append({"key": "Contribution still to pay", "value": pounds(one.to_come_pence)})
    return rows


@for_person(Scope.SEE_LINES)
@require_safe
def spending_csv(request: Request) -> HttpResponse:
    _, period, parts = read(request)
    if not parts:
        return redirect("money-home")
    header = ["From", "To", "Money", "For", "Spent in pounds", "Planned in pounds"]
    days = [period.first.isoformat(), period.last.isoformat()]
    rows = [
        [*days, "Own money" if part.is_own_money else "Budget", row.outcome, *map(Pounds, sums(row))]
        for part in parts
        for row in part.rows
    ]
    return sheets.answer(f"spending-{period.first}-to-{period.last}.csv", header, rows)


def sums(row: Spent) -> tuple[int, int]:
    return row.spent_pence, row.planned_pence
