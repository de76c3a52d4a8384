"""Rosa, signed in, and her card."""

import pytest

from tests.factories import declines
from tests.factories.accounts import sign_in


@pytest.fixture
def card():
    return declines.card(5_000, contingency=20_000)


@pytest.fixture
def rosa(client, card):
    return sign_in(client, card.holder)
