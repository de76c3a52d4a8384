"""What employing costs, for the practitioner: what waits, which budgets cannot lawfully employ, what is behind."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.employer_budget import Fit
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import opened
from accounts.views.desk_form import Desk, answer
from design.components import Cell, Column, Table
from design.formats import day, pounds
from marketplace.actions import employer_costs
from marketplace.forms.employer_costs import AGREE, AnswerForm
from marketplace.models import EmployerCosts
from marketplace.queries import employer_costs as found
from marketplace.queries.employer_costs import Standing
from marketplace.views.asking import ASKS, typed
from marketplace.views.employer_costs import finish_desk, hours_that_fit, in_words, pay_desk, rows

State = EmployerCosts.State
WHERE = "What it costs to employ somebody"
FITS = {
    Fit.FITS: "The budget pays for it",
    Fit.NOT_AT_THIS_WAGE: "Not at this wage",
    Fit.CANNOT: "Cannot lawfully employ",
    Fit.BELOW_MINIMUM: "The wage is below the minimum now",
}


def crumbs() -> list[tuple[str, str]]:
    return [*STAFF, ("Employing somebody", reverse("staff-employer-costs"))]


@require_safe
@needs(Permission.AGREE_BUDGETS)
def index(request: Request) -> HttpResponse:
    today = timezone.localdate()
    waiting = found.standings(list(found.to_look_at(request.user)), today)
    running = found.standings(list(found.running(request.user)), today)
    wrong = [each for each in running if each.fit in (Fit.CANNOT, Fit.BELOW_MINIMUM)]
    rest = sorted((each for each in running if each not in wrong), key=lambda each: -each.behind)
    context = {
        "section": "staff",
        "breadcrumbs": STAFF,
        "waiting": table("To look at, the oldest first", waiting) if waiting else None,
        "wrong": table("Not lawful any more", wrong) if wrong else None,
        "running": table("Set aside each week", rest) if rest else None,
    }
    return render(request, "marketplace/staff_employer_costs.html", context)


def table(caption: str, standings: list[Standing]) -> Table:
    columns = [
        Column("Person", header=True, phone="main"),
        Column("How it stands", phone="over"),
        Column("Set aside", phone="over-right"),
        Column("A year", numeric=True, phone="amount"),
    ]
    lines = [
        [
            Cell(each.costs.person.name, f"Sent {day(each.costs.sent_at)}", href=each_url(each.costs)),
            Cell(FITS[each.fit], behind(each)),
            pounds(each.aside_pence) if each.costs.state == State.AGREED else "Nothing yet",
            pounds(each.costs.total_pence),
        ]
        for each in standings
    ]
    return Table(caption, columns, lines)


def each_url(costs: EmployerCosts) -> str:
    return reverse("staff-employer-costs-one", args=[costs.pk])


def behind(each: Standing) -> str:
    return f"{each.behind} week{'' if each.behind == 1 else 's'} still to set aside" if each.behind else ""


def load(request: Request, pk: int) -> EmployerCosts:
    """Of somebody in whom she has no part; the person can read that it was opened."""
    costs = get_object_or_404(found.everybodys(request.user), pk=pk)
    opened.load(request, costs.person_id, WHERE)
    return costs


@ASKS
@needs(Permission.AGREE_BUDGETS)
def one(request: Request, pk: int) -> HttpResponse:
    costs = load(request, pk)
    [standing] = found.standings([costs], timezone.localdate())
    if costs.state not in employer_costs.OPEN:
        shown = {"section": "staff", "breadcrumbs": crumbs(), "costs": costs, "rows": facts(standing)}
        return render(request, "marketplace/staff_employer_costs_one.html", {**shown, "may_act": may_act(costs)})
    may_agree = costs.employed is not None and costs.fit != Fit.CANNOT
    form = AnswerForm(typed(request), may_agree=may_agree, today=timezone.localdate())

    def do() -> str:
        given = form.cleaned_data
        if given["answer"] == AGREE:
            employer_costs.agree(costs=costs, starts_on=given["starts_on"], words=given["words"], by=request.user)
            return "Agreed. All but the wage is set aside each week."
        employer_costs.talk(costs=costs, words=given["words"], by=request.user)
        return "Sent. Nothing is set aside."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        agreed = given["answer"] == AGREE
        first = from_when(costs, found.first_day(costs, given["starts_on"])) if agreed else []
        return [
            {"key": "Answer", "value": "Agree" if agreed else "Talk about it first"},
            *first,
            {"key": "What you say", "value": given["words"]},
        ]

    desk = Desk("What it costs to employ somebody", form, in_words(do), reverse("staff-employer-costs"), crumbs(),
                button="Send the answer", caption=costs.person.name, lead=lead(costs), rows=facts(standing),
                check=check)  # fmt: skip
    return answer(request, desk)


def from_when(costs: EmployerCosts, first: date) -> list[dict[str, Any]]:
    """The true first day, and what goes at once for weeks that are over."""
    rows = [{"key": "From", "value": day(first)}]
    weeks = max((timezone.localdate() - first).days // 7, 0)
    at_once = f"{pounds(weeks * costs.aside_week_pence)} for {weeks} week{'' if weeks == 1 else 's'}"
    return [*rows, {"key": "Set aside at once", "value": at_once}] if weeks else rows


def lead(costs: EmployerCosts) -> list[str]:
    if costs.fit == Fit.CANNOT:
        return [
            f"{pounds(costs.least_pence)} a year is the least that the law allows for these hours, and the budget is "
            f"{pounds(costs.budget_pence)}. Nobody can be employed so. Talk about fewer hours (about "
            f"{hours_that_fit(costs)} a week fit), about a review of the budget, or about other help.",
        ]
    if costs.fit == Fit.NOT_AT_THIS_WAGE:
        return ["At this wage it costs more than the budget. At the lowest wage of that age the budget pays for it."]
    return ["The budget pays for it. It may have to pay for other things too: look at the plan."]


def facts(standing: Standing) -> list[dict[str, Any]]:
    costs = standing.costs
    job = costs.asked
    about = [
        ("For", costs.who),
        ("Hours a week", f"{job.minutes_a_week / 60:g}"),
        ("Wage an hour", pounds(job.rate_pence_an_hour)),
        ("Age", str(job.age_years)),
        ("Today", FITS[standing.fit]),
        ("Sent by", f"{costs.sent_by.name}, {day(costs.sent_at)}"),
        ("Answered", f"{costs.answered_by.name}, {day(costs.answered_at)}" if costs.answered_by else ""),
        ("What was said", costs.answer),
    ]
    return [*({"key": key, "value": value} for key, value in about if value), *rows(standing)]


def may_act(costs: EmployerCosts) -> bool:
    """Where nobody else can pay for the person, the council does."""
    return costs.state == State.AGREED and (costs.person.user_id is None or costs.person.died_on is not None)


@ASKS
@needs(Permission.AGREE_BUDGETS)
def pay(request: Request, pk: int) -> HttpResponse:
    costs = load(request, pk)
    if not may_act(costs):
        return redirect("staff-employer-costs-one", pk)
    return answer(request, pay_desk(request, costs, each_url(costs), crumbs(), "staff"))


@ASKS
@needs(Permission.AGREE_BUDGETS)
def finish(request: Request, pk: int) -> HttpResponse:
    costs = load(request, pk)
    if not may_act(costs):
        return redirect("staff-employer-costs-one", pk)
    return answer(request, finish_desk(request, costs, each_url(costs), crumbs(), "staff"))
