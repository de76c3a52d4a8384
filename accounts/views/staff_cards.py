"""A resident's card at the council: named staff freeze it with a reason that she can read, open it again with a word,
and stop it for somebody who calls. Nobody does so for herself or for somebody she acts for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import cards as actions
from accounts.card_wording import (
    KIND_NAMES,
    in_sentence,
    name_of,
    state_of,
    tone_of,
)
from accounts.desks import STAFF
from accounts.forms.cards import FreezeForm, StopForCallerForm, UnfreezeForm
from accounts.models import Card, Person
from accounts.permissions import may, needs
from accounts.queries import card_facts
from accounts.requests import Request
from accounts.roles import Permission
from accounts.views import desk_form, opened
from accounts.views.desk_form import Desk

ASKS = require_http_methods(["GET", "HEAD", "POST"])
State, Kind = Card.State, Card.Kind
OPEN = (State.ORDERED, State.POSTED, State.ACTIVE, State.FROZEN)
FREEZE = "staff-card-freeze"
WHERE = "A card: freeze, unfreeze or stop"


def listed(person: Person) -> list[dict[str, Any]]:
    """Cards that are not stopped, each with what can be done."""
    found = Card.objects.filter(account__person=person).exclude(state=State.CLOSED).select_related("holder")
    cards = list(found.order_by("pk"))
    councils = card_facts.frozen_by_council(cards)
    return [
        {
            "card": card,
            "name": name_of(card),
            "kind": KIND_NAMES[card.kind],
            "state": state_of(card),
            "tone": tone_of(card),
            "by_council": card.pk in councils,
            "links": links(card, by_council=card.pk in councils),
        }
        for card in cards
    ]


def links(card: Card, *, by_council: bool) -> list[tuple[str, str]]:
    found = []
    if card.state == State.ACTIVE:
        found.append(("Freeze it", FREEZE))
    elif card.state == State.FROZEN:
        found.append(("Unfreeze it", "staff-card-unfreeze") if by_council else ("Freeze it ourselves, too", FREEZE))
    return [(words, reverse(name, args=[card.pk])) for words, name in [*found, ("Stop it for good", "staff-card-stop")]]


def load(request: Request, pk: int) -> Card:
    """Not her own, nor one of somebody she acts for; the person can read who looked."""
    card = get_object_or_404(Card.objects.select_related("account__person", "holder", "pot"), pk=pk)
    if card.holder_id == request.user.pk:
        raise Http404
    opened.load(request, card.account.person_id, WHERE)
    return card


def then(request: Request, card: Card) -> str:
    """Back to where this member of staff came from."""
    if may(request.user, Permission.AGREE_BUDGETS):
        return reverse("staff-person", args=[card.account.person_id])
    account = card.pot.available
    return reverse("staff-finance-account", args=[account.kind, account.pk]) if account else reverse("staff-home")


def facts(card: Card) -> list[dict[str, Any]]:
    return [
        {"key": "Whose money", "value": card.account.person.name},
        {"key": "Holder", "value": card.holder.name},
        {"key": "State", "value": state_of(card)},
    ]


def shell(request: Request, card: Card) -> dict[str, Any]:
    back = then(request, card)
    crumbs = [*STAFF, (card.account.person.name, back)]
    return {"then": back, "crumbs": crumbs, "caption": name_of(card), "rows": facts(card)}


@ASKS
@needs(Permission.FREEZE_CARDS)
def freeze(request: Request, pk: int) -> HttpResponse:
    card = load(request, pk)
    if card.state not in (State.ACTIVE, State.FROZEN):
        return redirect(then(request, card))
    form = FreezeForm(desk_form.posted(request))

    def do() -> str:
        frozen = actions.freeze(card=card, by=request.user, reason=form.cleaned_data["reason"])
        return f"{sentence(card)} is frozen. {told(card)}" if frozen else "The council has frozen this card already."

    lead = ["From now on nobody can pay with it. Only staff can unfreeze it. What is booked is still paid."]
    desk = Desk("Freeze this card at once?", form, do, button="Freeze it", lead=lead, **shell(request, card))
    return desk_form.answer(request, desk)


@ASKS
@needs(Permission.FREEZE_CARDS)
def unfreeze(request: Request, pk: int) -> HttpResponse:
    card = load(request, pk)
    if card.state != State.FROZEN:
        return redirect(then(request, card))
    form = UnfreezeForm(desk_form.posted(request))

    def do() -> str:
        actions.unfreeze(card=card, by=request.user, reason=form.cleaned_data["reason"])
        return f"{sentence(card)} works again. {told(card)}"

    shown = shell(request, card)
    if frozen := card_facts.frozen(card, request.user):
        shown["rows"] += [{"key": "Why it was frozen", "value": frozen.why or "No reason was given"}]
    return desk_form.answer(request, Desk("Unfreeze this card?", form, do, button="Unfreeze it", **shown))


@ASKS
@needs(Permission.FREEZE_CARDS)
def stop(request: Request, pk: int) -> HttpResponse:
    """For somebody who calls: the card stops for good, and a new one is made where they want one."""
    card = load(request, pk)
    if card.state not in OPEN:
        return redirect(then(request, card))
    form = StopForCallerForm(desk_form.posted(request), card=card, kinds=kinds(card))

    def do() -> str:
        ended = Card.Ended(form.cleaned_data["ended"])
        newer = actions.give_up(card=card, ended=ended, by=request.user, kind=form.new_kind())
        new = " A new one is made in its place." if newer else ""
        return f"{sentence(card)} is stopped for good.{new} {told(card)}"

    lead = ["For somebody who calls. If the card may turn up, freeze it first: a stopped card never works again."]
    shown = shell(request, card)
    desk = Desk(
        "Stop this card for good",
        form,
        do,
        button="Stop it",
        lead=lead,
        check=lambda: [*shown["rows"], *checked(card, form)],
        **shown,
    )
    return desk_form.answer(request, desk)


def kinds(card: Card) -> list[Card.Kind]:
    person = card.account.person
    found = card_facts.open_kinds(card.account, card.holder, besides=card)
    return [kind for kind in found if kind != Kind.PHYSICAL or (person.address and person.postcode)]


def checked(card: Card, form: StopForCallerForm) -> list[dict[str, Any]]:
    kind, person = form.new_kind(), card.account.person
    rows = [
        {"key": "What has happened", "value": Card.Ended(form.cleaned_data["ended"]).label},
        {"key": "New card", "value": KIND_NAMES[kind] if kind else "None"},
    ]
    if kind == Kind.PHYSICAL:
        rows.append({"key": "We post it to", "value": f"{person.address}, {person.postcode}"})
    return rows


def sentence(card: Card) -> str:
    named = in_sentence(card)
    return f"{named[0].upper()}{named[1:]}"


def told(card: Card) -> str:
    return f"We tell {card.account.person.name}, with the reason."
