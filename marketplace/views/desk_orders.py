"""An order from the seller's side: answer it, record its visits, and put right what went wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import Request
from design.formats import pounds
from marketplace import calendars, words
from marketplace.actions import orders, queries, visits
from marketplace.actions.moves import Refused
from marketplace.forms.visits import AnswerForm, MissedForm, ReasonForm, RecordForm, RefundForm, SideForm
from marketplace.models import Order, Visit
from marketplace.permissions import NotYours, check_seller, sellers_of
from marketplace.queries import orders as found
from marketplace.queries import truths
from marketplace.queries.stories import seller_actions, seller_rows, terms_rows
from marketplace.queries.timelines import order_story
from marketplace.states import OrderState, Party, VisitState
from marketplace.views.asking import ASKS, typed
from marketplace.views.desk import crumbs
from marketplace.views.visits import find, proposal_lines, propose, reschedule_form, settle_proposal, when


def load(request: Request, reference: str) -> Order:
    """An order of any seller for whom this user stands; another's is not found."""
    sellers = sellers_of(request.user)
    if not sellers:
        raise PermissionDenied
    mine = Q()
    for seller in sellers:
        mine |= seller.orders
    return get_object_or_404(found.with_visits(Order.objects.filter(mine)), reference=reference)


def load_to_act(request: Request, reference: str) -> Order:
    """The same for somebody who keeps the diary; a colleague who does not gets 403."""
    order = load(request, reference)
    try:
        check_seller(request.user, order.listing)
    except NotYours:
        raise PermissionDenied from None
    return order


def home_of(order: Order) -> HttpResponse:
    return redirect("provider-order", order.reference)


def act(request: Request, order: Order, do: Callable[[], Any], done: str) -> HttpResponse:
    try:
        do()
        messages.success(request, done)
    except Refused as refused:
        messages.info(request, refused.words)
    return home_of(order)


def ask(request: Request, order: Order, title: str, button: str, *, warning: bool = False, **more: Any) -> HttpResponse:
    context = {
        "order": order,
        "title": title,
        "button": button,
        "variant": "warning" if warning else "",
        "back": home_of(order).url,
        "section": "provider",
        **more,
    }
    return render(request, "marketplace/confirm.html", context)


def finished(request: Request, order: Order, visit: Visit | None = None) -> HttpResponse:
    """This step is over, or not due yet: say how it stands, and show the order."""
    messages.info(request, truths.of_visit(visit) if visit else truths.of_order(order, Party.PROVIDER))
    return home_of(order)


