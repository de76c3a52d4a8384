"""Stories of Issuing: cards are made, frozen, lost; shops ask, take, give back."""

import json
from datetime import UTC, date, datetime
from time import sleep

import pytest

from accounts.issuers.protocol import Address, CardOrder
from accounts.stripe import client, issuing
from tests.accounts.stripe.test_checkout import told

SINCE = datetime(2026, 4, 1, tzinfo=UTC)
ISSUER = issuing.StripeIssuer()
HOME = Address("1 Mill Lane", "", "Aldermere", "AM1 1AA")
VERSION = {"Stripe-Version": client.VERSION}


def order(**changed) -> CardOrder:
    plain = {"key": "card:1", "reference": "card:1", "name": "Rosa Álvarez", "phone": "+447700900123"}
    return CardOrder(**{**plain, "address": HOME, "on": date(2026, 4, 1), **changed})


def says(approved: bool):
    """The site's answer to a shop's question, and what it was asked."""

    def post(endpoint, body, signature):
        post.asked = issuing.read_authorisation(json.loads(body)["data"]["object"])
        return 200, VERSION, json.dumps({"approved": approved}).encode()

    return post


@pytest.fixture
def card(fake_stripe) -> str:
    fake_stripe.purchases.post = says(True)
    return ISSUER.issue(order()).reference


def test_a_virtual_card_can_be_used_at_once(fake_stripe):
    made = ISSUER.issue(order())
    kept = fake_stripe.cards.retrieve({}, made.reference)
    assert (kept["type"], kept["status"], kept["last4"]) == ("virtual", "active", made.last4)
    assert (kept["cardholder"]["name"], kept["cardholder"]["phone_number"]) == ("Rosa Alvarez", "+447700900123")
    assert (made.expires_on.year, made.expires_on.month) == (kept["exp_year"], kept["exp_month"])
    assert ISSUER.issue(order()) == made


def test_a_posted_card_sleeps_until_it_is_there(fake_stripe):
    made = ISSUER.issue(order(physical=True))
    assert fake_stripe.purchases.authorise(made.reference, 500)["request_history"][0]["reason"] == "card_inactive"
    ISSUER.unfreeze(made.reference)
    assert fake_stripe.cards.retrieve({}, made.reference)["status"] == "active"


def test_a_lost_card_is_closed_and_replaced_for_the_same_holder(fake_stripe, card):
    ISSUER.close(card, "lost")
    ISSUER.close(card, "lost")  # again: the same
    fresh = ISSUER.issue(order(key="card:2", reference="card:2", replaces=card, why="lost"))
    old, new = (fake_stripe.cards.retrieve({}, each) for each in (card, fresh.reference))
    assert (old["status"], old["cancellation_reason"], old["replaced_by"]) == ("canceled", "lost", fresh.reference)
    assert (new["replacement_for"], new["replacement_reason"]) == (card, "lost")
    assert new["cardholder"]["id"] == old["cardholder"]["id"]


def test_the_banks_code_goes_to_the_new_telephone(fake_stripe, card):
    ISSUER.set_phone(card, "+447700900999")
    assert fake_stripe.cards.retrieve({}, card)["cardholder"]["phone_number"] == "+447700900999"


def test_stripes_own_daily_limit_does_not_bind_the_person(fake_stripe, card):
    """Without a limit of ours Stripe stops at about £500 a day."""
    assert [fake_stripe.purchases.authorise(card, 40_000)["approved"] for _ in range(3)] == [True, True, True]
    fake_stripe.store.get("issuing.card", card)["spending_controls"]["spending_limits"].clear()
    assert fake_stripe.purchases.authorise(card, 1)["request_history"][0]["reason"] == "spending_controls"


def test_a_question_carries_what_is_asked(fake_stripe, card):
    fake_stripe.purchases.authorise(card, 1500, merchant="Aldermere Swim", currency="eur", minor_units=1720)
    asked = fake_stripe.purchases.post.asked
    assert (asked.card, asked.pence, asked.pending_pence, asked.approved) == (card, 0, 1500, False)
    assert (asked.merchant_name, asked.merchant_currency, asked.merchant_minor_units) == ("Aldermere Swim", "eur", 1720)
    after = issuing.authorisation(asked.id)
    assert (after.pence, after.pending_pence, after.approved, after.status) == (1500, None, True, "pending")
    assert (after.merchant_category, after.merchant_code) == ("sports_clubs_fields", "7941")


