"""What Stripe tells us of paying providers, booked. Each is fetched first, so that order does not matter."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts import webhooks
from accounts.actions import payment_returns, payout_accounts
from accounts.models import Intent, OutsideEvent, PayoutAccount
from accounts.stripe import connect
from accounts.stripe.connect import ConnectedAccount, Payout, Reversal, Transfer


class NotOurs(Exception):
    """An account or a transfer that is not in our books: a person must look, and the event stays on the list."""


@dataclass(frozen=True)
class Standing:
    """An account as it was when we asked, and the payout that we were told of."""

    account: ConnectedAccount
    balance_pence: int
    asked_at: datetime
    payout: Payout | None = None


def fetch_account(event: OutsideEvent) -> Standing:
    asked_at = timezone.now()
    return Standing(connect.account(event.account), connect.balance_pence(event.account), asked_at)


def fetch_payout(event: OutsideEvent) -> Standing:
    found = fetch_account(event)
    payout = connect.payout(event.account, event.object_id)
    return Standing(found.account, found.balance_pence, found.asked_at, payout)


def book_account(event: OutsideEvent, told: Standing) -> None:
    account = PayoutAccount.objects.select_related("payee").filter(stripe_account=event.account).first()
    if account is None:
        raise NotOurs(event.account)
    payout_accounts.learn(account=account, told=told.account, asked_at=told.asked_at)
    payout_accounts.balance_told(account=account, pence=told.balance_pence)
    if told.payout:
        payout_accounts.payout_told(account=account, payout=told.payout, at=event.made_at)


def fetch_balance(event: OutsideEvent) -> Standing | None:
    """Of a provider's account. Our own balance is told by the same name, and is not booked here."""
    return fetch_account(event) if event.account else None


def book_balance(event: OutsideEvent, told: Standing | None) -> None:
    if told:
        book_account(event, told)


def fetch_reversals(event: OutsideEvent) -> tuple[Transfer, list[Reversal]]:
    return connect.transfer_of(event.object_id), list(connect.reversals(event.object_id))


def book_reversals(event: OutsideEvent, told: tuple[Transfer, list[Reversal]]) -> None:
    """Taken back whole: we owe it again, whoever did it. A part is on the list of differences, for a person."""
    transfer, reversals = told
    intent = Intent.objects.filter(kind="transfer", outside_id=transfer.id).first()
    if intent is None:
        raise NotOurs(transfer.id)
    if reversals and transfer.reversed_pence == transfer.pence:
        last = max(reversals, key=lambda each: (each.created, each.id))
        payment_returns.taken_back(line_pk=intent.params["line"], reversal=last.id, by=None, at=event.made_at)


ACCOUNT = webhooks.Booker(fetch_account, book_account)
PAYOUT = webhooks.Booker(fetch_payout, book_account)
webhooks.register("account.updated", ACCOUNT)
webhooks.register("capability.updated", ACCOUNT)
webhooks.register("payout.failed", PAYOUT)
webhooks.register("payout.paid", PAYOUT)
webhooks.register("balance.available", webhooks.Booker(fetch_balance, book_balance))
webhooks.register("transfer.reversed", webhooks.Booker(fetch_reversals, book_reversals))