@require_safe
@login_required
def order(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    now = timezone.now()
    try:
        may_act = bool(check_seller(request.user, shown.listing))
    except NotYours:
        may_act = False
    accepted = shown.state == OrderState.ACCEPTED
    context = {
        "order": shown,
        "rows": seller_rows(shown, now, may_act=may_act),
        "terms": terms_rows(shown, now, as_seller=True),
        "story": order_story(shown, reader=Party.PROVIDER),
        "waiting": shown.state == OrderState.REQUESTED and may_act and now < shown.answer_due_at,
        "accepted": accepted,
        "area": shown.person.postcode.split(" ")[0],
        "section": "provider",
        "breadcrumbs": crumbs(),
    }
    return render(request, "marketplace/provider_order.html", context)


@require_safe
@login_required
def calendar(request: Request, reference: str) -> HttpResponse:
    shown = load(request, reference)
    link = request.build_absolute_uri(home_of(shown).url)
    return calendars.response(shown, f"Visit {shown.reference}", link, timezone.now())


@ASKS
@login_required
def accept(request: Request, reference: str) -> HttpResponse:
    shown = load_to_act(request, reference)
    if shown.state != OrderState.REQUESTED:
        return finished(request, shown)
    if request.method == "POST":
        return act(
            request,
            shown,
            lambda: orders.accept(order=shown, by=request.user),
            "You have accepted. The visits are in your week.",
        )
    lines = [
        f"{words.visits(len(shown.visits.all()), shown.unit)} for {pounds(shown.total_pence)} in all.",
        f"By accepting you agree to come. {shown.person.first_name} can cancel everything free of charge for 14 days.",
    ]
    return ask(request, shown, "Accept this request", "Accept", lines=lines)


@ASKS
@login_required
def decline(request: Request, reference: str) -> HttpResponse:
    shown = load_to_act(request, reference)
    if shown.state != OrderState.REQUESTED:
        return finished(request, shown)
    form = ReasonForm(
        typed(request), label="Why can you not take it?", hint=f"{shown.person.first_name} will read this."
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return act(
            request,
            shown,
            lambda: orders.decline(order=shown, reason=reason, by=request.user),
            "You have turned the request down.",
        )
    return ask(request, shown, "Turn this request down", "Turn it down", form=form)


# One visit


def find_to_act(request: Request, reference: str, number: int, name: str) -> tuple[Order, Any, bool]:
    """The order, the visit, and whether this may be done to it now."""
    shown = load_to_act(request, reference)
    visit = find(shown, number)
    may = any(url.endswith(f"/{name}/") for _, url, _ in seller_actions(visit, timezone.now()))
    return shown, visit, may


@ASKS
@login_required
def record(request: Request, reference: str, number: int) -> HttpResponse:
    shown, visit, may = find_to_act(request, reference, number, "record")
    if not may:
        return finished(request, shown, visit)
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


@ASKS
@login_required
def side(request: Request, reference: str, number: int) -> HttpResponse:
    """The person says that something was not right: the seller tells the council their side, once."""
    shown, visit, may = find_to_act(request, reference, number, "side")
    if not may:
        return finished(request, shown, visit)
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


@ASKS
@login_required
def cancel(request: Request, reference: str, number: int) -> HttpResponse:
    shown, visit, may = find_to_act(request, reference, number, "cancel")
    if not may:
        return finished(request, shown, visit)
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


@ASKS
@login_required
def reschedule(request: Request, reference: str, number: int) -> HttpResponse:
    shown, visit, may = find_to_act(request, reference, number, "reschedule")
    if not may:
        return finished(request, shown, visit)
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


@ASKS
@login_required
def answer(request: Request, reference: str, number: int) -> HttpResponse:
    shown, visit, may = find_to_act(request, reference, number, "answer")
    if not may:
        return finished(request, shown, visit)
    proposal = visit.open_proposals[0]
    form = AnswerForm(typed(request))
    if request.method == "POST" and form.is_valid():
        yes = form.cleaned_data["answer"] == "yes"
        done = "The visit has moved." if yes else "The visit stays as it was."
        return act(request, shown, lambda: settle_proposal(proposal, visit, yes, request), done)
    return ask(request, shown, "A new time is asked for", "Continue", lines=proposal_lines(proposal, visit), form=form)


@ASKS
@login_required
def missed(request: Request, reference: str, number: int) -> HttpResponse:
    shown, visit, may = find_to_act(request, reference, number, "missed")
    if not may:
        return finished(request, shown, visit)
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


@ASKS
@login_required
def refund(request: Request, reference: str, number: int) -> HttpResponse:
    shown, visit, may = find_to_act(request, reference, number, "refund")
    if not may:
        return finished(request, shown, visit)
    left = visit.paid_pence - visit.refunded_pence
    form = RefundForm(typed(request), most=left, label="How much do you give back?")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = f"{pounds(form.pence)} has gone back."
        return act(
            request, shown, lambda: visits.refund(visit=visit, pence=form.pence, reason=reason, by=request.user), done
        )
    lines = [
        f"You were paid {pounds(visit.paid_pence)} for the visit on {when(visit)}.",
        "It comes off your next payment.",
    ]
    return ask(request, shown, "Give money back", "Give it back", lines=lines, form=form, warning=True)