def test_a_frozen_card_is_declined_without_a_question(fake_stripe, card):
    ISSUER.freeze(card)
    fake_stripe.purchases.post = None
    made = issuing.authorisation(fake_stripe.purchases.authorise(card, 100)["id"])
    assert (made.approved, made.status, made.reason) == (False, "closed", "card_inactive")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((200, VERSION, b'{"approved": false}'), "webhook_declined"),
        ((200, VERSION, b'{"approved": "yes"}'), "webhook_error"),
        ((200, {}, b'{"approved": true}'), "webhook_error"),
        ((500, VERSION, b"oh"), "webhook_error"),
        ((0, {}, b""), "webhook_error"),
    ],
)
def test_only_a_plain_yes_is_a_yes(fake_stripe, card, answer, reason):
    fake_stripe.purchases.post = lambda *_: answer
    made = issuing.authorisation(fake_stripe.purchases.authorise(card, 100)["id"])
    assert (made.approved, made.status, made.reason, made.pence) == (False, "closed", reason, 100)


def test_a_late_yes_is_a_no(fake_stripe, card):
    def late(*_):
        sleep(2.05)
        return 200, VERSION, b'{"approved": true}'

    fake_stripe.purchases.post = late
    assert fake_stripe.purchases.authorise(card, 100)["request_history"][0]["reason"] == "webhook_timeout"


def test_partial_over_and_forced_captures(fake_stripe, card):
    shops = fake_stripe.purchases
    part, over = shops.authorise(card, 5000)["id"], shops.authorise(card, 1000)["id"]
    first = shops.capture(part, 2000, more=True)["id"]
    assert issuing.authorisation(part).status == "pending"
    second = shops.capture(part, 1000)["id"]
    assert (issuing.authorisation(part).captured, issuing.authorisation(part).status) == ((first, second), "closed")
    third = issuing.transaction(shops.capture(over, 1200)["id"])
    forced = issuing.transaction(shops.force_capture(card, 700)["id"])
    assert (third.kind, third.pence, third.authorisation) == ("capture", 1200, over)
    assert (forced.kind, forced.pence, forced.authorisation, forced.card) == ("capture", 700, None, card)
    assert [each.pence for each in issuing.transactions(SINCE)] == [700, 1200, 1000, 2000]


def test_a_shop_holds_more_lets_go_and_forgets(fake_stripe, card):
    shops = fake_stripe.purchases
    made = shops.authorise(card, 5000)["id"]
    shops.increment(made, 1500)
    assert (shops.post.asked.pence, shops.post.asked.pending_pence) == (5000, 1500)
    assert issuing.authorisation(made).pence == 6500
    shops.post = says(False)
    shops.increment(made, 100)
    refused = issuing.authorisation(made)
    assert (refused.pence, refused.approved, refused.status, refused.reason) == (
        6500,
        True,
        "pending",
        "webhook_declined",
    )
    shops.reverse(made, 500)
    assert issuing.authorisation(made).pence == 6000
    shops.reverse(made)
    assert (issuing.authorisation(made).status, issuing.authorisation(made).pence) == ("reversed", 0)
    shops.post = says(True)
    other = shops.authorise(card, 10)["id"]
    shops.expire(other)
    assert issuing.authorisation(other).status == "expired"
    assert [each.id for each in issuing.authorisations(SINCE)] == [other, made]


def test_refunds_with_and_without_a_purchase(fake_stripe, card):
    shops = fake_stripe.purchases
    asked = shops.authorise(card, 5000)["id"]
    taken = shops.capture(asked)["id"]
    told(fake_stripe)
    linked, loose = shops.refund(taken, 2000)["id"], shops.refund(taken, 1000, linked=False)["id"]
    other = shops.unlinked_refund(card, 300)["id"]
    found = [issuing.transaction(each) for each in (linked, loose, other)]
    assert [(each.kind, each.pence, each.authorisation) for each in found] == [
        ("refund", 2000, asked),
        ("refund", 1000, None),
        ("refund", 300, None),
    ]
    assert told(fake_stripe) == [("issuing", "issuing_transaction.created", each) for each in (linked, loose, other)]


def test_five_copies_of_one_question(fake_stripe, card):
    made = fake_stripe.purchases.authorise(card, 100, copies=5)
    assert [each["approved"] for each in fake_stripe.purchases.answers(made["id"])] == [True] * 5
    assert issuing.authorisation(made["id"]).pence == 100


@pytest.mark.parametrize(
    ("name", "on_card", "two"),
    [
        ("Rosa Alvarez", "Rosa Alvarez", ("Rosa", "Alvarez")),
        ("Zoë O’Neill", "Zoe O'Neill", ("Zoe", "O'Neill")),
        (
            "Rosa Maria Alvarez-Featherstonehaugh",
            "R M Alvarez-Featherstone",
            ("Rosa", "Maria Alvarez-Featherstonehaugh"),
        ),
        ("Prince", "Prince", ("Prince", "Prince")),
        ("李", "Card Holder", ("Card", "Holder")),
    ],
)
def test_a_name_fits_on_a_card(name, on_card, two):
    assert (issuing.printed(name), issuing.two_names(name)) == (on_card, two)
