"""What changes a budget's loads: a pause, the budget's end, a death; and the decision about days paid too early."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import budgets, paid_ahead, pauses
from accounts.forms.budgets import AheadForm, DeathForm, EndForm, GroupForm, PauseForm, ResumeForm
from accounts.models import BudgetPause, PaidAhead, PersonalBudget
from accounts.permissions import needs
from accounts.queries import looks
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.finance_budgets import crumbs, loaded
from accounts.views.finance_loads import span
from design.formats import day, pounds

FORM = require_http_methods(["GET", "HEAD", "POST"])


def about(request: Request, budget: PersonalBudget) -> dict[str, Any]:
    """What each of these pages has: whose budget it is, the way back, and that somebody looked."""
    if request.method != "POST":
        looks.record(person=budget.person, by=request.user, where="What the council pays into the budget")
    back = reverse("staff-finance-budget", args=[budget.pk])
    return {
        "caption": f"Budget {budget.pk}, {budget.person.name}",
        "then": back,
        "crumbs": [*crumbs(request), (f"Budget {budget.pk}", back)],
    }


@FORM
@needs(Permission.MANAGE_LOADS)
def pause(request: Request, pk: int) -> HttpResponse:
    one, form = loaded(pk), PauseForm(posted(request))

    def do() -> str:
        pauses.pause(budget=one, by=request.user, **form.cleaned_data)
        return "Paused. Days that were paid for already are for you to decide."

    lead = ["Days without support are not paid for. What the person has stays hers to use."]
    return answer(request, Desk("Pause loads", form, do, button="Pause", lead=lead, **about(request, one)))


@FORM
@needs(Permission.MANAGE_LOADS)
def resume(request: Request, pk: int) -> HttpResponse:
    held = get_object_or_404(BudgetPause.objects.filter(cancelled_at=None), pk=pk)
    one = loaded(held.budget_id)
    if "mistake" in request.POST:
        pauses.cancel(pause=held, by=request.user)
        return answer_done(request, "The pause is taken out. Its days are paid for.", one)
    form = ResumeForm(posted(request))

    def do() -> str:
        pauses.resume(pause=held, by=request.user, **form.cleaned_data)
        return "Payments start again. What is due was loaded now."

    until = f"to {day(held.last_on)}" if held.last_on else "until further notice"
    rows = [{"key": "Paused", "value": f"From {day(held.first_on)} {until}"}]
    desk = Desk("Support starts again", form, do, rows=rows, extra={"mistake": True}, **about(request, one))
    return answer(request, desk)


def answer_done(request: Request, words: str, budget: PersonalBudget) -> HttpResponse:
    messages.success(request, words)
    return redirect("staff-finance-budget", pk=budget.pk)


@FORM
@needs(Permission.MANAGE_LOADS)
def end(request: Request, pk: int) -> HttpResponse:
    one, form = loaded(pk), EndForm(posted(request))

    def do() -> str:
        pauses.end(budget=one, by=request.user, **form.cleaned_data)
        return "The last day is set. Days that were paid for after it are for you to decide."

    def check() -> list[dict[str, Any]]:
        given = form.cleaned_data
        reference = given["reassessment_reference"]
        return [
            {"key": "Last day", "value": day(given["ends_on"])},
            {"key": "Reassessment", "value": reference},
        ]

    warning = "The person is told. Bookings that are already made are not changed."
    desk = Desk("End this budget early", form, do, button="End it", check=check, warning=warning, **about(request, one))
    return answer(request, desk)


@FORM
@needs(Permission.MANAGE_LOADS)
def death(request: Request, pk: int) -> HttpResponse:
    one = loaded(pk)
    if one.person.died_on:
        return undo_death(request, one)
    form = DeathForm(posted(request))

    def do() -> str:
        pauses.record_death(person=one.person, by=request.user, **form.cleaned_data)
        return "All loads and cards are stopped. Nothing is taken back, and nobody is written to."

    def check() -> list[dict[str, Any]]:
        return [{"key": "Who", "value": one.person.name}, {"key": "Died", "value": day(form.cleaned_data["died_on"])}]

    lead = [
        "We are sorry. All loads of this person’s budgets stop at once, and all cards.",
        "Nothing is taken back by itself. Leave the family time.",
    ]
    warning = "Check that this is the right person."
    desk = Desk(
        "The person has died",
        form,
        do,
        lead=lead,
        button="Record it",
        check=check,
        warning=warning,
        **about(request, one),
    )
    return answer(request, desk)


def undo_death(request: Request, one: PersonalBudget) -> HttpResponse:
    form = forms.Form(posted(request))

    def do() -> str:
        pauses.undo_death(person=one.person, by=request.user)
        return "Taken out. Loads go on, and days that were missed are loaded now. Cards must be made anew."

    lead = ["Loads go on as if nothing had been recorded. Cards that were stopped stay stopped."]
    desk = Desk("This death was recorded by mistake", form, do, lead=lead, button="Take it out", **about(request, one))
    return answer(request, desk)


@FORM
@needs(Permission.RECORD_CONTRIBUTIONS)
def group(request: Request, pk: int) -> HttpResponse:
    one = loaded(pk)
    form = GroupForm(posted(request), initial={"client_group": one.client_group})

    def do() -> str:
        budgets.set_client_group(budget=one, by=request.user, **form.cleaned_data)
        return "Saved. Journals from now on use it."

    return answer(request, Desk("Client group", form, do, **about(request, one)))


@FORM
@needs(Permission.MANAGE_LOADS)
def ahead(request: Request, pk: int) -> HttpResponse:
    """Days that were paid for too early: what a person decides."""
    question = get_object_or_404(PaidAhead.objects.filter(decision=""), pk=pk)
    one = loaded(question.budget_id)
    question.budget = one
    free = paid_ahead.free_pence(question)
    form = AheadForm(posted(request), free=free >= question.pence)

    def do() -> str:
        given = form.cleaned_data
        decision = PaidAhead.Decision(given["decision"])
        paid_ahead.decide(question=question, decision=decision, explanation=given["explanation"], by=request.user)
        return "Decided. We do not ask about these days again."

    def check() -> list[dict[str, Any]]:
        decision = PaidAhead.Decision(form.cleaned_data["decision"])
        moved = question.pence if decision == PaidAhead.Decision.TAKE_BACK else 0
        return [
            {"key": "You decide", "value": decision.label},
            {"key": "Moves from the pots to the council", "value": pounds(moved)},
            {"key": "Why", "value": form.cleaned_data["explanation"]},
        ]

    rows = [
        {"key": "Days", "value": span(question)},
        {"key": "Why", "value": question.get_why_display()},
        {"key": "Paid for them", "value": pounds(question.pence)},
        {"key": "Free in the pots now", "value": pounds(free)},
    ]
    lead = [lead_of(question)]
    warning = "This is final. The contribution for these days is no longer expected either way."
    desk = Desk(
        "Paid for days without support",
        form,
        do,
        button="Decide",
        rows=rows,
        lead=lead,
        check=check,
        warning=warning,
        **about(request, one),
    )
    return answer(request, desk)


def lead_of(question: PaidAhead) -> str:
    first = question.budget.person.first_name
    if question.why == PaidAhead.Why.DEATH:
        return (
            f"{first} has died, and we are sorry. The last wages and bills come first, and the family needs time. "
            "Leaving it is a right answer too."
        )
    return f"Talk to {first} first. Money that is needed for wages or bills during these days is not left over."
