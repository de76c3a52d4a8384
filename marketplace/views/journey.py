"""What the pages of the booking journey share: the listing and draft, which questions are open, where to go next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import Pot
from accounts.requests import Request
from marketplace.actions import booking_proposals, drafts, orders
from marketplace.actions.moves import Refused
from marketplace.models import Draft, Listing
from marketplace.queries import quotes
from marketplace.views.asking import person_of

NAMES = {
    "when": "When",
    "length": "How often",
    "money": "Which money",
    "outcome": "What for",
    "seller": "Your rights",
    "check": "Check",
}


def find_listing(slug: str) -> Listing:
    """On sale or not: whether it can be booked is said in words, for the person who was half way."""
    listings = Listing.objects.select_related("personal_assistant", "service__organisation", "payee")
    return get_object_or_404(listings, slug=slug)


def load(request: Request, slug: str) -> Draft:
    return drafts.begin(listing=find_listing(slug), person=person_of(request), by=request.user)


def proposes(request: Request, listing: Listing) -> bool:
    """Somebody else says yes to what she would book, since she is paid for it."""
    return booking_proposals.must_propose(request.user, person_of(request), listing, timezone.now())


def check_offer(request: Request, listing: Listing) -> None:
    """Whether she may book or propose this. Raises Refused."""
    proposing = proposes(request, listing)
    orders.check_listing(listing, request.user, person_of(request), at=timezone.now(), proposing=proposing)


def gate(request: Request, draft: Draft, step: str) -> HttpResponse | None:
    """Nobody skips a question, nor books what they may not."""
    try:
        check_offer(request, draft.listing)
    except Refused:
        return redirect("marketplace-book", draft.listing.slug)
    steps, open_step = quotes.steps_of(draft), quotes.first_open(draft)
    if step not in steps or steps.index(open_step) < steps.index(step):
        return redirect(f"marketplace-book-{open_step}", draft.listing.slug)
    return None


def shell(request: Request, draft: Draft, step: str, **more: Any) -> dict[str, Any]:
    steps = quotes.steps_of(draft)
    number = steps.index(step)
    slug = draft.listing.slug
    back = (
        reverse(f"marketplace-book-{steps[number - 1]}", args=[slug])
        if number
        else reverse("marketplace-listing", args=[slug])
    )
    if "change" in request.GET:
        back = reverse("marketplace-book-check", args=[slug])
    return {
        "draft": draft,
        "listing": draft.listing,
        "seller": draft.listing.seller,
        "steps": [NAMES[name] for name in steps],
        "current": number + 1,
        "back": back,
        "section": "find",
        **more,
    }


def onward(request: Request, draft: Draft, step: str) -> HttpResponse:
    """To the next question, or back to the answers where only one was to be changed."""
    open_step = quotes.first_open(draft)
    if "change" in request.GET:
        return redirect(f"marketplace-book-{open_step}", draft.listing.slug)
    steps = quotes.steps_of(draft)
    return redirect(f"marketplace-book-{steps[steps.index(step) + 1]}", draft.listing.slug)


def pot_of(draft: Draft) -> Pot:
    """The money chosen, where the gate has seen that it was."""
    return get_object_or_404(Pot, pk=draft.answers["pot"], person=draft.person)
