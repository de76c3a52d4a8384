"""Lost, stolen or damaged: freeze it and look for it, or stop it for good and have a new one in its place."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import phones
from accounts.actions import cards as actions
from accounts.card_wording import KIND_NAMES, in_sentence, name_of
from accounts.forms.cards import GiveUpForm
from accounts.models import Card, CardAuthorisation
from accounts.permissions import for_person
from accounts.queries import card_facts
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import checking
from accounts.views.card_orders import address, said
from accounts.views.cards import crumbs, load
from design.formats import pounds

State, Kind = Card.State, Card.Kind


@for_person(Scope.SEE_BALANCE, Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: Request, pk: int) -> HttpResponse:
    card = load(request, pk)
    if request.user.pk not in {card.holder_id, card.account.person.user_id}:
        raise PermissionDenied
    if card.state in (State.CLOSED, State.ORDERED):
        return redirect("money-card", pk=pk)  # stopped by the first press of the button
    form = GiveUpForm(request.POST if request.method == "POST" else None, card=card, kinds=kinds(request, card))
    if checking.is_ready(request, form):
        try:
            return done(request, card, form) or check(request, card, form)
        except actions.CardRefused as why:
            form.add_error(None, str(why))
    context = {"section": "money", "breadcrumbs": crumbs(card), "card": card, "form": form, "name": name_of(card)}
    return render(request, "accounts/card_lost.html", context)


def kinds(request: Request, card: Card) -> list[Card.Kind]:
    """New cards to choose from: only a holder orders one, and plastic needs an address."""
    if card.holder_id != request.user.pk:
        return []
    person = card.account.person
    found = card_facts.open_kinds(card.account, card.holder, besides=card)
    return [kind for kind in found if kind != Kind.PHYSICAL or (person.address and person.postcode)]


def done(request: Request, card: Card, form: GiveUpForm) -> HttpResponse | None:
    """To freeze needs no second question; to stop does."""
    if form.cleaned_data["then"] == GiveUpForm.FREEZE:
        actions.freeze(card=card, by=request.user)
        messages.success(request, f"The card ending {card.last4} is frozen. If you find it, unfreeze it here.")
        return redirect("money-card", pk=card.pk)
    if not checking.is_confirmed(request):
        return None
    named = in_sentence(card)
    newer = actions.give_up(
        card=card, ended=Card.Ended(form.cleaned_data["ended"]), by=request.user, kind=form.new_kind()
    )
    messages.success(request, f"{named[0].upper()}{named[1:]} is stopped. {said(newer) if newer else ''}".strip())
    return redirect("money-card", pk=(newer or card).pk)


def check(request: Request, card: Card, form: GiveUpForm) -> HttpResponse:
    kind = form.new_kind()
    reasons = dict(form.fields["ended"].choices)  # type: ignore[attr-defined]
    rows: list[dict[str, Any]] = [
        {"key": "What has happened", "value": reasons[form.cleaned_data["ended"]]},
        {"key": "This card", "value": "Stops at once, for good"},
        {"key": "New card", "value": KIND_NAMES[kind] if kind else "None"},
    ]
    if kind == Kind.PHYSICAL:
        rows.append({"key": "We post it to", "value": address(request)})
    if kind:
        rows.append({"key": "The bank’s code goes to", "value": phones.in_words(card.phone) or "No phone yet"})
    context = {
        "section": "money",
        "breadcrumbs": crumbs(card),
        "form": form,
        "rows": rows,
        "typed": checking.typed(request),
        "promised": promised(card),
        "agree": "Stop it and get the new one" if kind else "Stop it for good",
        "stolen": form.cleaned_data["ended"] == Card.Ended.STOLEN,
    }
    return render(request, "accounts/card_lost_check.html", context)


def promised(card: Card) -> str:
    """What shops were promised and have not taken: it is still paid."""
    waiting = CardAuthorisation.objects.filter(card=card, state=CardAuthorisation.State.APPROVED)
    return pounds(sum(one.pence - one.captured_pence for one in waiting)) if waiting else ""
