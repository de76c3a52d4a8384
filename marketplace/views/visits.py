"""What a person does about one visit. Each asks once more, says what it costs, and goes back to the order."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.easy import in_words_of
from design.formats import clock, moment, pounds
from marketplace import easy_visits, easy_words, states, words
from marketplace.actions import proposals, queries, visits
from marketplace.actions.moves import Refused
from marketplace.forms.visits import AnswerForm, ExtraForm, ReasonForm, RescheduleForm, SeenForm, ShownForm
from marketplace.models import Order, Proposal, Visit
from marketplace.permissions import NotYours
from marketplace.queries.stories import Action, new_time, person_actions
from marketplace.states import Party
from marketplace.views.asking import ASKS, typed
from marketplace.views.orders import finished, load, page, why_free

About = Callable[[Request, Order, Any], HttpResponse]  # a view of one visit that its caller has loaded


def find(order: Order, number: int) -> Any:
    """The visit of that number, knowing its order."""
    for visit in order.visits.all():
        if visit.number == number:
            visit.order = order
            return visit
    raise Http404


def offers(actions: list[Action], name: str) -> bool:
    """Whether that can be done now."""
    return any(url.endswith(f"/{name}/") for _, url, _ in actions)


def for_visit(name: str) -> Callable[[About], Callable[..., HttpResponse]]:
    """A page about one visit, for who may order; where that is over, how the visit stands instead."""

    def of(view: About) -> Callable[..., HttpResponse]:
        @ASKS
        @for_person(Scope.ORDER)
        @wraps(view)
        def about(request: Request, reference: str, number: int) -> HttpResponse:
            order = load(request, reference)
            visit = find(order, number)
            if not offers(person_actions(visit, timezone.now()), name):
                return finished(request, order, visit)
            return view(request, order, visit)

        return about

    return of


def act(request: Request, order: Order, do: Callable[[], Any], done: str) -> HttpResponse:
    """Do it and say so, or say why not; then show how the order stands."""
    try:
        do()
        messages.success(request, done)
    except Refused as refused:
        messages.info(request, refused.words)
    except NotYours:
        messages.info(request, "You may not do this for this person.")
    return redirect(order)


def when(visit: Visit) -> str:
    return words.when(visit.starts_at, visit.ends_at)


def ask(request: Request, order: Order, title: str, button: str, **more: Any) -> HttpResponse:
    return render(request, more.pop("template", "marketplace/confirm.html"), page(order, title, button, **more))


@for_visit("confirm")
def confirm(request: Request, order: Order, visit: Any) -> HttpResponse:
    """Was it as they say? With more time than agreed, which of the two is paid."""
    extra = visits.extra_time(visit)
    form = confirm_form(request, visit, extra)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["version"] != visit.version:
            messages.info(request, f"{order.listing.seller} has corrected the record. This is what it says now.")
            return redirect("marketplace-visit-confirm", order.reference, visit.number)
        longer = bool(extra) and form.cleaned_data["extra"] == "yes"
        version = form.cleaned_data["version"]
        return act(
            request,
            order,
            lambda: visits.confirm(visit=visit, by=request.user, with_extra=longer, shown_version=version),
            "Thank you. The visit is confirmed and will be paid.",
        )
    lines = [
        f"{order.seller_name} recorded {words.length(visit.delivered_minutes or 0)} on {when(visit)}.",
        f"They will be paid {pounds(visit.owed_pence)}."
        if not extra
        else "They were there longer than you agreed, and ask you to pay for it. You do not have to.",
        _silence(visit),
    ]
    silence = not (visit.pause_id or visit.no_silence)
    easy = easy_words.confirm(visit, extra, silence)
    return ask(request, order, "Confirm this visit", "Confirm", lines=lines, easy_lines=easy, form=form)


def confirm_form(request: Request, visit: Visit, extra: Proposal | None) -> SeenForm:
    initial = {"version": visit.version}
    if extra:
        form = ExtraForm(typed(request), visit=visit, proposal=extra, initial=initial)
        return in_words_of(request, form, easy_words.EXTRA)
    return SeenForm(typed(request), initial=initial)


def _silence(visit: Any) -> str:
    """What happens where nobody answers."""
    if visit.delivered_at is None:
        return ""
    if visit.pause_id or visit.no_silence:
        return "Visits are paused, so we take no silence as yes. It is paid only if you confirm it."
    days, until = states.SILENCE.days, moment(visit.delivered_at + states.SILENCE)
    return (
        f"If you say nothing for {days} days, until {until}, the visit counts as confirmed and "
        f"{pounds(visit.owed_pence)} is paid."
    )


@for_visit("missed")
def missed(request: Request, order: Order, visit: Any) -> HttpResponse:
    if request.method == "POST":
        return act(
            request,
            order,
            lambda: visits.miss(visit=visit, by=request.user),
            "Thank you for telling us. Nothing is paid for this visit unless we hear otherwise.",
        )
    lines = [
        f"The visit was to be on {when(visit)}.",
        f"We will ask {order.seller_name}. If they say that they were there, somebody at the council looks at it. "
        f"If they agree, or say nothing for 3 days, {pounds(visit.price_pence)} comes back to you.",
    ]
    easy = easy_words.missed(visit)
    return ask(request, order, "Nobody came", "Tell us nobody came", lines=lines, easy_lines=easy, urgent=True)


@for_visit("query")
def query(request: Request, order: Order, visit: Any) -> HttpResponse:
    form = ReasonForm(
        typed(request),
        label="What was not right?",
        hint=f"For example, they left early. Only the council reads this. {order.listing.seller} does not.",
    )
    form = in_words_of(request, form, easy_visits.QUERY)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return act(
            request,
            order,
            lambda: queries.ask(visit=visit, reason=reason, by=request.user),
            "Thank you. Somebody at the council will look at it and tell you what they decide.",
        )
    lines = [
        f"The visit on {when(visit)} with {order.seller_name}.",
        "Somebody at the council decides whether it is paid, paid in part, or the money comes back to you.",
        f"We tell {order.listing.seller} that the visit is in question, and ask for their side. "
        "They do not read what you write.",
    ]
    easy = easy_visits.query(visit)
    return ask(request, order, "Something was not right", "Send", lines=lines, easy_lines=easy, form=form, urgent=True)


@for_visit("cancel")
def cancel(request: Request, order: Order, visit: Any) -> HttpResponse:
    owed = visits.cancel_costs(visit, timezone.now())
    form = ShownForm(typed(request), initial={"shown_pence": owed})
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["shown_pence"]
        return act(
            request,
            order,
            lambda: visits.cancel(visit=visit, by=request.user, party=Party.PERSON, shown_pence=shown),
            "The visit is cancelled.",
        )
    lines = [f"The visit on {when(visit)} with {order.seller_name}.", *_cost(visit, owed)]
    free = visits.cancels_free(visit.order, timezone.now())
    easy = easy_visits.cancel(visit, owed, easy_words.cooling_off(order, timezone.now()) if free else "")
    title, button = "Cancel this visit", "Cancel the visit"
    return ask(request, order, title, button, lines=lines, easy_lines=easy, form=form, warning=True)


def _cost(visit: Visit, owed: int) -> list[str]:
    back = pounds(visit.price_pence - owed)
    if owed:
        return [f"By the notice terms you pay {pounds(owed)}, because it is late. {back} comes back to you."]
    free = [why_free(visit.order)] if visits.cancels_free(visit.order, timezone.now()) else []
    return [*free, f"You pay nothing. {back} comes back to you."]


@for_visit("reschedule")
def reschedule(request: Request, order: Order, visit: Any) -> HttpResponse:
    form = in_words_of(request, reschedule_form(request, visit), easy_visits.RESCHEDULE)
    if request.method == "POST" and form.is_valid():
        try:
            propose(form, visit, request, Party.PERSON)
            messages.success(
                request, f"We have asked {order.seller_name}. The visit stays as it is until they say yes."
            )
            return redirect(order)
        except Refused as refused:
            form.add_error("on", refused.words)
    lines = [f"It is now on {when(visit)}.", f"{order.seller_name} must agree. Until then nothing changes."]
    easy = easy_visits.reschedule(visit)
    return ask(request, order, "Ask for another time", "Ask for this time", lines=lines, easy_lines=easy, form=form)


def reschedule_form(request: Request, visit: Visit) -> RescheduleForm:
    initial = {"on": visit.on, "start": clock(visit.starts_at), "minutes": visit.minutes}
    return RescheduleForm(typed(request), visit=visit, initial=initial)


def propose(form: RescheduleForm, visit: Visit, request: Request, party: Party) -> Proposal:
    return proposals.propose(
        visit=visit,
        starts_at=form.starts_at(),
        minutes=form.length(),
        reason=form.cleaned_data["reason"],
        by=request.user,
        party=party,
    )


@for_visit("answer")
def answer(request: Request, order: Order, visit: Any) -> HttpResponse:
    """To the seller's wish for another time."""
    proposal = visit.open_proposals[0]
    form = in_words_of(request, AnswerForm(typed(request)), easy_visits.ANSWER)
    if request.method == "POST" and form.is_valid():
        yes = form.cleaned_data["answer"] == "yes"
        done = "The visit has moved." if yes else "The visit stays as it was."
        return act(request, order, lambda: settle_proposal(proposal, visit, yes, request), done)
    easy = easy_visits.answer(proposal, visit)
    wrote = (order.seller_name, proposal.reason) if proposal.reason else None
    lines = proposal_lines(proposal, visit)
    title = "A new time is asked for"
    return ask(request, order, title, "Continue", lines=lines, easy_lines=easy, wrote=wrote, form=form)


def settle_proposal(proposal: Proposal, visit: Visit, yes: bool, request: Request) -> None:
    proposal.visit = visit
    decide = proposals.accept if yes else proposals.decline
    decide(proposal=proposal, by=request.user)


def proposal_lines(proposal: Proposal, visit: Visit, *, money: bool = True) -> list[str]:
    price = f" {pounds(visit.price_pence)}." if money else ""
    lines = [f"Now: {when(visit)}.{price}", f"Asked for: {new_time(proposal, visit, money=money)}."]
    return lines + ([f"Why: {proposal.reason}"] if proposal.reason else [])
