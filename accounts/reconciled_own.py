"""What people pay with a card of their own, and what goes back to it, compared with Stripe's sessions and refunds."""

from collections.abc import Iterator
from datetime import datetime

from accounts import reconciling
from accounts.models import OwnPayment, OwnRefund
from accounts.reconciling import Kind, Row
from accounts.stripe import checkout
from accounts.stripe.checkout import Session

Paying, Going = OwnPayment.State, OwnRefund.State
NOT_PAID = "over, not paid"  # a bank may still send it, or has refused: the session says the same of both
PAYMENTS = {Paying.OPEN: "open", Paying.BANK: NOT_PAID, Paying.FAILED: NOT_PAID, Paying.EXPIRED: "expired"}
REFUNDS = {Going.SENT: "on its way", Going.DONE: "done", Going.FAILED: "failed", Going.BY_HAND: "failed"}
THEIR_REFUNDS = {"pending": "on its way", "requires_action": "on its way", "succeeded": "done"}


def our_payments(since: datetime) -> Iterator[Row]:
    for each in OwnPayment.objects.filter(asked_at__gte=since).order_by("pk").iterator():
        state = PAYMENTS.get(Paying(each.state), each.state)
        pence = each.pence if each.came_pence is None else each.came_pence
        yield Row(each.session_id, pence, state, each.asked_at, each.name, f"own-payment:{each.pk}")


def their_sessions(since: datetime) -> Iterator[Row]:
    for each in checkout.sessions(since):
        yield Row(each.id, each.pence, state_of(each), each.created, each.reference)


def state_of(session: Session) -> str:
    if session.payment_status == "paid":
        return "paid"
    return NOT_PAID if session.status == "complete" else session.status


def our_refunds(since: datetime) -> Iterator[Row]:
    rows = OwnRefund.objects.filter(made_at__gte=since).select_related("payment").order_by("pk")
    for each in rows.iterator():
        state = REFUNDS.get(Going(each.state), each.state)
        yield Row(each.refund_id, each.pence, state, each.made_at, each.name, f"own-refund:{each.pk}")


def their_refunds(since: datetime) -> Iterator[Row]:
    for each in checkout.refunds(since):
        yield Row(each.id, each.pence, THEIR_REFUNDS.get(each.status, "failed"), each.created, each.reference)


reconciling.register("checkout", Kind("Payments by people’s own cards", our_payments, their_sessions))
reconciling.register("refund", Kind("Money back to people’s own cards", our_refunds, their_refunds))
