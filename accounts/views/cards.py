"""Cards: which there are, one with its uses, freeze and unfreeze."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import beside_purchases, limits, phones
from accounts.actions import cards as actions
from accounts.card_stories import Use
from accounts.card_wording import KIND_NAMES, name_of, state_of, tone_of, was_not_made
from accounts.models import Card
from accounts.permissions import for_person
from accounts.queries import card_facts, card_uses, holdings, looks
from accounts.requests import Request
from accounts.roles import Scope
from accounts.statutes import STATUTES
from accounts.views.money import MONEY
from accounts.views.person_rules import described as refused
from accounts.views.shop import is_open as shop_is_open
from accounts.wording import limits_in_words as limits_of_a_mandate
from design.formats import pounds

CARDS = [*MONEY, ("Cards", "/money/cards/")]
State = Card.State


def load(request: Request, pk: int) -> Card:
    """A card of the person one acts for; anybody else's is not found. Who may only pay sees her own card."""
    cards = Card.objects.filter(account__person=request.acting.person)
    if not request.acting.may(Scope.SEE_BALANCE):
        cards = cards.filter(holder=request.user)
    return get_object_or_404(cards.select_related("account__person", "holder", "pot", "replaces"), pk=pk)


def load_own(request: Request, pk: int, *states: Card.State) -> Card:
    """One that she holds herself, in one of these states."""
    shown = load(request, pk)
    if shown.holder_id != request.user.pk:
        raise PermissionDenied
    if shown.state not in states:
        raise Http404
    return shown


def crumbs(card: Card) -> list[tuple[str, str]]:
    return [*CARDS, (name_of(card), reverse("money-card", args=[card.pk]))]


@for_person(Scope.SEE_BALANCE, Scope.PAY)
@require_safe
def cards(request: Request) -> HttpResponse:
    person = request.acting.whom
    sees_all = request.acting.may(Scope.SEE_BALANCE)
    found = [card for card in holdings.cards_of(person) if sees_all or card.holder_id == request.user.pk]
    context = {
        "section": "money",
        "breadcrumbs": MONEY,
        "cards": [listed(card) for card in found],
        "person": person,
        "may_order": bool(request.acting.may(Scope.PAY) and kinds_to_order(request)),
        "refused": refused(person) if may_see_rules(request) else None,
        "laws": list(STATUTES.values()),
    }
    return render(request, "accounts/cards.html", context)


def may_see_rules(request: Request) -> bool:
    """A line of the plan says much of a person: it is for those who see each payment, or pay."""
    return request.acting.may(Scope.SEE_LINES) or request.acting.may(Scope.PAY)


def listed(card: Card) -> dict[str, Any]:
    return {
        "card": card,
        "name": name_of(card),
        "kind": KIND_NAMES[card.kind],
        "state": state_of(card),
        "tone": tone_of(card),
    }


def kinds_to_order(request: Request) -> list[Card.Kind]:
    """Which cards of her own she could have now."""
    account = card_facts.account_of(request.acting.whom)
    return card_facts.open_kinds(account, request.user) if account else []


@for_person(Scope.SEE_BALANCE, Scope.PAY)
@require_safe
def card(request: Request, pk: int) -> HttpResponse:
    shown = load(request, pk)
    is_holder = shown.holder_id == request.user.pk
    may_see = request.acting.may(Scope.SEE_LINES) or is_holder
    may_pay = request.acting.may(Scope.PAY)
    page = Paginator(card_uses.rows(shown), 20).get_page(request.GET.get("page")) if may_see else None
    if may_see and request.acting.for_another:
        looks.record(person=request.acting.whom, by=request.user, where=name_of(shown))
    frozen = card_facts.frozen(shown, request.user)
    context = {
        "section": "money",
        "breadcrumbs": CARDS,
        **listed(shown),
        "rows": rows(request, shown, is_holder),
        "page": page,
        "uses": with_what_is_beside(card_uses.of(shown, page) if page else [], request),
        "may_see_lines": may_see,
        "may_see_all": request.acting.may(Scope.SEE_LINES),
        "may_pay": may_pay,
        "may_end": is_holder or shown.account.person.user_id == request.user.pk,
        "is_holder": is_holder,
        "frozen": frozen,
        "stays": frozen and actions.why_it_stays(shown, request.user, timezone.now()),
        "stopped": card_facts.stopped(shown, request.user),
        "newer": card_facts.newer_of(shown),
        "not_made": was_not_made(shown),
        "shop": shop_is_open() and is_holder,
    }
    return render(request, "accounts/card.html", context)


