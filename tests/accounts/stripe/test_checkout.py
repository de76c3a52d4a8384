"""Stories of Checkout: somebody pays, does not pay, pays later, has the money back."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.stripe import checkout, events
from accounts.stripe.client import Rejected
from tests.fake_stripe.fake import SECRETS

SINCE = datetime(2026, 4, 1, tzinfo=UTC)


def opened(number: int = 1, pence: int = 1250) -> checkout.Session:
    return checkout.open_session(
        key=f"own:{number}",
        reference=f"own:{number}",
        pence=pence,
        what="Payment to Aldermere Council",
        success_url="https://care.example/paid/?session={CHECKOUT_SESSION_ID}",
        cancel_url="https://care.example/order/",
        expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1),
    )


def told(fake) -> list[tuple[str, str, str]]:
    """Endpoint, type and subject of each webhook that comes, held against the secret of its endpoint."""
    heard = []

    def post(endpoint, body, signature):
        event = events.verified(body, signature, [SECRETS[endpoint]], datetime.now(UTC).timestamp())
        heard.append((endpoint, event.type, event.object_id))
        return 200, {}, b""

    fake.webhooks.deliver(post)
    return heard


def test_what_is_sent_names_nothing_that_was_bought(fake_stripe):
    opened()
    ((method, path, sent),) = fake_stripe.asked
    assert (method, path) == ("POST", "/v1/checkout/sessions")
    assert sent["metadata"] == sent["payment_intent_data"]["metadata"] == {"reference": "own:1"}
    assert sent["line_items"][0]["price_data"]["product_data"] == {"name": "Payment to Aldermere Council"}


def test_somebody_pays(fake_stripe):
    session = opened()
    assert (session.status, session.payment_status, session.paid, session.payment_intent) == (
        "open",
        "unpaid",
        False,
        "",
    )
    assert session.url.startswith(fake_stripe.address)
    fake_stripe.checkout.pay(session.id)
    after = checkout.session(session.id)
    assert (after.status, after.paid, after.pence, after.currency, after.reference, after.livemode, after.url) == (
        *("complete", True, 1250, "gbp", "own:1", False, ""),
    )
    assert told(fake_stripe) == [
        ("account", "payment_intent.succeeded", after.payment_intent),
        ("account", "checkout.session.completed", session.id),
    ]


@pytest.mark.parametrize(
    ("verb", "paid", "kind"),
    [
        ("settle", True, "checkout.session.async_payment_succeeded"),
        ("bounce", False, "checkout.session.async_payment_failed"),
    ],
)
def test_complete_is_not_yet_paid(fake_stripe, verb, paid, kind):
    session = opened()
    fake_stripe.checkout.pay(session.id, later=True)
    assert told(fake_stripe) == [("account", "checkout.session.completed", session.id)]
    assert (checkout.session(session.id).status, checkout.session(session.id).paid) == ("complete", False)
    getattr(fake_stripe.checkout, verb)(session.id)
    assert told(fake_stripe) == [("account", kind, session.id)]
    assert checkout.session(session.id).paid is paid


def test_a_refused_card_leaves_the_page_open(fake_stripe):
    session = opened()
    fake_stripe.checkout.fail(session.id)
    assert checkout.session(session.id) == session


def test_an_expired_session_cannot_be_paid_and_a_paid_one_not_expired(fake_stripe):
    gone, paid = opened(1), opened(2)
    assert checkout.expire(gone.id).status == "expired"
    fake_stripe.checkout.pay(paid.id)
    for over in (gone, paid):
        with pytest.raises(Rejected):
            checkout.expire(over.id)
    assert told(fake_stripe)[0] == ("account", "checkout.session.expired", gone.id)


def test_money_goes_back_to_the_card_and_never_more_than_came(fake_stripe):
    session = opened()
    fake_stripe.checkout.pay(session.id)
    intent = checkout.session(session.id).payment_intent
    first = checkout.refund(key="refund:1", payment_intent=intent, pence=1000, reference="refund:1")
    assert (first.status, first.pence, first.reference, first.failure, first.payment_intent) == (
        *("succeeded", 1000, "refund:1", "", intent),
    )
    with pytest.raises(Rejected, match="greater than unrefunded amount"):
        checkout.refund(key="refund:2", payment_intent=intent, pence=251, reference="refund:2")
    checkout.refund(key="refund:3", payment_intent=intent, pence=250, reference="refund:3")
    assert [each.reference for each in checkout.refunds_of(intent)] == ["refund:3", "refund:1"]
    with pytest.raises(Rejected) as why:
        checkout.refund(key="refund:4", payment_intent=intent, pence=1, reference="refund:4")
    assert why.value.code == "charge_already_refunded"


def test_a_refund_that_fails_leaves_the_money_with_us(fake_stripe):
    fake_stripe.set(slow_refunds=True)
    session = opened()
    fake_stripe.checkout.pay(session.id)
    intent = checkout.session(session.id).payment_intent
    made = checkout.refund(key="refund:1", payment_intent=intent, pence=1250, reference="refund:1")
    assert made.status == "pending"
    told(fake_stripe)
    fake_stripe.checkout.fail_refund(made.id)
    assert (checkout.refund_of(made.id).status, checkout.refund_of(made.id).failure) == (
        "failed",
        "lost_or_stolen_card",
    )
    assert told(fake_stripe) == [("account", "refund.failed", made.id)]
    again = checkout.refund(key="refund:2", payment_intent=intent, pence=1250, reference="refund:2")
    fake_stripe.checkout.complete_refund(again.id)
    assert checkout.refund_of(again.id).status == "succeeded"


def test_all_pages_are_read(fake_stripe):
    made = [opened(number) for number in range(205)]
    assert [each.id for each in checkout.sessions(SINCE)] == [each.id for each in reversed(made)]
    assert list(checkout.sessions(datetime.now(UTC) + timedelta(days=1))) == []
    assert list(checkout.refunds(SINCE)) == []
