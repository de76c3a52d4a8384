"""Whoever employs an assistant: sends what it costs to the council, sees what is set aside, pays holiday, ends it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import employer_budget
from accounts.actions.refused import Refused as NotDone
from accounts.employer_budget import Fit
from accounts.employing_cost import cost, number
from accounts.forms.employing import CostForm
from accounts.models import Person
from accounts.permissions import for_person
from accounts.queries import employing
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.desk_form import Desk, answer
from accounts.views.money import MONEY
from design.components import Cell, Column, Table
from design.formats import day, pounds
from marketplace.actions import employer_costs, employer_payments
from marketplace.actions.moves import Refused
from marketplace.forms.employer_costs import PayForm, SendForm
from marketplace.models import EmployerCosts, EmployerPayment
from marketplace.queries import employer_costs as found
from marketplace.queries import timesheets
from marketplace.queries.employer_costs import Standing
from marketplace.views.asking import ASKS, person_of, typed
from marketplace.views.timesheets import show

State = EmployerCosts.State
TITLE = "What you set aside as an employer"
TONES = {State.SENT: "warm", State.TALK: "warm", State.AGREED: "good", State.ENDED: "plain"}


def crumbs() -> list[tuple[str, str]]:
    return [*MONEY, ("Set aside as an employer", reverse("employer-costs"))]


@require_safe
@for_person(Scope.SEE_LINES)
def index(request: Request) -> HttpResponse:
    person = person_of(request)
    rows = list(found.of_person(person).prefetch_related("payments__made_by"))
    standings = found.standings(rows, timezone.localdate())
    may_act = all(request.acting.may(scope) for scope in (Scope.ORDER, Scope.PAY)) and not person.died_on
    return show(
        request,
        "employer_costs",
        person=person,
        drawn=[drawn(each, may_act=may_act) for each in standings],
        aside_pence=sum(each.aside_pence for each in standings),
        may_send=request.acting.may(Scope.PROPOSE) and bool(found.wage_pots(person)),
        breadcrumbs=MONEY,
    )


def drawn(standing: Standing, *, may_act: bool) -> dict[str, Any]:
    costs = standing.costs
    works = costs.employed is not None and costs.employed.ended_at is None
    agreed = costs.state == State.AGREED
    return {
        "standing": standing,
        "costs": costs,
        "tone": TONES[State(costs.state)],
        "rows": rows(standing),
        "hours": hours_that_fit(costs) if costs.state != State.ENDED else "",
        "payments": payments_table(costs) if costs.payments.all() else None,
        "may_pay": agreed and may_act,
        "may_finish": agreed and may_act and not works,
    }


def rows(standing: Standing) -> list[dict[str, Any]]:
    """What a year costs and how it stands: the person and the council read the same."""
    costs = standing.costs
    known = [
        ("All of it, a year", pounds(costs.total_pence)),
        ("The budget, a year", pounds(costs.budget_pence)),
        ("At the lowest wage", pounds(costs.least_pence)),
        ("To set aside a week", pounds(costs.aside_week_pence)),
    ]
    if costs.state == State.AGREED:
        known += [
            ("Set aside now", pounds(standing.aside_pence)),
            ("If the job ended today", pounds(standing.owed_pence)),
        ]
        if standing.behind:
            known.append(("Weeks still to set aside", str(standing.behind)))
    return [{"key": key, "value": value} for key, value in known]


def hours_that_fit(costs: EmployerCosts) -> str:
    """ "12.5": what the budget pays for at the lowest wage, where it does not pay for all; else nothing."""
    if costs.fit != Fit.CANNOT:
        return ""
    minutes = employer_budget.most_minutes(employing.figures(costs.rates), costs.asked, costs.budget_pence)
    return number(employer_budget.hours(minutes))


def payments_table(costs: EmployerCosts) -> Table:
    columns = [
        Column("What", header=True, phone="main"),
        Column("When", phone="over"),
        Column("By", phone="over-right"),
        Column("Amount", numeric=True, phone="amount"),
    ]
    lines = [
        [Cell(each.get_kind_display(), each.note), day(each.made_at), each.made_by.name, pounds(each.pence)]
        for each in costs.payments.all()
    ]
    return Table("Paid or freed from it", columns, lines)


@ASKS
@for_person(Scope.PROPOSE)
def send(request: Request) -> HttpResponse:
    """From the calculator: its answers come along, and are kept only when she says so here."""
    person, today = person_of(request), timezone.localdate()
    offered = employing.offered(employing.years(), today)
    sums = CostForm(typed(request), years=[employing.figures(row) for row in offered], today=today)
    pots = found.wage_pots(person)
    if not (request.method == "POST" and sums.is_valid() and pots):
        return redirect("money-true-cost")
    starts = "start" in request.POST
    form = SendForm(
        None if starts else request.POST,
        initial=dict(request.POST.items()) if starts else None,
        works=timesheets.employed(person),
        pots=pots,
        carried=list(sums.fields),
    )
    row = next(row for row in offered if row.starts_on == sums.rates.starts_on)
    worked_out = cost(sums.rates, sums.job())

    def do() -> str:
        employed, pot = form.chosen()
        employer_costs.send(person=person, rates=row, job=sums.job(), wage_pot=pot, employed=employed, by=request.user)
        return "Sent. Somebody at the council looks at it, and tells you what they say."

    def check() -> list[dict[str, Any]]:
        employed, pot = form.chosen()
        return [
            {"key": "Who it is for", "value": employed.personal_assistant.name if employed else "Nobody yet"},
            {"key": "Pays the wage", "value": pot.label},
            {"key": "All of it, a year", "value": pounds(worked_out.total_pence)},
            {"key": "To set aside a week", "value": pounds(employer_budget.aside_week_pence(worked_out))},
        ]

    then = reverse("employer-costs") if request.acting.may(Scope.SEE_LINES) else reverse("money-home")
    lead = ["Now we keep this calculation, and the council looks at it. Holiday, sick pay and the day the job ends are "
            "then set aside each week, so that the money is there."]  # fmt: skip
    desk = Desk("Send this to the council", form, in_words(do), then, crumbs(), button="Send it", lead=lead,
                section="money", check=check)  # fmt: skip
    return answer(request, desk)


def load(request: Request, pk: int) -> EmployerCosts:
    """One of hers, for who may see her payments, order and pay."""
    if not all(request.acting.may(scope) for scope in (Scope.SEE_LINES, Scope.ORDER, Scope.PAY)):
        raise PermissionDenied
    return get_object_or_404(found.of_person(person_of(request)), pk=pk)


@ASKS
@for_person(Scope.PAY)
def pay(request: Request, pk: int) -> HttpResponse:
    costs = load(request, pk)
    if costs.state != State.AGREED:
        return redirect("employer-costs")
    return answer(request, pay_desk(request, costs, reverse("employer-costs"), crumbs(), "money"))


def pay_desk(request: Request, costs: EmployerCosts, then: str, way: list[tuple[str, str]], section: str) -> Desk:
    [standing] = found.standings([costs], timezone.localdate())
    form = PayForm(typed(request), most_pence=standing.aside_pence)
    name = costs.who

    def do() -> str:
        given = form.cleaned_data
        made = employer_payments.pay(
            costs=costs,
            kind=EmployerPayment.Kind(given["kind"]),
            pence=given["pence"],
            note=given["note"],
            reference=given["reference"],
            by=request.user,
        )
        if made.kind in EmployerPayment.TO_THE_ASSISTANT:
            return f"{pounds(made.pence)} goes to {name} with the next payments."
        return f"{pounds(made.pence)} is free in “{costs.wage_pot.label}” now. Pay from there."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        aside = min(given["pence"], standing.aside_pence)
        freed = given["kind"] not in EmployerPayment.TO_THE_ASSISTANT
        into = f"“{costs.wage_pot.label}”, to pay it from there" if freed else name
        shown = [
            ("What is due", EmployerPayment.Kind(given["kind"]).label),
            ("How much", pounds(given["pence"])),
            ("For which days", given["note"]),
            ("It goes to", into),
            ("From what is set aside", pounds(aside)),
            ("From the wage’s pot", pounds(given["pence"] - aside) if given["pence"] > aside else ""),
        ]
        return [{"key": key, "value": value} for key, value in shown if value]

    lead = [
        f"{pounds(standing.aside_pence)} is set aside. It is used first. Holiday, sick pay, notice and redundancy go "
        f"to {name}. Money for anything else is freed, so that you can pay it.",
    ]
    return Desk("Use what is set aside", form, in_words(do), then, way, button="Use it", caption=name, lead=lead,
                section=section, check=check)  # fmt: skip


@ASKS
@for_person(Scope.PAY)
def finish(request: Request, pk: int) -> HttpResponse:
    costs = load(request, pk)
    if costs.state != State.AGREED:
        return redirect("employer-costs")
    return answer(request, finish_desk(request, costs, reverse("employer-costs"), crumbs(), "money"))


def finish_desk(request: Request, costs: EmployerCosts, then: str, way: list[tuple[str, str]], section: str) -> Desk:
    [standing] = found.standings([costs], timezone.localdate())

    def do() -> str:
        employer_costs.finish(costs=costs, by=request.user)
        return "Done. What was left is free to spend again."

    lead = [
        f"Pay what is owed to {costs.who} first: notice, holiday that was not taken, and redundancy after 2 years. By "
        f"our sum that is {pounds(standing.owed_pence)}, less what you have paid of it.",
        f"Then what is left, {pounds(standing.aside_pence)}, goes back into “{costs.wage_pot.label}”.",
    ]
    return Desk("Everything is paid: give back what is left", forms.Form(typed(request)), in_words(do), then, way,
                button="Give it back", caption=costs.who, lead=lead, section=section)  # fmt: skip


def in_words(do: Callable[[], str]) -> Callable[[], str]:
    """What this room refuses, as a page of a desk says it."""

    def done() -> str:
        try:
            return do()
        except Refused as why:
            raise NotDone(why.words) from why

    return done


def aside(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Beside the answer of the calculator: the way to keep it, for who may propose for a budget held here."""
    if not request.acting.may(Scope.PROPOSE) or not found.wage_pots(person):  # type: ignore[attr-defined]
        return None
    return {"template": "marketplace/_true_cost_send.html"}
