"""Tom, who pays for himself, and an order that he has paid with his own card."""

import pytest
from django.test import Client

from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.marketplace.own_card.stories import paid, placed


@pytest.fixture
def tom():
    """He pays for himself: no budget, nothing stored."""
    return people.person("Tom Brennan")


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def toms(tom):
    return sessions.enter(Client(), tom.user)


@pytest.fixture
def order(fake_stripe, tom, listing):
    """Paid, and the seller is asked."""
    return paid(fake_stripe, placed(tom, listing, weeks=3))
