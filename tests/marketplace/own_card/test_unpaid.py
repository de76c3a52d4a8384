"""An order whose money does not come, comes late, or comes when nobody wants it any more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice, OwnPayment
from marketplace.actions import orders, own_card
from marketplace.models import Draft, Order
from marketplace.states import OrderState
from tests import own_cards
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.marketplace.own_card.stories import fill, paid, payment_of, placed, settle, told
from tests.marketplace.test_booking import confirm

pytestmark = pytest.mark.django_db


def test_nobody_paid_and_the_order_goes_away_with_its_answers_kept(fake_stripe, tom, toms, listing):
    confirm(toms, listing, fill(toms, listing))
    order = Order.objects.get()
    fake_stripe.checkout.expire(payment_of(order).session_id)
    own_cards.hear(fake_stripe)
    order.refresh_from_db()
    assert (order.state, order.reason, told("request_unpaid")) == (OrderState.UNPAID, "It was not paid in time.", 1)
    page = toms.get(order.get_absolute_url()).content.decode()
    assert "was not asked, and nothing is booked" in page
    kept = Draft.objects.get(order=None)
    assert kept.answers["minutes"] == 120
    assert "agreed" not in kept.answers


def test_nobody_paid_and_stripe_is_silent(fake_stripe, tom, listing):
    order = placed(tom, listing)
    fake_stripe.set(silent=True)
    own_cards.opened(payment_of(order))
    later = payment_of(order).expires_at + timedelta(hours=1)
    own_card.run_out_due(later)
    order.refresh_from_db()
    assert order.state == OrderState.PAYING  # Stripe is asked first
    own_cards.work(later)
    own_card.run_out_due(later)
    order.refresh_from_db()
    assert order.state == OrderState.UNPAID


def test_paid_in_time_but_heard_late_is_not_lost(fake_stripe, tom, listing):
    order = placed(tom, listing)
    fake_stripe.set(silent=True)
    fake_stripe.checkout.pay(own_cards.opened(payment_of(order)).session_id)
    later = payment_of(order).expires_at + timedelta(hours=1)
    own_cards.work(later)
    own_card.run_out_due(later)
    fake_stripe.set(silent=False)
    own_cards.hear(fake_stripe)
    order.refresh_from_db()
    assert order.state == OrderState.REQUESTED


def test_a_bank_that_says_no_is_tried_again(fake_stripe, tom, toms, listing):
    order = placed(tom, listing)
    first = own_cards.pay(fake_stripe, payment_of(order), later=True)
    assert "We are waiting for the bank" in toms.get(order.get_absolute_url()).content.decode()
    fake_stripe.checkout.bounce(first.session_id)
    own_cards.hear(fake_stripe)
    order.refresh_from_db()
    assert (order.state, told("payment_failed")) == (OrderState.PAYING, 1)
    page = toms.get(reverse("money-own-payment", args=[first.pk])).content.decode()
    assert "The payment did not go through" in page
    again = toms.post(reverse("money-own-payment-again", args=[first.pk]), follow=True)
    assert "Pay £33.00 by card" in again.content.decode()
    assert paid(fake_stripe, order).state == OrderState.REQUESTED
    assert own_cards.faults() == {}


def test_taken_back_before_it_was_paid_and_paid_all_the_same(fake_stripe, tom, toms, listing):
    order = placed(tom, listing)
    payment = own_cards.opened(payment_of(order))
    fake_stripe.checkout.pay(payment.session_id)  # in another tab, at the same moment
    toms.post(reverse("marketplace-order-withdraw", args=[order.reference]))
    own_cards.hear(fake_stripe)
    settle(fake_stripe)
    order.refresh_from_db()
    assert (order.state, own_cards.refunds()) == (OrderState.UNPAID, [(3_300, "done")])
    assert told("request_new") == 0
    sent = Notice.objects.get(template="accounts/emails/own_money_back").body
    assert "The payment came after the request had ended" in sent
    assert "Ben" not in sent
    assert own_cards.faults() == {}


def test_taken_back_before_it_was_paid_closes_the_card_page(
    fake_stripe, tom, toms, listing, django_capture_on_commit_callbacks
):
    order = placed(tom, listing)
    own_cards.opened(payment_of(order))
    with django_capture_on_commit_callbacks(execute=True):
        own_card.leave(order=order, by=tom.user)
    own_cards.work()
    assert payment_of(order).state == "expired"
    assert fake_stripe.store.all("checkout.session")[0]["status"] == "expired"
    page = toms.get(reverse("money-own-payment", args=[payment_of(order).pk])).content.decode()
    assert ("You can book it again from the page of the order." in page, "Pay now" in page) == (True, False)


def test_the_time_was_sold_meanwhile(fake_stripe, tom, listing):
    order = placed(tom, listing)
    other = market.order(listing, market.pot(people.person("Joan Whitfield")), first=market.soon(), at=timezone.now())
    orders.accept(order=other, by=market.seller_user(listing))
    paid(fake_stripe, order)
    settle(fake_stripe)
    assert (order.state, own_cards.refunds()) == (OrderState.UNPAID, [(3_300, "done")])
    assert "Somebody else had booked that time" in order.reason
    assert OwnPayment.objects.get().unwanted == "taken"
    assert own_cards.faults() == {}
