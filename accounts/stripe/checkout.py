"""Checkout: a person pays us by card on Stripe's own page. We never see the number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.stripe.client import CURRENCY, asked, every, id_of, moment, once, reference_of, seconds


@dataclass(frozen=True)
class Session:
    """`status` open, complete, expired; `payment_status` paid, unpaid, no_payment_required. Paid is paid; complete
    is not: some ways of paying come in days later."""

    id: str
    url: str  # where the person pays; empty once the session is over
    status: str
    payment_status: str
    payment_intent: str  # empty until somebody has paid
    pence: int
    currency: str
    reference: str
    livemode: bool
    created: datetime

    @property
    def paid(self) -> bool:
        return self.payment_status == "paid" and self.currency == CURRENCY


@dataclass(frozen=True)
class Refund:
    """`status` pending, requires_action, succeeded, failed, canceled."""

    id: str
    status: str
    pence: int
    reference: str
    failure: str  # Stripe's word for why it failed
    payment_intent: str
    created: datetime


@dataclass(frozen=True)
class Dispute:
    """A bank takes a payment back because the card's holder said so. `status` as Stripe says it: needs_response, lost,
    won, warning_needs_response …"""

    id: str
    status: str
    pence: int
    payment_intent: str
    created: datetime


def open_session(
    *,
    key: str,
    reference: str,
    pence: int,
    what: str,
    success_url: str,
    cancel_url: str,
    expires_at: datetime,
) -> Session:
    """`what` stands on Stripe's page: "Payment to Aldermere Council", never what was bought.
    `expires_at` is 30 minutes to 24 hours away."""
    ours = {"reference": reference}
    with asked() as stripe:
        made = stripe.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "locale": "en-GB",
                "submit_type": "pay",
                "client_reference_id": reference,
                "metadata": ours,
                "payment_intent_data": {"metadata": ours, "description": what},
                "line_items": [
                    {
                        "quantity": 1,
                        "price_data": {"currency": CURRENCY, "unit_amount": pence, "product_data": {"name": what}},
                    }
                ],
                "success_url": success_url,
                "cancel_url": cancel_url,
                "expires_at": seconds(expires_at),
            },
            once(key),
        )
        return read_session(made.to_dict())


def session(reference: str) -> Session:
    with asked() as stripe:
        return read_session(stripe.v1.checkout.sessions.retrieve(reference).to_dict())


def expire(reference: str) -> Session:
    """Nobody can pay on it any more. `Rejected` when somebody has, or when it is over already."""
    with asked() as stripe:
        return read_session(stripe.v1.checkout.sessions.expire(reference).to_dict())


def refund(*, key: str, payment_intent: str, pence: int, reference: str) -> Refund:
    """Back to the card that paid."""
    with asked() as stripe:
        made = stripe.v1.refunds.create(
            {"payment_intent": payment_intent, "amount": pence, "metadata": {"reference": reference}}, once(key)
        )
        return read_refund(made.to_dict())


def refund_of(reference: str) -> Refund:
    with asked() as stripe:
        return read_refund(stripe.v1.refunds.retrieve(reference).to_dict())


def dispute(reference: str) -> Dispute:
    with asked() as stripe:
        found = stripe.v1.disputes.retrieve(reference).to_dict()
        intent = id_of(found.get("payment_intent"))
        return Dispute(found["id"], found["status"], found["amount"], intent, moment(found))


def sessions(since: datetime) -> Iterator[Session]:
    """All pages, newest first."""
    with asked() as stripe:
        page = stripe.v1.checkout.sessions.list({"created": {"gte": seconds(since)}, "limit": 100})
        yield from map(read_session, every(page))


def refunds(since: datetime) -> Iterator[Refund]:
    with asked() as stripe:
        page = stripe.v1.refunds.list({"created": {"gte": seconds(since)}, "limit": 100})
        yield from map(read_refund, every(page))


def refunds_of(payment_intent: str) -> Iterator[Refund]:
    """Of one payment. Stripe forgets a key after a day: before an older refund is asked for again, it is looked
    for here by its reference."""
    with asked() as stripe:
        page = stripe.v1.refunds.list({"payment_intent": payment_intent, "limit": 100})
        yield from map(read_refund, every(page))


def refunds_of_charge(charge: str) -> Iterator[Refund]:
    """All that went back of one payment by card, whoever sent it."""
    with asked() as stripe:
        page = stripe.v1.refunds.list({"charge": charge, "limit": 100})
        yield from map(read_refund, every(page))


def read_session(value: Mapping[str, Any]) -> Session:
    return Session(
        id=value["id"],
        url=value.get("url") or "",
        status=value.get("status") or "",
        payment_status=value["payment_status"],
        payment_intent=id_of(value.get("payment_intent")),
        pence=value.get("amount_total") or 0,
        currency=value.get("currency") or "",
        reference=value.get("client_reference_id") or "",
        livemode=value["livemode"],
        created=moment(value),
    )


def read_refund(value: Mapping[str, Any]) -> Refund:
    return Refund(
        id=value["id"],
        status=value.get("status") or "",
        pence=value["amount"],
        reference=reference_of(value),
        failure=value.get("failure_reason") or "",
        payment_intent=id_of(value.get("payment_intent")),
        created=moment(value),
    )
