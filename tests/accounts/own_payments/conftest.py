"""A pot for stored money, and a payment for it that was asked for."""

import pytest

from accounts.models import OwnPayment
from tests.accounts.own_payments.stories import ask
from tests.factories import money


@pytest.fixture
def pot():
    return money.own_money().pots.get()


@pytest.fixture
def asked(fake_stripe, pot) -> OwnPayment:
    return ask(pot)
