"""Cards: which there are, what they were used for, freeze and unfreeze."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import beside_purchases
from accounts.actions import cards as actions
from accounts.models import Card, CardAuthorisation
from accounts.permissions import for_person
from accounts.queries import holdings, looks
from accounts.requests import Request
from accounts.roles import Scope
from accounts.spending import DECLINES
from accounts.statutes import STATUTES
from accounts.views.money import MONEY
from accounts.views.person_rules import described as refused
from accounts.views.shop import is_open as shop_is_open

CARDS = [*MONEY, ("Cards", "/money/cards/")]
State = CardAuthorisation.State
TONES = {Card.State.ACTIVE: "good", Card.State.FROZEN: "warm"}  # the others are plain


def load(request: Request, pk: int) -> Card:
    """A card of the person one acts for; anybody else's is not found."""
    cards = Card.objects.filter(account__person=request.acting.person)
    return get_object_or_404(cards.select_related("account__person", "holder", "pot"), pk=pk)


@for_person(Scope.SEE_BALANCE)
@require_safe
def cards(request: Request) -> HttpResponse:
    found = [(card, TONES.get(Card.State(card.state), "plain")) for card in holdings.cards_of(request.acting.whom)]
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "cards": found,
        "person": request.acting.person,
        "refused": refused(request.acting.whom) if may_see_rules(request) else None,
        "laws": list(STATUTES.values()),
    }
    return render(request, "accounts/cards.html", context)


def may_see_rules(request: Request) -> bool:
    """A line of the plan says much of a person: it is for those who see each payment, or pay."""
    return request.acting.may(Scope.SEE_LINES) or request.acting.may(Scope.PAY)


@for_person(Scope.SEE_BALANCE)
@require_safe
def card(request: Request, pk: int) -> HttpResponse:
    shown = load(request, pk)
    may_see = request.acting.may(Scope.SEE_LINES)
    page = Paginator(uses(shown) if may_see else CardAuthorisation.objects.none(), 20).get_page(request.GET.get("page"))
    if may_see and request.acting.for_another:
        looks.record(person=request.acting.whom, by=request.user, where=f"Card ending {shown.last4}")
    context = {
        "section": "money",
        "breadcrumbs": CARDS,
        "card": shown,
        "tone": TONES.get(Card.State(shown.state), "plain"),
        "rows": rows(shown),
        "page": page,
        "uses": beside_purchases.add([used(each) for each in page], request.acting),
        "may_see_lines": may_see,
        "may_pay": request.acting.may(Scope.PAY),
        "shop": shop_is_open() and shown.holder_id == request.user.pk,
    }
    return render(request, "accounts/card.html", context)


def rows(card: Card) -> list[dict[str, object]]:
    return [
        {"key": "Holder", "value": card.holder.name},
        {"key": "Spends first from", "value": card.pot.label},
        {"key": "Works until", "value": f"the end of {card.expires_on:%B %Y}"},
    ]


def uses(card: Card) -> QuerySet[CardAuthorisation]:
    return CardAuthorisation.objects.filter(card=card).prefetch_related("draws__pot").order_by("-asked_at", "-pk")


def used(authorisation: CardAuthorisation) -> dict[str, Any]:
    """What became of a purchase, in words. A decline says why, and what can be done now."""
    refunded, taken = authorisation.refunded_pence, authorisation.captured_pence
    outcome = {
        State.APPROVED: ("Waiting for the shop to take it", "plain"),
        State.CAPTURED: ("Paid", "good"),
        State.REVERSED: ("The shop did not take it", "plain"),
        State.EXPIRED: ("The shop did not take it", "plain"),
        State.DECLINED: ("Declined", "alert"),
    }[State(authorisation.state)]
    if refunded:
        outcome = ("Money back" if refunded == taken else "Some money back", "good")
    return {
        "it": authorisation,
        "pots": ", ".join(draw.pot.label for draw in authorisation.draws.all() if draw.pot),
        "outcome": outcome[0],
        "tone": outcome[1],
        "decline": DECLINES.get(authorisation.decline_reason),
    }


@for_person(Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: Request, pk: int) -> HttpResponse:
    """Ask once, then freeze; or unfreeze a frozen one."""
    shown = load(request, pk)
    if shown.state == Card.State.CLOSED:
        raise PermissionDenied
    if request.method == "POST":
        return change(request, shown)
    context = {"section": "money", "breadcrumbs": CARDS, "card": shown}
    return render(request, "accounts/card_freeze.html", context)


def change(request: Request, card: Card) -> HttpResponse:
    """Do what the button said, whatever happened to the card in the meantime."""
    if request.POST.get("to") == "frozen":
        actions.freeze(card=card, by=request.user)
        messages.success(request, f"The card ending {card.last4} is frozen. Nobody can pay with it.")
    elif request.POST.get("to") == "active":
        try:
            actions.unfreeze(card=card, by=request.user)
            messages.success(request, f"The card ending {card.last4} works again.")
        except actions.CardRefused as why:
            messages.info(request, str(why))
    return redirect("money-card", pk=card.pk)
