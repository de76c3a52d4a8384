"""OLD"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audits, ledger, outside
from accounts.actions import own_payments, own_purposes
from accounts.actions.own_purposes import CannotPay
from accounts.models import Intent, Notice, OutsideEvent, OwnPayment, OwnRefund
from tests import own_cards
from tests.accounts.own_payments.stories import ask

pytestmark = pytest.mark.django_db


State = OwnPayment.State


def test_nothing_is_in_the_account_until_stripe_has_said_paid(fake_stripe, asked, pot):
    payment = own_cards.opened(asked)
    assert (payment.state, payment.address.startswith(fake_stripe.address)) == (State.OPEN, True)
    fake_stripe.checkout.pay(payment.session_id)
    own_cards.work()
    assert ledger.balance(pot.available) == 0
    assert set(own_cards.hear(fake_stripe)) == {200}
    payment.refresh_from_db()
    assert (payment.state, payment.came_pence, payment.address) == (State.PAID, 5_000, "")
    assert own_cards.figures(pot) == (5_000, 0, 0)
    assert own_cards.faults() == {}


def test_what_stripe_is_asked_says_nothing_of_the_person(fake_stripe, asked):
    own_cards.opened(asked)
    ((_, path, sent),) = fake_stripe.asked
    assert path == "/v1/checkout/sessions"
    assert sent["client_reference_id"] == "top_up:a1:1"
    assert sent["success_url"].endswith(f"/money/own-card/{asked.pk}/back/")
    assert sent["line_items"][0]["price_data"]["product_data"] == {"name": "Payment to Aldermere Council"}


def test_every_event_twice_and_in_any_order_books_once(fake_stripe, asked, pot):
    fake_stripe.set(duplicates=4, shuffle=True, senders=1)
    own_cards.pay(fake_stripe, asked, later=True)
    fake_stripe.checkout.settle(OwnPayment.objects.get().session_id)
    own_cards.hear(fake_stripe)
    fake_stripe.webhooks.again(OutsideEvent.objects.filter(type="checkout.session.completed").get().event_id)
    own_cards.hear(fake_stripe)
    assert own_cards.figures(pot) == (5_000, 0, 0)
    assert own_cards.faults() == {}


def test_a_bank_that_takes_its_time_is_waited_for(fake_stripe, asked, pot):
    payment = own_cards.pay(fake_stripe, asked, later=True)
    assert (payment.state, ledger.balance(pot.available)) == (State.BANK, 0)
    own_cards.work(timezone.now() + timedelta(days=2))  # the page's time is over; the bank's is not
    fake_stripe.checkout.settle(payment.session_id)
    own_cards.hear(fake_stripe)
    payment.refresh_from_db()
    assert (payment.state, ledger.balance(pot.available)) == (State.PAID, 5_000)


def test_a_bank_that_says_no_and_another_try(fake_stripe, asked, pot):
    payment = own_cards.pay(fake_stripe, asked, later=True)
    fake_stripe.checkout.bounce(payment.session_id)
    own_cards.hear(fake_stripe)
    payment.refresh_from_db()
    assert payment.state == State.FAILED
    again = own_purposes.of(payment).again(payment, pot.person.user)
    assert (again.attempt, again.name) == (2, "top_up:a1:2")
    own_cards.pay(fake_stripe, again)
    assert own_cards.figures(pot) == (5_000, 0, 0)


def test_a_bank_that_changes_its_mind_after_all_is_booked_and_the_second_goes_back(fake_stripe, asked, pot):
    """Paid twice: the first payment had failed, the second was made, and then the first came as well."""
    first = own_cards.pay(fake_stripe, asked, later=True)
    fake_stripe.checkout.bounce(first.session_id)
    own_cards.hear(fake_stripe)
    first.refresh_from_db()
    second = own_cards.pay(fake_stripe, own_purposes.of(first).again(first, pot.person.user))
    session = fake_stripe.store.get("checkout.session", first.session_id)
    intent = fake_stripe.store.get("payment_intent", session["payment_intent"])
    intent |= {"status": "succeeded", "amount_received": 5_000}
    session["payment_status"] = "paid"
    fake_stripe.webhooks.tell("account", "checkout.session.async_payment_succeeded", session)
    own_cards.hear(fake_stripe)
    own_cards.hear(fake_stripe)
    first.refresh_from_db()
    assert (second.unwanted, first.state, first.unwanted) == ("", State.PAID, "twice")
    assert own_cards.figures(pot) == (5_000, 0, 0)
    assert own_cards.refunds() == [(5_000, "done")]
    text = Notice.objects.get().body
    assert "It was paid twice. We keep the first payment only." in text
    assert own_cards.faults() == {}


def test_a_reply_that_was_lost_makes_no_second_page(fake_stripe, asked):
    fake_stripe.set(drop_next_reply=2)  # the first try and the library's own second
    assert own_payments.opened(asked).state == State.ASKED
    own_cards.work(timezone.now() + timedelta(minutes=5))
    asked.refresh_from_db()
    assert (asked.state, len(fake_stripe.store.all("checkout.session"))) == (State.OPEN, 1)


def test_a_reply_that_was_lost_for_a_day_is_looked_for_by_name(fake_stripe, asked):
    """Stripe forgets a key after a day: what it made of it is found by our own name for it."""
    fake_stripe.set(drop_next_reply=2)
    own_payments.opened(asked)
    fake_stripe.keys.kept.clear()
    outside.do_due(timezone.now() + timedelta(hours=21))
    asked.refresh_from_db()
    (session,) = fake_stripe.store.all("checkout.session")
    assert (asked.state, asked.session_id) == (State.OPEN, session["id"])


def test_an_event_that_is_faster_than_the_reply_is_booked(fake_stripe, asked, pot):
    fake_stripe.set(drop_next_reply=2)
    own_payments.opened(asked)
    (session,) = fake_stripe.store.all("checkout.session")
    fake_stripe.checkout.pay(session["id"])
    own_cards.hear(fake_stripe)
    own_cards.work(timezone.now() + timedelta(hours=1))
    asked.refresh_from_db()
    assert (asked.state, asked.session_id) == (State.PAID, session["id"])
    assert own_cards.figures(pot) == (5_000, 0, 0)


def test_stripe_is_down_and_comes_back(fake_stripe, asked):
    fake_stripe.set(down=True)
    assert own_payments.opened(asked).state == State.ASKED
    fake_stripe.set(down=False)
    own_cards.work(timezone.now() + timedelta(minutes=5))
    asked.refresh_from_db()
    assert asked.state == State.OPEN


def test_a_page_that_nobody_paid_on_is_over_by_stripes_word(fake_stripe, asked, pot):
    fake_stripe.checkout.expire(own_cards.opened(asked).session_id)
    own_cards.hear(fake_stripe)
    asked.refresh_from_db()
    assert (asked.state, own_cards.figures(pot)) == (State.EXPIRED, (0, 0, 0))


def test_a_page_that_nobody_paid_on_is_over_also_where_stripe_is_silent(fake_stripe, asked):
    fake_stripe.set(silent=True)
    own_cards.opened(asked)
    own_cards.work(asked.expires_at + timedelta(seconds=1))
    asked.refresh_from_db()
    assert (asked.state, fake_stripe.store.all("checkout.session")[0]["status"]) == (State.EXPIRED, "expired")


def test_a_payment_that_stripe_has_not_told_of_yet_is_not_over(fake_stripe, asked, pot):
    fake_stripe.set(silent=True)
    fake_stripe.checkout.pay(own_cards.opened(asked).session_id)
    own_cards.work(asked.expires_at + timedelta(seconds=1))
    asked.refresh_from_db()
    assert (asked.state, ledger.balance(pot.available)) == (State.OPEN, 0)
    fake_stripe.set(silent=False)
    own_cards.hear(fake_stripe)
    assert ledger.balance(pot.available) == 5_000


def test_one_that_was_never_asked_for_at_stripe_is_over_without_it(asked, fake_stripe):
    own_cards.work(asked.expires_at + timedelta(seconds=1))
    asked.refresh_from_db()
    assert (asked.state, Intent.objects.get().state, fake_stripe.asked) == (State.EXPIRED, "dropped", [])


def test_a_session_that_is_not_ours_changes_nothing(fake_stripe, pot):
    """The council may sell other things with the same Stripe account."""
    made = fake_stripe.checkout.create(
        {
            "client_reference_id": "parking:1",
            "line_items": [{"quantity": 1, "price_data": {"unit_amount": 500, "product_data": {"name": "Parking"}}}],
        }
    )
    fake_stripe.checkout.pay(made["id"])
    own_cards.hear(fake_stripe)
    assert set(OutsideEvent.objects.values_list("state", flat=True)) <= {"done", "unknown"}
    assert own_cards.figures(pot) == (0, 0, 0)


def test_a_secret_key_that_stripe_refuses_is_tried_again(fake_stripe, asked, settings):
    settings.STRIPE_SECRET_KEY = "sk_live_wrong"
    assert own_payments.opened(asked).state == State.ASKED


def test_stripe_that_says_no_ends_it_and_one_can_try_again(fake_stripe, pot):
    payment = ask(pot, pence=10)  # less than Stripe takes
    assert own_payments.opened(payment).state == State.FAILED
    assert Intent.objects.get().why == "amount_too_small"


def test_one_thing_is_paid_once_says_the_database_too(fake_stripe, asked):
    payment = own_cards.pay(fake_stripe, asked)
    payment.pk, payment.attempt, payment.session_id = None, 2, "cs_other"
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.save(force_insert=True)


def test_no_call_inside_a_transaction(fake_stripe, asked, transactional_db):
    with pytest.raises(RuntimeError), transaction.atomic():
        own_payments.opened(asked)


def test_a_pretend_payment_is_not_made_where_a_card_can_be_paid_with(fake_stripe, pot):
    from accounts.actions import budgets

    with pytest.raises(budgets.NotHere):
        budgets.top_up(pot=pot, pence=100, key="t", by=pot.person.user)


def test_without_a_key_nobody_pays_by_card(pot):
    with pytest.raises(CannotPay):
        ask(pot)


def test_faults_in_the_books_are_named(fake_stripe, asked, pot):
    own_cards.pay(fake_stripe, asked)
    OwnPayment.objects.update(came_pence=4_999)
    ((rule, _),) = own_cards.faults().items()
    assert rule == "own_payments_are_posted_once"
    OwnPayment.objects.update(came_pence=5_000)
    OwnRefund.objects.create(payment=asked, number=1, pence=3, made_at=timezone.now())
    assert set(own_cards.faults()) == {"going_back_is_refunds"}
    OwnRefund.objects.update(state="done", ended_at=timezone.now())
    assert set(own_cards.faults()) == {"own_refunds_are_posted_once"}
    assert audits.RULES  # the rules that found them are among those of audit_money
