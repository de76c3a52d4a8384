"""Stories of payments with one's own card, on the fake Stripe over HTTP: what people, Stripe and the worker do."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from accounts import audits, going_back, ledger, outside, webhooks
from accounts.actions import own_payments
from accounts.ledger import LedgerKind
from accounts.models import OutsideEvent, OwnPayment, OwnRefund, Pot
from tests.fake_stripe.fake import Fake
from tests.fake_stripe.fixtures import by_client


def work(at: datetime | None = None) -> None:
    """What the worker does at once, and the clock later. Twice: what one step plans, the next does."""
    now = at or timezone.now() + timedelta(seconds=1)
    for _ in range(2):
        own_payments.end_due(now)
        going_back.send_due(now)
        outside.do_due(now)
        webhooks.do_due(now)


def hear(fake: Fake) -> list[int]:
    """Everything Stripe has to tell comes in over HTTP, signed, and is booked."""
    answers = fake.webhooks.deliver(by_client(Client()))
    work()
    return answers


def opened(payment: OwnPayment) -> OwnPayment:
    payment.refresh_from_db()
    return own_payments.opened(payment)


def pay(fake: Fake, payment: OwnPayment, **how: bool) -> OwnPayment:
    """On the card page, and Stripe tells us."""
    fake.checkout.pay(opened(payment).session_id, **how)
    hear(fake)
    payment.refresh_from_db()
    return payment


def heard_types() -> list[str]:
    return sorted(OutsideEvent.objects.values_list("type", flat=True))


def figures(pot: Pot) -> tuple[int, int, int]:
    """Free, held, and on its way back to cards."""
    back = sum(ledger.balances_of(LedgerKind.GOING_BACK).values())
    return ledger.balance(pot.available), ledger.balance(pot.held), back


def refunds() -> list[tuple[int, str]]:
    return list(OwnRefund.objects.order_by("pk").values_list("pence", "state"))


def faults() -> dict[str, list[str]]:
    return {found.rule: [str(fault) for fault in found.faults] for found in audits.all_findings() if found.faults}
