"""`mock` is Stripe's own server, which knows its interface and no stories; `fake` is ours, which tells stories.

`make test` starts the mock and says where in WAYMARK_TEST_STRIPE_MOCK; by hand: `python .ci/stripe_mock.py`.
"""

import os

import pytest

MOCK = os.environ.get("WAYMARK_TEST_STRIPE_MOCK", "")


@pytest.fixture
def mock(settings) -> str:
    if not MOCK:
        pytest.skip("WAYMARK_TEST_STRIPE_MOCK says where Stripe's own mock is")
    settings.STRIPE_API_BASE = MOCK
    settings.STRIPE_SECRET_KEY = "sk_test_123"
    return MOCK
