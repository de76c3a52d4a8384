"""What the holder of a card sets for herself: limits, and where the bank's code goes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.actions import cards as actions
from accounts.forms.cards import LimitsForm, PhoneForm
from accounts.models import Card
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.cards import agreed_row, crumbs, load_own

ASKS = require_http_methods(["GET", "HEAD", "POST"])
OPEN = (Card.State.ORDERED, Card.State.POSTED, Card.State.ACTIVE, Card.State.FROZEN)


@for_person(Scope.SEE_BALANCE, Scope.PAY)
@ASKS
def set_limits(request: Request, pk: int) -> HttpResponse:
    card = load_own(request, pk, *OPEN)
    now = {"per_purchase": card.limit_per_purchase_pence, "per_week": card.limit_per_week_pence}
    form = LimitsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = {"per_purchase_pence": given["per_purchase"], "per_week_pence": given["per_week"]}
        actions.set_limits(card=card, by=request.user, **wanted)
        has_limit = any(value is not None for value in wanted.values())
        messages.success(request, "Your limits are saved." if has_limit else "This card has no limit of yours now.")
        return redirect("money-card", pk=pk)
    context = {
        "section": "money",
        "breadcrumbs": crumbs(card),
        "card": card,
        "form": form,
        "spent": limits.spent_in_seven_days(card, timezone.now()),
        "agreed": agreed_row(card),
    }
    return render(request, "accounts/card_limits.html", context)


@for_person(Scope.SEE_BALANCE, Scope.PAY)
@ASKS
def set_phone(request: Request, pk: int) -> HttpResponse:
    card = load_own(request, pk, *OPEN)
    form = PhoneForm(request.POST if request.method == "POST" else None, initial={"phone": card.phone})
    if request.method == "POST" and form.is_valid():
        try:
            if actions.set_phone(card=card, phone=form.cleaned_data["phone"], by=request.user):
                messages.success(request, "The bank’s code goes to your new number now. We sent you an email about it.")
            return redirect("money-card", pk=pk)
        except actions.CardRefused as why:
            form.add_error("phone", str(why))
    context = {"section": "money", "breadcrumbs": crumbs(card), "card": card, "form": form}
    return render(request, "accounts/card_phone.html", context)
