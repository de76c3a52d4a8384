"""Refunds to one's own card: on their way, back, refused by a bank."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import ledger, notices
from accounts.ledger import LedgerKind
from accounts.models import Notice, OwnRefund
from tests import own_cards
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db


def test_an_account_that_was_closed_meanwhile_sends_the_money_back(fake_stripe, asked, pot):
    own_cards.opened(asked)
    pot.closed_at = timezone.now()
    pot.save()
    payment = own_cards.pay(fake_stripe, asked)
    own_cards.hear(fake_stripe)
    assert (payment.unwanted, own_cards.refunds()) == ("closed", [(5_000, "done")])
    assert own_cards.faults() == {}


@pytest.fixture
def back(fake_stripe, asked, pot) -> OwnRefund:
    """On its way."""
    fake_stripe.set(slow_refunds=True)
    own_cards.opened(asked)
    pot.closed_at = timezone.now()
    pot.save()
    own_cards.pay(fake_stripe, asked)
    own_cards.hear(fake_stripe)
    return OwnRefund.objects.get()


def test_a_refund_is_on_its_way_until_the_bank_has_it(fake_stripe, back, pot):
    assert (back.state, own_cards.figures(pot)) == ("sent", (0, 0, 5_000))
    fake_stripe.checkout.complete_refund(back.refund_id)
    own_cards.hear(fake_stripe)
    assert (own_cards.refunds(), own_cards.figures(pot)) == ([(5_000, "done")], (0, 0, 0))
    assert own_cards.faults() == {}


def test_a_refund_that_the_bank_sends_back_is_owed_until_finance_says_how_it_was_paid(fake_stripe, back, pot):
    from accounts.actions import own_refunds

    fake_stripe.checkout.complete_refund(back.refund_id)
    own_cards.hear(fake_stripe)
    fake_stripe.checkout.fail_refund(back.refund_id)
    own_cards.hear(fake_stripe)
    back.refresh_from_db()
    assert (back.state, back.why, own_cards.figures(pot)) == ("failed", "lost_or_stolen_card", (0, 0, 5_000))
    assert own_cards.faults() == {}
    ann = make.user("Ann Lee")
    own_refunds.paid_by_hand(refund=back, how="Bank transfer", by=ann)
    assert own_cards.figures(pot) == (0, 0, 0)
    assert own_cards.faults() == {}
    with pytest.raises(own_refunds.RefundRefused):
        own_refunds.paid_by_hand(refund=back, how="Bank transfer", by=ann)


def test_a_refund_whose_reply_was_lost_is_one_refund(fake_stripe, asked, pot):
    own_cards.opened(asked)
    pot.closed_at = timezone.now()
    pot.save()
    fake_stripe.checkout.pay(asked.session_id)
    fake_stripe.set(drop_next_reply=2)
    own_cards.hear(fake_stripe)
    assert own_cards.refunds() == [(5_000, "sent")]
    own_cards.hear(fake_stripe)  # refund.created tells it before the second try does
    own_cards.work(timezone.now() + timedelta(hours=1))
    assert own_cards.refunds() == [(5_000, "done")]
    assert len(fake_stripe.store.all("refund")) == 1
    assert own_cards.faults() == {}


def test_a_refund_whose_reply_was_lost_for_a_day_is_looked_for_by_name(fake_stripe, asked, pot):
    fake_stripe.set(silent=True)
    own_cards.opened(asked)
    pot.closed_at = timezone.now()
    pot.save()
    fake_stripe.checkout.pay(asked.session_id)
    fake_stripe.set(silent=False, drop_next_reply=2)
    own_cards.hear(fake_stripe)
    fake_stripe.set(silent=True)
    fake_stripe.keys.kept.clear()
    own_cards.work(timezone.now() + timedelta(hours=21))
    assert (own_cards.refunds(), len(fake_stripe.store.all("refund"))) == ([(5_000, "done")], 1)


def test_the_e_mail_about_money_that_goes_back_names_nothing_that_was_bought(back):
    notice = Notice.objects.get()
    assert notice.subject == "£50.00 is going back to your card"
    notices.deliver(notice)
    assert "The account was closed before the payment came." in mail.outbox[0].body


def test_the_money_on_its_way_is_an_account_of_the_councils(back):
    assert ledger.balances_of(LedgerKind.GOING_BACK) == {"council": 5_000}
