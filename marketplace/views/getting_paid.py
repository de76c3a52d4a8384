"""Get paid through Stripe: for a manager, or a self-employed assistant herself.

The way to Stripe is an ordinary link that makes a fresh address at each click: it works once, is kept nowhere, and
a form may not lead to another site.
"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import outside
from accounts.actions import payout_accounts
from accounts.actions.refused import Refused
from accounts.models import Payee, PayoutAccount
from accounts.requests import Request
from accounts.stripe import connect
from accounts.stripe.client import Rejected, Unreachable
from accounts.stripe.connect import ConnectedAccount
from marketplace.permissions import Seller
from marketplace.queries import desk, payouts
from marketplace.views.desk import crumbs, for_manager, show

NO_ANSWER = "Stripe does not answer now. Try again in a few minutes. Nothing is lost."


@require_safe
@for_manager
def home(request: Request, seller: Seller) -> HttpResponse:
    context = {
        "seller": seller,
        "shown": payouts.of(desk.payees(seller.payees)),
        "is_used": bool(settings.STRIPE_SECRET_KEY),
        "breadcrumbs": crumbs(("Your payments", reverse("provider-money"))),
    }
    return show(request, "provider_stripe", **context)


@require_POST
@for_manager
def start(request: Request, seller: Seller, reference: str) -> HttpResponse:
    """Stripe is asked while she waits; if it does not answer, we go on asking by ourselves."""
    payee = mine(seller, reference)
    try:
        account = payout_accounts.ask(payee=payee, by=request.user, send=False)
    except Refused as why:
        messages.info(request, str(why))
        return redirect("provider-stripe")
    outside.carry_out(payout_accounts.intent_of(account))
    account.refresh_from_db()
    if account.stripe_account:
        messages.success(request, "Your account is there. Go on to Stripe and tell it who you are.")
    elif account.state == PayoutAccount.State.ASKED:
        messages.info(request, "Stripe has not answered yet. We go on asking. Look here again in a few minutes.")
    return redirect("provider-stripe")


@require_safe
@never_cache
@for_manager
def go(request: Request, seller: Seller, reference: str) -> HttpResponse:
    """To Stripe's page. Stripe leads back here, too, when an address was used or is too old."""
    account = account_of(seller, reference)
    here = [
        settings.SITE_URL + reverse(name, args=[reference]) for name in ("provider-stripe-go", "provider-stripe-back")
    ]
    try:
        return redirect(onboarding(account, *here))
    except Unreachable:
        messages.info(request, NO_ANSWER)
    except Rejected:
        messages.info(request, "Stripe does not open this account any more. Call us and we will help.")
    return redirect("provider-stripe")


@require_safe
@never_cache
@for_manager
def back(request: Request, seller: Seller, reference: str) -> HttpResponse:
    """From Stripe's page: that somebody was there says nothing, so Stripe is asked how the account stands."""
    account = account_of(seller, reference)
    asked_at = timezone.now()
    try:
        told = standing(account)
        payout_accounts.learn(account=account, told=told, asked_at=asked_at)
    except (Unreachable, Rejected):
        messages.info(request, "Stripe has not told us yet how it stands. Look here again in a few minutes.")
    return redirect("provider-stripe")


@require_POST
@for_manager
def switch(request: Request, seller: Seller, reference: str) -> HttpResponse:
    """By bank from the next payment on, or through Stripe again."""
    account = account_of(seller, reference)
    if account.by_bank_at is None:
        payout_accounts.by_bank(account=account, by=request.user)
        messages.success(request, "From the next payment on we pay the bank account on our record.")
    else:
        payout_accounts.through_stripe(account=account, by=request.user)
        messages.success(request, "From the next payment on we pay you through Stripe, when your account is ready.")
    return redirect("provider-stripe")


def onboarding(account: PayoutAccount, refresh_url: str, return_url: str) -> str:
    check_used()
    return connect.onboarding_link(account.stripe_account, refresh_url=refresh_url, return_url=return_url)


def standing(account: PayoutAccount) -> ConnectedAccount:
    check_used()
    return connect.account(account.stripe_account)


def check_used() -> None:
    """Without a key nobody is asked over the network: in the demo there is no Stripe."""
    if not settings.STRIPE_SECRET_KEY:
        raise Unreachable("no secret key")


def mine(seller: Seller, reference: str) -> Payee:
    found = next((payee for payee in desk.payees(seller.payees) if payee.reference == reference), None)
    if found is None:
        raise Http404
    return found


def account_of(seller: Seller, reference: str) -> PayoutAccount:
    found = PayoutAccount.objects.select_related("payee").filter(payee=mine(seller, reference)).first()
    if found is None or not found.stripe_account:
        raise Http404
    return found
