"""The fake answers in Stripe's shapes: no field that the pinned library does not know, and every one that Stripe's own
mock gives. So what passes on the fake is not a story of our own."""

import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
import stripe

from accounts.issuers.protocol import CardOrder
from accounts.stripe import checkout, connect, issuing
from accounts.stripe.client import VERSION
from tests.accounts.stripe.test_checkout import opened
from tests.accounts.stripe.test_connect import paid, ready
from tests.accounts.stripe.test_issuing import order, says

KINDS = {
    "checkout.session": (stripe.checkout.Session, "checkout/sessions/cs_1"),
    "payment_intent": (stripe.PaymentIntent, "payment_intents/pi_1"),
    "dispute": (stripe.Dispute, "disputes/dp_1"),
    "refund": (stripe.Refund, "refunds/re_1"),
    "account": (stripe.Account, "accounts/acct_1"),
    "transfer": (stripe.Transfer, "transfers/tr_1"),
    "transfer_reversal": (stripe.TransferReversal, "transfers/tr_1/reversals/trr_1"),
    "payout": (stripe.Payout, "payouts/po_1"),
    "issuing.cardholder": (stripe.issuing.Cardholder, "issuing/cardholders/ich_1"),
    "issuing.card": (stripe.issuing.Card, "issuing/cards/ic_1"),
    "issuing.authorization": (stripe.issuing.Authorization, "issuing/authorizations/iauth_1"),
    "issuing.transaction": (stripe.issuing.Transaction, "issuing/transactions/ipi_1"),
    "event": (stripe.Event, "events/evt_1"),
}
INSIDE = {  # what we read within
    "issuing.authorization": ("merchant_data", "card", "verification_data"),
    "issuing.transaction": ("merchant_data",),
    "account": ("requirements",),
    "issuing.card": ("cardholder", "spending_controls"),
}


@pytest.fixture
def one_of_each(fake_stripe) -> dict[str, dict]:
    """By kind, after a day on which everything happened."""
    fake_stripe.purchases.post = says(True)
    session = opened()
    fake_stripe.checkout.pay(session.id)
    checkout.refund(key="r", payment_intent=checkout.session(session.id).payment_intent, pence=1, reference="refund:1")
    fake_stripe.checkout.dispute(session.id)
    account = ready(fake_stripe)
    connect.reverse(key="v", transfer=paid(account, 100).id, pence=1, reference="return:1")
    fake_stripe.connect.fail_payout(account)
    card = issuing.StripeIssuer().issue(physical())
    issuing.StripeIssuer().unfreeze(card.reference)
    asked = fake_stripe.purchases.authorise(card.reference, 100)
    fake_stripe.purchases.capture(asked["id"])
    return {kind: next(iter(kept.values())) for kind, kept in fake_stripe.store.kinds.items()}


def physical() -> CardOrder:
    return order(physical=True)


def fields(made: dict) -> set[str]:
    return {name for name in made if not name.startswith("_")}


def known(kind: type) -> set[str]:
    return {name for each in kind.__mro__ for name in vars(each).get("__annotations__", {})}


def test_each_kind_is_looked_at(one_of_each):
    assert set(one_of_each) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_library_knows_every_field(one_of_each, kind):
    assert fields(one_of_each[kind]) - known(KINDS[kind][0]) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_of_stripes_is_missing(one_of_each, kind, mock):
    theirs, ours = asked(mock, KINDS[kind][1]), one_of_each[kind]
    assert fields(theirs) - fields(ours) == set()
    for name in INSIDE.get(kind, ()):
        assert fields(theirs[name]) - fields(ours[name]) == set()


def asked(mock: str, path: str) -> dict:
    door = HTTPConnection(urlsplit(mock).netloc, timeout=10)
    headers = {"Authorization": "Bearer sk_test_123", "Stripe-Version": VERSION}
    door.request("GET", f"/v1/{path}", headers=headers)
    try:
        return json.loads(door.getresponse().read())
    finally:
        door.close()
