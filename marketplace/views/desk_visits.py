"""One visit from the seller's side: record it, move it, cancel it, and put right what went wrong."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from accounts.requests import Request
from design.formats import pounds
from marketplace.actions import queries, visits
from marketplace.actions.moves import Refused
from marketplace.forms.visits import AnswerForm, MissedForm, ReasonForm, RecordForm, RefundForm, SideForm
from marketplace.models import Order, Visit
from marketplace.permissions import NotYours, check_visit
from marketplace.queries.stories import seller_actions
from marketplace.states import Party, VisitState
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk_orders import act, ask, finished, home_of, load, sees_money
from marketplace.views.visits import (
    About,
    find,
    offers,
    proposal_lines,
    propose,
    reschedule_form,
    settle_proposal,
    when,
)


def for_diary(name: str) -> Callable[[About], Callable[..., HttpResponse]]:
    """A page about one visit, for who keeps the seller's diary; where that is over, how the visit stands instead."""

    def of(view: About) -> Callable[..., HttpResponse]:
        @ASKS
        @login_required
        @wraps(view)
        def page(request: Request, reference: str, number: int) -> HttpResponse:
            shown = load(request, reference)
            visit = find(shown, number)
            try:
                check_visit(request.user, visit)
            except NotYours:
                raise PermissionDenied from None
            if not offers(seller_actions(visit, timezone.now()), name):
                return finished(request, shown, visit)
            return view(request, shown, visit)

        return page

    return of


@for_diary("record")
def record(request: Request, shown: Order, visit: Any) -> HttpResponse:
    form = record_form(request, visit) if shown.is_hourly else None
    if request.method == "POST" and (form is None or form.is_valid()):
        length = form.total() if form else max(visit.minutes, 1)
        done = recorded(shown, longer=bool(form) and length > visit.minutes)
        return act(request, shown, lambda: visits.deliver(visit=visit, minutes=length, by=request.user), done)
    again = visit.state == VisitState.DELIVERED
    lines = [f"Agreed: {when(visit)}."]
    if shown.is_hourly:
        lines.append("If you were there longer than agreed, we ask first. It is never paid without a yes.")
    if again:
        lines.append(f"We tell {shown.person.first_name}, who then has 3 days from now to answer.")
    title, button = ("Correct the record", "Correct it") if again else ("Record this visit", "Record")
    return ask(request, shown, title, button, lines=lines, form=form)


def record_form(request: Request, visit: Visit) -> RecordForm:
    hours, minutes = divmod(visit.delivered_minutes or visit.minutes, 60)
    return RecordForm(typed(request), visit=visit, initial={"hours": hours, "minutes": minutes})


def recorded(order: Order, *, longer: bool) -> str:
    if longer:
        return f"Recorded. We have asked {order.person.first_name} about the extra time: it is only paid with a yes."
    return "Recorded. It is paid once it is confirmed, or after 3 days."


@for_diary("side")
def side(request: Request, shown: Order, visit: Any) -> HttpResponse:
    """The person says that something was not right: the seller tells the council their side, once."""
    form = SideForm(typed(request))
    if request.method == "POST" and form.is_valid():
        query, answer = visit.open_queries[0], form.cleaned_data["reason"]
        query.visit = visit
        done = "Thank you. Whoever decides reads it. We tell you what they decide."
        return act(request, shown, lambda: queries.give_side(query=query, answer=answer, by=request.user), done)
    lines = [
        f"We were told that the visit on {when(visit)} was not as it should have been.",
        "Somebody at the council decides what is paid. You can tell them your side once.",
    ]
    return ask(request, shown, "Give your side", "Send", lines=lines, form=form)


@for_diary("cancel")
def cancel(request: Request, shown: Order, visit: Any) -> HttpResponse:
    form = ReasonForm(typed(request), label="Why?", hint=f"{shown.person.first_name} will read this.")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return act(
            request,
            shown,
            lambda: visits.cancel(visit=visit, by=request.user, party=Party.PROVIDER, reason=reason),
            "The visit is cancelled, and the other side has been told.",
        )
    lines = [f"The visit on {when(visit)}.", "You are not paid for a visit that you cancel."]
    return ask(request, shown, "Cancel this visit", "Cancel the visit", lines=lines, form=form, warning=True)


@for_diary("reschedule")
def reschedule(request: Request, shown: Order, visit: Any) -> HttpResponse:
    form = reschedule_form(request, visit)
    if request.method == "POST" and form.is_valid():
        try:
            propose(form, visit, request, Party.PROVIDER)
            messages.success(
                request, f"We have asked {shown.person.first_name}. The visit stays as it is until the answer."
            )
            return home_of(shown)
        except Refused as refused:
            form.add_error("on", refused.words)
    lines = [f"It is now on {when(visit)}.", f"{shown.person.first_name} must agree. Until then nothing changes."]
    return ask(request, shown, "Ask for another time", "Ask for this time", lines=lines, form=form)


@for_diary("answer")
def answer(request: Request, shown: Order, visit: Any) -> HttpResponse:
    proposal = visit.open_proposals[0]
    form = AnswerForm(typed(request))
    if request.method == "POST" and form.is_valid():
        yes = form.cleaned_data["answer"] == "yes"
        done = "The visit has moved." if yes else "The visit stays as it was."
        return act(request, shown, lambda: settle_proposal(proposal, visit, yes, request), done)
    lines = proposal_lines(proposal, visit, money=sees_money(request, shown))
    return ask(request, shown, "A new time is asked for", "Continue", lines=lines, form=form)


@for_diary("missed")
def missed(request: Request, shown: Order, visit: Any) -> HttpResponse:
    form = MissedForm(typed(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["answer"] == "yes":
            done = "Thank you. Somebody at the council will look at it and tell you what they decide."
            return act(
                request, shown, lambda: visits.dispute_missed(visit=visit, reason=data["reason"], by=request.user), done
            )
        done = "Thank you. The money has gone back."
        return act(request, shown, lambda: visits.agree_missed(visit=visit, by=request.user), done)
    lines = [f"We were told that nobody came on {when(visit)}."]
    return ask(request, shown, "Nobody came", "Continue", lines=lines, form=form)


@for_diary("refund")
def refund(request: Request, shown: Order, visit: Any) -> HttpResponse:
    if not sees_money(request, shown):
        raise PermissionDenied
    left = visit.paid_pence - visit.refunded_pence
    label = "How much do you give back?"
    form = RefundForm(typed(request), most=left, label=label, initial={"version": visit.version})
    if request.method == "POST" and form.is_valid():
        reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
        given = {"pence": form.pence, "reason": reason, "shown_version": version}
        done = f"{pounds(form.pence)} has gone back."
        return act(request, shown, lambda: visits.refund(visit=visit, by=request.user, **given), done)
    lines = [
        f"You were paid {pounds(visit.paid_pence)} for the visit on {when(visit)}.",
        "It comes off your next payment.",
    ]
    return ask(request, shown, "Give money back", "Give it back", lines=lines, form=form, warning=True)
