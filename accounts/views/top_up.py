"""A self-funder's own money: add some, where that is switched on. By card; pretended where no card can be paid with."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts import ledger
from accounts.actions import budgets, own_payments, top_ups
from accounts.actions.own_purposes import CannotPay
from accounts.forms.top_up import TopUpForm
from accounts.models import CardAccount, Pot
from accounts.permissions import for_person
from accounts.requests import Request
from accounts.roles import Scope
from accounts.views.money import MONEY
from design.formats import pounds


@for_person(Scope.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
def top_up(request: Request) -> HttpResponse:
    if not top_ups.is_open():
        raise Http404
    kind = CardAccount.Kind.OWN_MONEY
    pot = get_object_or_404(Pot, person=request.acting.person, card_account__kind=kind, closed_at=None)
    back = came_from(request)
    form = TopUpForm(request.POST or None, initial={"reference": secrets.token_hex(8)})
    by_card = own_payments.is_open()
    if request.method == "POST" and form.is_valid():
        if by_card:
            return to_card(request, pot, form)
        add(request, pot, form)
        return redirect(back or "money-home")
    context = {"section": "money", "breadcrumbs": MONEY, "form": form, "back": back, "by_card": by_card}
    return render(request, "accounts/top_up.html", context)


def came_from(request: Request) -> str:
    """The page to go back to, where it is one of ours: a booking that waits for the money."""
    going = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(going, {request.get_host()}, request.is_secure())
    return going if ours and going.startswith("/") else ""


def add(request: Request, pot: Pot, form: TopUpForm) -> None:
    """The form's own number makes a double click one payment."""
    pence, key = form.cleaned_data["pounds"], f"top-up:{pot.pk}:{form.cleaned_data['reference']}"
    try:
        budgets.top_up(pot=pot, pence=pence, key=key, by=request.user)
        messages.success(request, f"{pounds(pence)} is in your account.")
    except ledger.KeyReused:
        messages.info(request, "That payment was made before. If you want to add more, start again.")


def to_card(request: Request, pot: Pot, form: TopUpForm) -> HttpResponse:
    """The form's own number makes a double click one payment."""
    given = form.cleaned_data
    try:
        asked = top_ups.ask(pot=pot, pence=given["pounds"], reference=given["reference"], by=request.user)
    except CannotPay as no:
        messages.info(request, str(no))
        return redirect("money-add")
    return redirect("money-own-payment", asked.pk)
