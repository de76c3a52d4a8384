"""Bookings that a delegate proposes who is paid for them: whoever says yes or no reads one, and she takes hers back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.easy import in_words_of, is_easy
from accounts.views.money import MONEY
from design.formats import moment
from marketplace import easy_words, words
from marketplace.actions import booking_proposals
from marketplace.actions.moves import Refused
from marketplace.forms.booking_proposals import YesOrNoForm
from marketplace.models import BookingProposal, Order
from marketplace.queries import answers, necessity, quotes
from marketplace.views.asking import ASKS, person_of, typed

State = BookingProposal.State


def found(request: Request) -> list[BookingProposal]:
    """Of the person: all to herself and to whoever may see what she buys, to another delegate those she made."""
    of_her = booking_proposals.whole().filter(person=person_of(request)).order_by("-pk")
    if not request.acting.may(Scope.SEE_LINES):
        of_her = of_her.filter(proposed_by=request.user)
    return list(of_her[:50])


@require_safe
@for_person(Scope.ORDER)
def index(request: Request) -> HttpResponse:
    context = {"section": "money", "breadcrumbs": MONEY, "proposals": found(request), "easy": is_easy(request)}
    return render(request, "marketplace/proposals.html", context)


def load(request: Request, pk: int) -> BookingProposal:
    proposal = next((each for each in found(request) if each.pk == pk), None)
    if proposal is None:
        raise Http404
    return proposal


@ASKS
@for_person(Scope.ORDER)
def one(request: Request, pk: int) -> HttpResponse:
    proposal, now = load(request, pk), timezone.now()
    is_open = proposal.state == State.OPEN and now < proposal.answer_by
    hers = proposal.proposed_by_id == request.user.pk
    may = is_open and not hers and booking_proposals.may_answer(proposal, request.user, now)
    form = in_words_of(request, YesOrNoForm(typed(request)), easy_words.YES_OR_NO) if may else None
    if request.method == "POST":
        if form is None:
            messages.info(request, "This does not wait for your answer.")
            return redirect("marketplace-proposal", pk)
        if done := decide(request, proposal, form):
            return redirect(done.get_absolute_url()) if isinstance(done, Order) else redirect("marketplace-proposals")
    back = [*MONEY, ("Waiting for a yes", reverse("marketplace-proposals"))]
    shown = {**shell(proposal), "section": "money", "breadcrumbs": back, "easy": is_easy(request)}
    shown["may_see_order"] = request.acting.may(Scope.SEE_LINES)
    return render(request, "marketplace/proposal.html", {**shown, "form": form, "may_take_back": hers and is_open})


def decide(request: Request, proposal: BookingProposal, form: YesOrNoForm) -> Order | BookingProposal | None:
    """What was said is done: booked, or not agreed. None where the form, or the booking, says why it could not be."""
    if not form.is_valid():
        return None
    try:
        if form.cleaned_data["answer"] == "yes":
            order = booking_proposals.agree(proposal=proposal, by=request.user)
            messages.success(request, f"Agreed. {order.seller_name} is asked, and the money is set aside.")
            return order
        reason = form.cleaned_data["reason"]
        booking_proposals.decline(proposal=proposal, reason=reason, by=request.user)
        messages.success(request, f"Nothing is booked. We tell {proposal.proposed_by.name}.")
        return proposal
    except Refused as refused:
        form.add_error(None, refused.words)
        return None


@require_POST
@for_person(Scope.ORDER)
def take_back(request: Request, pk: int) -> HttpResponse:
    proposal = load(request, pk)
    try:
        booking_proposals.take_back(proposal=proposal, by=request.user)
        messages.success(request, "Taken back. Nothing is booked.")
    except Refused as refused:
        messages.info(request, refused.words)
    return redirect("marketplace-proposal", pk)


def shell(proposal: BookingProposal) -> dict[str, Any]:
    """What whoever reads it is shown, the person and the council alike: the answers, and who sells on which terms."""
    listing = proposal.listing
    return {
        "proposal": proposal,
        "person": proposal.person,
        "listing": listing,
        "rows": rows(proposal),
        "notice": words.notice(listing.terms),
        "easy_notice": easy_words.notice(listing.terms),
    }


def rows(proposal: BookingProposal) -> list[dict[str, Any]]:
    draft = proposal.as_draft()
    quote, pot = quotes.quote(proposal.listing, proposal.answers), quotes.chosen_pot(draft)
    told = answers.facts(draft, quote, pot.label if pot else "") if quote else []
    more = [
        answers.Fact("people", "Who asks", f"{proposal.proposed_by.name}, {moment(proposal.proposed_at)}"),
        answers.Fact("home", "At home", household(proposal)),
        answers.Fact("info", "How it stands", stands(proposal)),
        answers.Fact("info", "Why not", proposal.reason),
    ]
    return [{"picture": each.picture, "key": each.key, "value": each.value} for each in [*told, *more] if each.value]


def household(proposal: BookingProposal) -> str:
    """What is said of who lives where (SI 2014/2871, regulation 3): whoever says yes says it too."""
    if necessity.for_care(proposal.person, proposal.listing.personal_assistant_id):
        return "The council decided that this relative, who lives in the same home, can be paid"
    if proposal.answers.get("not_household"):
        return f"{proposal.listing.seller} is no close relative who lives in {proposal.person.first_name}’s home"
    return ""


def stands(proposal: BookingProposal) -> str:
    if proposal.state == State.OPEN:
        return f"Waits for a yes or no until {moment(proposal.answer_by)}. No money is set aside"
    by = f" by {proposal.answered_by.name}, {moment(proposal.answered_at)}" if proposal.answered_by else ""
    return f"{proposal.get_state_display()}{by}"
