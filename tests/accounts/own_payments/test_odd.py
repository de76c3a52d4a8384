"""Payments that are not as they should be: booked as they came, and put before finance."""

import pytest
from django.utils import timezone

from accounts import ledger
from accounts.actions import cards, odd_payments
from accounts.actions.own_purposes import CannotPay
from accounts.models import Intent, OwnPayment
from tests import own_cards
from tests.accounts.own_payments.stories import ask
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db


def test_the_form_sent_twice_is_one_payment_and_another_amount_is_refused(asked, pot):
    assert ask(pot) == asked
    with pytest.raises(CannotPay):
        ask(pot, pence=6_000)
    assert Intent.objects.count() == 1


def test_another_amount_is_booked_as_it_came_and_put_before_finance(fake_stripe, asked, pot):
    session = own_cards.opened(asked).session_id
    fake_stripe.store.get("checkout.session", session)["amount_total"] = 4_900
    payment = own_cards.pay(fake_stripe, asked)
    assert (payment.came_pence, payment.odd, own_cards.figures(pot)) == (4_900, "amount", (4_900, 0, 0))
    assert own_cards.faults() == {}


def test_another_currency_is_not_money_of_our_books(fake_stripe, asked, pot):
    session = own_cards.opened(asked).session_id
    fake_stripe.store.get("checkout.session", session)["currency"] = "eur"
    payment = own_cards.pay(fake_stripe, asked)
    assert (payment.state, payment.odd, payment.in_books_pence) == (OwnPayment.State.PAID, "currency", 0)
    assert own_cards.figures(pot) == (0, 0, 0)
    assert own_cards.faults() == {}


def test_money_that_went_back_without_us_is_put_before_finance(fake_stripe, asked, pot):
    payment = own_cards.pay(fake_stripe, asked)
    fake_stripe.checkout.refund({"payment_intent": payment.payment_intent, "amount": 700})  # in Stripe's dashboard
    charge = fake_stripe.store.get("payment_intent", payment.payment_intent)["latest_charge"]
    fake_stripe.webhooks.tell("account", "charge.refunded", {"id": charge, "object": "charge"})
    own_cards.hear(fake_stripe)
    payment.refresh_from_db()
    assert (payment.odd, own_cards.figures(pot)) == ("refund", (4_300, 0, 0))  # what went back is not spent as well
    assert (own_cards.refunds(), own_cards.faults()) == ([(700, "done")], {})
    ann = make.user("Ann Lee")
    odd_payments.look_at(payment=payment, by=ann)
    payment.refresh_from_db()
    assert payment.looked_by == ann


def test_of_what_was_spent_before_it_went_back_only_the_rest_leaves(fake_stripe, asked, pot):
    payment = own_cards.pay(fake_stripe, asked)
    card = money.card(pot.card_account)
    cards.capture(authorisation=cards.authorise(card=card, reference="r1", merchant="Otter Swim", pence=4_500))
    fake_stripe.checkout.refund({"payment_intent": payment.payment_intent, "amount": 5_000})
    charge = fake_stripe.store.get("payment_intent", payment.payment_intent)["latest_charge"]
    fake_stripe.webhooks.tell("account", "charge.refunded", {"id": charge, "object": "charge"})
    own_cards.hear(fake_stripe)
    assert (own_cards.refunds(), own_cards.faults(), ledger.balance(pot.available)) == ([(500, "done")], {}, 0)


def test_what_went_back_there_already_is_not_paid_again_by_hand(fake_stripe, asked, pot):
    """The account was closed when the money came; somebody was faster in Stripe's dashboard than our own refund."""
    own_cards.opened(asked)
    pot.closed_at = timezone.now()
    pot.save()
    fake_stripe.checkout.pay(asked.session_id)
    session = fake_stripe.store.get("checkout.session", asked.session_id)
    fake_stripe.checkout.refund({"payment_intent": session["payment_intent"], "amount": 5_000})
    own_cards.hear(fake_stripe)
    own_cards.work()
    own_cards.hear(fake_stripe)
    assert (own_cards.refunds(), own_cards.faults()) == ([(5_000, "done")], {})


def test_a_bank_that_takes_it_back_is_put_before_finance_each_time(fake_stripe, asked, pot):
    payment = own_cards.pay(fake_stripe, asked)
    dispute = fake_stripe.checkout.dispute(payment.session_id)
    own_cards.hear(fake_stripe)
    payment.refresh_from_db()
    assert (payment.odd, payment.looked_at, own_cards.figures(pot)) == ("dispute", None, (5_000, 0, 0))
    odd_payments.look_at(payment=payment, by=make.user("Ann Lee"))
    fake_stripe.webhooks.tell("account", "charge.dispute.closed", dispute | {"status": "lost"})
    own_cards.hear(fake_stripe)
    payment.refresh_from_db()
    assert (payment.odd, payment.looked_at, own_cards.faults()) == ("dispute", None, {})
