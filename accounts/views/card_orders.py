"""Have a card of her own made, and say that it has come."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import phones
from accounts.actions import cards as actions
from accounts.card_wording import KIND_NAMES
from accounts.forms.cards import ArrivedForm, CardForm
from accounts.models import Card, CardAccount, Person
from accounts.permissions import for_person, mandates_of
from accounts.queries import card_facts
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views import checking
from accounts.views.cards import CARDS, crumbs, load_own
from accounts.wording import limits_in_words, listed

ASKS = require_http_methods(["GET", "HEAD", "POST"])
State, Kind = Card.State, Card.Kind
ON_ITS_WAY = (
    "Your new card is ordered. It comes by post. When you have it, tell us here, and then it works. If it has not come "
    "within two weeks, call us."
)
READY = "Your new card is ready. It works now."
BEING_MADE = "Your card is being made. We tell you when it is ready."


@for_person(Scope.PAY)
@ASKS
def new(request: Request) -> HttpResponse:
    """Which card, which money, which phone; check the answers; done. Twice pressed is one card."""
    account = card_facts.account_of(request.acting.whom)
    if account is None:
        return without_account(request)
    if made := just_made(request, account):
        return redirect("money-card", pk=made.pk)
    kinds, pots = card_facts.open_kinds(account, request.user), card_facts.pots_of(account)
    if not kinds or not pots:
        messages.info(request, "You have a card of each kind already. Open one to get another in its place.")
        return redirect("money-cards")
    data = request.POST if request.method == "POST" else None
    known = {"phone": known_phone(request, account), "kind": kinds[0] if len(kinds) == 1 else None}
    form = CardForm(data, kinds=kinds, pots=pots, initial=known)
    if checking.is_ready(request, form) and (answered := answer(request, account, form)):
        return answered
    context = {**shared(request), "form": form}
    return render(request, "accounts/card_new.html", context)


def without_account(request: Request) -> HttpResponse:
    messages.info(request, "There is no card account. This is how the money can be held.")
    return redirect("money-choices")


def just_made(request: Request, account: CardAccount) -> Card | None:
    """The card that the first press of this button had made."""
    if not checking.is_confirmed(request):
        return None
    mine = Card.objects.filter(account=account, holder=request.user, kind=request.POST.get("kind"))
    return mine.exclude(state=State.CLOSED).first()


def known_phone(request: Request, account: CardAccount) -> str:
    """The one of her other card, or what we know of the person: only where it is the reader's own."""
    phone = Card.objects.filter(account=account, holder=request.user).exclude(phone="").order_by("-pk").first()
    if phone:
        return phone.phone
    return "" if request.acting.for_another else phones.mobile_or_none(request.acting.whom.phone)


def answer(request: Request, account: CardAccount, form: CardForm) -> HttpResponse | None:
    """The page to check on, the card, or nothing where it was refused: the form says why."""
    given = form.cleaned_data
    try:
        wanted = {"account": account, "holder": request.user, "pot": given["pot"], "by": request.user}
        wanted |= {"kind": Kind(given["kind"]), "phone": given["phone"]}
        if not checking.is_confirmed(request):
            actions.check_order(**wanted)
            return check(request, form)
        card = actions.issue(**wanted)
    except actions.CardRefused as why:
        form.add_error(None, str(why))
        return None
    messages.success(request, said(card))
    return redirect("money-card", pk=card.pk)


def said(card: Card) -> str:
    return {State.POSTED: ON_ITS_WAY, State.ACTIVE: READY}.get(State(card.state), BEING_MADE)


def check(request: Request, form: CardForm) -> HttpResponse:
    given = form.cleaned_data
    rows: list[dict[str, Any]] = [
        {"key": "Card", "value": KIND_NAMES[given["kind"]]},
        {"key": "Name on the card", "value": request.user.name},
        {"key": "Spends first from", "value": given["pot"].label},
        {"key": "The bank’s code goes to", "value": phones.in_words(given["phone"])},
    ]
    if given["kind"] == Kind.PHYSICAL:
        rows.insert(2, {"key": "We post it to", "value": address(request)})
    context = {**shared(request), "form": form, "rows": rows, "typed": checking.typed(request)}
    return render(request, "accounts/card_new_check.html", {**context, "posted": given["kind"] == Kind.PHYSICAL})


def address(request: Request) -> str:
    """To a delegate no more of where the person lives than she needs to see that it is right."""
    person = request.acting.whom
    where = f"{person.first_name}’s home" if request.acting.for_another else person.address
    return f"{where}, {person.postcode}"


def shared(request: Request) -> dict[str, Any]:
    person = request.acting.whom
    agreed = agreed_limits(request, person) if request.acting.for_another else ""
    return {"section": "money", "breadcrumbs": CARDS, "person": person, "agreed": agreed}


def agreed_limits(request: Request, person: Person) -> str:
    """What was agreed that this delegate may spend."""
    mandate = next((m for m in mandates_of(request.user) if m.person_id == person.pk and Scope.PAY in m.scopes), None)
    return listed(limits_in_words(mandate.pay_per_purchase_pence, mandate.pay_per_month_pence)) if mandate else ""


@for_person(Scope.SEE_BALANCE, Scope.PAY)
@ASKS
def arrived(request: Request, pk: int) -> HttpResponse:
    card = load_own(request, pk, State.POSTED, State.ACTIVE)
    if card.state == State.ACTIVE:  # said already: a double click, or the back button
        return redirect("money-card", pk=pk)
    form = ArrivedForm(request.POST if request.method == "POST" else None, card=card)
    if request.method == "POST" and form.is_valid():
        actions.arrived(card=card, by=request.user, at=timezone.now())
        messages.success(request, f"The card ending {card.last4} works now. Sign the back of it.")
        return redirect("money-card", pk=pk)
    context = {"section": "money", "breadcrumbs": crumbs(card), "form": form, "card": card}
    return render(request, "accounts/card_arrived.html", {**context, "lost": reverse("money-card-lost", args=[pk])})