def with_what_is_beside(uses: list[Use], request: Request) -> list[dict[str, Any]]:
    """Each use with its question and its receipt; money back that belongs to no purchase has none."""
    added = beside_purchases.add([{"it": use.it} for use in uses if use.it], request.acting)
    beside = {each["it"].pk: each["beside"] for each in added}
    return [{"use": use, "beside": beside.get(use.it.pk) if use.it else None} for use in uses]


def rows(request: Request, card: Card, is_holder: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"key": "Holder", "value": card.holder.name},
        {"key": "Kind of card", "value": KIND_NAMES[card.kind]},
        {"key": "Spends first from", "value": card.pot.label},
    ]
    if card.state in (State.ACTIVE, State.FROZEN):
        found.append({"key": "Works until", "value": f"the end of {card.expires_on:%B %Y}"})
    if card.state == State.CLOSED:
        return found
    return [*found, *agreed_row(card), *own_rows(card, is_holder)]


def agreed_row(card: Card) -> list[dict[str, Any]]:
    """What was agreed that a delegate may spend: not hers to change."""
    now = timezone.now()
    mandate = limits.mandate_of(card, now)
    if mandate is None:
        return []
    words = limits_of_a_mandate(mandate.pay_per_purchase_pence, mandate.pay_per_month_pence)
    if mandate.pay_per_month_pence is not None:
        left = max(mandate.pay_per_month_pence - limits.spent_this_month(mandate, now), 0)
        words.append(f"{pounds(left)} left this month")
    value = ", ".join(words).capitalize() if words else "No limit was agreed"
    return [{"key": "Agreed that the holder may spend", "value": value}]


def own_rows(card: Card, is_holder: bool) -> list[dict[str, Any]]:
    """What the holder set for herself. Where the bank's code goes is for her eyes only."""
    if not is_holder:
        return [{"key": "The holder’s own limits", "value": limits_in_words(card)}]
    change = [("Change", reverse("money-card-limits", args=[card.pk]), "your limits")]
    phone = [("Change", reverse("money-card-phone", args=[card.pk]), "where the bank’s code goes")]
    goes_to = phones.in_words(card.phone) or "No phone yet. Some shops online need one"
    return [
        {"key": "Your limits", "value": limits_in_words(card), "actions": change},
        {"key": "The bank’s code goes to", "value": goes_to, "actions": phone},
    ]


def limits_in_words(card: Card) -> str:
    one, week = card.limit_per_purchase_pence, card.limit_per_week_pence
    found = [f"{pounds(one)} for one purchase"] if one is not None else []
    if week is not None:
        left = max(week - limits.spent_in_seven_days(card, timezone.now()), 0)
        found.append(f"{pounds(week)} in any 7 days, of which {pounds(left)} is left")
    return ", and ".join(found) or "None set"


@for_person(Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: Request, pk: int) -> HttpResponse:
    """Ask once, then freeze; or unfreeze a frozen one."""
    shown = load_for_freezing(request, pk)
    if shown.state not in (State.ACTIVE, State.FROZEN):
        raise PermissionDenied
    if request.method == "POST":
        return change(request, shown)
    stays = actions.why_it_stays(shown, request.user, timezone.now()) if shown.state == State.FROZEN else ""
    frozen = card_facts.frozen(shown, request.user)
    context = {"section": "money", "breadcrumbs": crumbs(shown), "card": shown, "stays": stays, "frozen": frozen}
    return render(request, "accounts/card_freeze.html", context)


def load_for_freezing(request: Request, pk: int) -> Card:
    """Any card of the person's: to freeze is never too much."""
    cards = Card.objects.filter(account__person=request.acting.person)
    return get_object_or_404(cards.select_related("account__person", "holder", "pot"), pk=pk)


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
    return back(request, card)


def back(request: Request, card: Card) -> HttpResponse:
    """To the card, where she may see it."""
    sees = request.acting.may(Scope.SEE_BALANCE) or card.holder_id == request.user.pk
    return redirect("money-card", pk=card.pk) if sees else redirect("money-home")
