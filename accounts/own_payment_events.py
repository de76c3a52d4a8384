"""What Stripe tells us of people's own card payments, booked. Each is fetched first, so that order does not matter."""

from accounts import webhooks
from accounts.actions import odd_payments, own_payments, own_refunds
from accounts.models import OutsideEvent
from accounts.stripe import checkout
from accounts.stripe.checkout import Dispute, Refund, Session

FAILED = "checkout.session.async_payment_failed"


def fetch_session(event: OutsideEvent) -> Session:
    return checkout.session(event.object_id)


def book_session(event: OutsideEvent, told: Session) -> None:
    own_payments.heard(told, has_failed=event.type == FAILED, at=event.made_at)


def fetch_refund(event: OutsideEvent) -> list[Refund]:
    return [checkout.refund_of(event.object_id)]


def fetch_refunds_of_charge(event: OutsideEvent) -> list[Refund]:
    return list(checkout.refunds_of_charge(event.object_id))


def book_refunds(event: OutsideEvent, told: list[Refund]) -> None:
    for refund in told:
        own_refunds.heard(refund, at=event.made_at)


def fetch_dispute(event: OutsideEvent) -> Dispute:
    return checkout.dispute(event.object_id)


def book_dispute(event: OutsideEvent, told: Dispute) -> None:
    odd_payments.disputed(told.payment_intent, at=event.made_at)


SESSION = webhooks.Booker(fetch_session, book_session)
REFUND = webhooks.Booker(fetch_refund, book_refunds)
for kind in ("completed", "async_payment_succeeded", "async_payment_failed", "expired"):
    webhooks.register(f"checkout.session.{kind}", SESSION)
for kind in ("created", "updated", "failed"):
    webhooks.register(f"refund.{kind}", REFUND)
webhooks.register("charge.refunded", webhooks.Booker(fetch_refunds_of_charge, book_refunds))
for kind in ("created", "funds_withdrawn", "closed"):
    webhooks.register(f"charge.dispute.{kind}", webhooks.Booker(fetch_dispute, book_dispute))
