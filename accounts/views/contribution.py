"""What a person pays towards her support: how much, since when, what was expected and what came in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import ContributionReceipt, Load
from accounts.permissions import for_person
from accounts.queries import contributions, from_council, looks
from accounts.queries.contributions import Standing
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import arrears
from accounts.views.money import MONEY
from design.components import Column, Table
from design.formats import day, pounds


@for_person(Scope.SEE_LINES)
@require_safe
def contribution(request: Request) -> HttpResponse:
    person = request.acting.whom
    looks.record(person=person, by=request.user, where="What is paid towards the support")
    expected, received = from_council.expected(person), from_council.received(person)
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "person": person,
        "standings": [drawn(request, one) for one in contributions.of_person(person, timezone.localdate())],
        "expected": expected_table(expected) if expected else None,
        "received": received_table(received) if received else None,
    }
    return render(request, "accounts/contribution.html", context)


def drawn(request: Request, one: Standing) -> dict[str, Any]:
    rows = [
        {"key": "Expected so far", "value": pounds(one.expected_pence)},
        {"key": "Came in", "value": pounds(one.came_pence)},
        {"key": "Still to pay", "value": pounds(max(one.to_come_pence, 0))},
    ]
    if one.to_come_pence < 0:
        rows[-1] = {"key": "Paid ahead", "value": pounds(-one.to_come_pence)}
    if one.late_pence:
        rows.append({"key": "Late of it", "value": pounds(one.late_pence)})
    may_talk = request.acting.may(Scope.PROPOSE) or request.acting.may(Scope.PAY)
    theirs = request.acting.whom.first_name if request.acting.for_another else "You"
    more = arrears.about(one.budget, theirs=theirs)
    return {"standing": one, "rows": rows, "may_talk": may_talk and bool(one.late_pence), **more}


def expected_table(rows: list[Load]) -> Table:
    columns = [Column("For the days", header=True, phone="main"), Column("Amount", numeric=True, phone="amount")]
    cells = [[f"{day(load.first_on)} to {day(load.last_on)}", pounds(load.expected_pence)] for load in rows]
    return Table("What we expected", columns, cells)


def received_table(rows: list[ContributionReceipt]) -> Table:
    columns = [Column("Came in on", header=True, phone="main"), Column("Amount", numeric=True, phone="amount")]
    cells = [[day(one.received_on), pounds(one.pence)] for one in rows]
    return Table("What came in", columns, cells)
