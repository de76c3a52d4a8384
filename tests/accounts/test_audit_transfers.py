"""Planted faults about payments through Stripe are each named by its rule."""

import pytest

from accounts import audits
from accounts.models import Intent, PaymentFileLine, PaymentReturn
from tests.factories import money, stripe

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(fake_stripe):
    payee = money.payee("Hollybank")
    stripe.connected(fake_stripe, payee)
    money.earned(payee, 9000)
    stripe.released()
    return PaymentFileLine.objects.get()


def rules():
    return [finding.rule for finding in audits.all_findings() if finding.faults]


def test_a_line_whose_transfer_is_gone(line):
    Intent.objects.filter(kind="transfer").delete()
    assert rules() == ["lines_are_sent_once"]


def test_a_line_that_is_sent_twice(line):
    again = Intent.objects.get(kind="transfer")
    again.pk, again.key = None, "again"
    again.save()
    assert rules() == ["lines_are_sent_once"]


@pytest.mark.parametrize("other", [{"pence": 9001}, {"account": "acct_of_a_thief"}])
def test_a_transfer_of_another_amount_or_to_another_account(line, other):
    intent = Intent.objects.get(kind="transfer")
    intent.params |= other
    intent.save()
    assert rules() == ["lines_are_sent_once"]


def test_a_refused_transfer_that_is_not_owed_again(line):
    Intent.objects.filter(kind="transfer").update(state="refused", why="x", ended_at=line.file.released_at)
    assert rules() == ["what_never_went_is_owed_again"]


def test_a_payment_that_is_owed_again_while_it_is_on_its_way(line):
    PaymentReturn.objects.create(
        line=line,
        reason="refused",
        returned_on=line.file.released_at.date(),
        recorded_at=line.file.released_at,
    )
    assert rules() == ["payables_are_what_is_owed", "loads_are_posted", "what_never_went_is_owed_again"]


def test_a_reversal_that_is_not_owed_again(line):
    stripe.carry_out()
    sent = Intent.objects.get(kind="transfer")
    sent.pk, sent.kind, sent.key, sent.outside_id = None, "reversal", "reversal", "trr_1"
    sent.save()
    assert rules() == ["what_was_taken_back_is_owed_again"]
