"""The steps of a proposal about unspent money at the council: hear, decide, answer an appeal, leave it, take it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.actions import surplus as actions
from accounts.actions import surplus_words
from accounts.forms.surplus import DecideForm, WordsForm
from accounts.models import SurplusProposal
from accounts.permissions import needs
from accounts.queries import surplus as queries
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views.desk_form import Desk, answer, posted
from accounts.views.staff_surplus import FORM, SURPLUS, load
from accounts.views.surplus import rows, sum_table
from design.formats import day, pounds

State = SurplusProposal.State
TOLD = "The person is told now, with your words and your name."


def desk(proposal: SurplusProposal, title: str, form: forms.Form, do: Any, **more: Any) -> Desk:
    back = reverse("staff-surplus-one", args=[proposal.pk])
    crumbs = [*SURPLUS, (proposal.person.name, back)]
    return Desk(title, form, do, back, crumbs, caption=proposal.person.name, rows=rows(proposal), **more)


def today_table(proposal: SurplusProposal) -> dict[str, Any]:
    return {"tables": [sum_table(queries.of(proposal.person).surplus, "How it is worked out today")]}


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def heard(request: Request, pk: int) -> HttpResponse:
    """What somebody told us, by telephone or on paper: her words while it is not decided, and then her appeal."""
    proposal = load(request, pk)
    had_part = request.user.pk in (proposal.proposed_by_id, proposal.decided_by_id)
    appeals = proposal.state == State.TO_TAKE and not proposal.appealed_by_id and not had_part
    if proposal.state != State.PROPOSED and not appeals:
        return redirect("staff-surplus-one", pk=pk)
    form = WordsForm(
        posted(request),
        label="What did the person say?",
        missing="Enter what the person said",
        help_text="In their words. Say who told you, where it was somebody else.",
    )

    def do() -> str:
        write = surplus_words.appeal if appeals else surplus_words.say
        write(proposal=proposal, words=form.cleaned_data["words"], by=request.user)
        return "Written down. A third person answers the appeal." if appeals else "Written down."

    title = "Write down an appeal" if appeals else "Write down what the person says"
    return answer(request, desk(proposal, title, form, do, button="Save"))


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def decide(request: Request, pk: int) -> HttpResponse:
    """Not before the notice is over, and not by whoever proposed: then it can only stay."""
    proposal = load(request, pk)
    if proposal.state != State.PROPOSED:
        return redirect("staff-surplus-one", pk=pk)
    own, early = proposal.proposed_by_id == request.user.pk, timezone.localdate() <= proposal.say_by
    form = DecideForm(posted(request), proposal=proposal, may_take=not (own or early))

    def do() -> str:
        words, pence = form.cleaned_data["words"], form.pence()
        actions.decide(proposal=proposal, pence=pence, words=words, by=request.user)
        return "Decided. The person is told how to appeal." if pence else "It stays. The person is told."

    lead = ["You proposed this. Somebody else must decide it: you can take it back."] if own else []
    if early and not own:
        lead = [f"The notice runs until the end of {day(proposal.say_by)}. Before that it can only stay."]
    made = desk(
        proposal, "Decide about money that was not spent", form, do, button="Decide", lead=lead,
        check=lambda: checked(form), warning=TOLD, extra=today_table(proposal),
    )  # fmt: skip
    return answer(request, made)


def checked(form: DecideForm) -> list[dict[str, Any]]:
    pence = form.pence()
    return [
        {"key": "You decide", "value": f"Take {pounds(pence)} back" if pence else "The money stays with the person"},
        {"key": "Why", "value": form.cleaned_data["words"]},
    ]


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def answer_appeal(request: Request, pk: int) -> HttpResponse:
    proposal = load(request, pk)
    if proposal.state != State.APPEALED or request.user.pk in (proposal.proposed_by_id, proposal.decided_by_id):
        return redirect("staff-surplus-one", pk=pk)
    form = DecideForm(posted(request), proposal=proposal)

    def do() -> str:
        actions.answer(proposal=proposal, pence=form.pence(), words=form.cleaned_data["words"], by=request.user)
        return "Answered. The person is told."

    made = desk(
        proposal, "Answer the appeal", form, do, button="Answer", check=lambda: checked(form), warning=TOLD,
        extra=today_table(proposal),
    )  # fmt: skip
    return answer(request, made)


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def leave(request: Request, pk: int) -> HttpResponse:
    proposal = load(request, pk)
    if proposal.state not in (State.TO_TAKE, State.APPEALED):
        return redirect("staff-surplus-one", pk=pk)
    form = WordsForm(posted(request), label="Why does it stay?", missing="Enter why it stays")

    def do() -> str:
        actions.leave(proposal=proposal, words=form.cleaned_data["words"], by=request.user)
        return "It stays. The person is told."

    def check() -> list[dict[str, Any]]:
        return [{"key": "Why does it stay?", "value": form.cleaned_data["words"]}]

    made = desk(
        proposal, "Leave it with the person", form, do, button="Leave it", check=check, warning=TOLD
    )  # fmt: skip
    return answer(request, made)


@FORM
@needs(Permission.TAKE_BACK_MONEY)
def take(request: Request, pk: int) -> HttpResponse:
    """The only way in which unspent money goes back: a named person, after the decision and the time to appeal."""
    proposal = load(request, pk)
    if proposal.state != State.TO_TAKE:
        return redirect("staff-surplus-one", pk=pk)
    form = forms.Form(posted(request))

    def do() -> str:
        actions.take(proposal=proposal, by=request.user)
        return f"{pounds(proposal.due_pence)} is taken back. The person is told."

    def check() -> list[dict[str, Any]]:
        return [{"key": "Moves from the pots to the council", "value": pounds(proposal.due_pence)}]

    made = desk(
        proposal, f"Take {pounds(proposal.due_pence)} back", form, do, button="Take it back", check=check,
        warning="The money moves now, and the person is told.", extra=today_table(proposal),
    )  # fmt: skip
    return answer(request, made)
