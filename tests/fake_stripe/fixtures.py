"""`fake_stripe`: a fake of this test's own, and the settings that lead to it.

Webhooks wait until the test calls `fake_stripe.webhooks.deliver(post)`; with `by_client(client)` as `post` (and as
`fake_stripe.purchases.post` for a shop's questions) they come through the site in the test's own transaction.
"""

from collections.abc import Iterator

import pytest

from tests.fake_stripe.fake import SECRETS, Fake
from tests.fake_stripe.server import running
from tests.fake_stripe.webhooks import Answer, Post


@pytest.fixture
def fake_stripe(settings) -> Iterator[Fake]:
    with running() as fake:
        settings.STRIPE_API_BASE = fake.address
        settings.STRIPE_SECRET_KEY = "sk_test_fake"
        for endpoint, secret in SECRETS.items():
            setattr(settings, f"STRIPE_WEBHOOK_SECRET_{endpoint.upper()}", [secret])
        yield fake


def by_client(client) -> Post:
    """Through Django's test client: `deliver(by_client(client))`."""

    def post(endpoint: str, body: bytes, signature: str) -> Answer:
        answer = client.post(
            f"/webhooks/stripe/{endpoint}/",
            data=body,
            content_type="application/json",
            headers={"Stripe-Signature": signature},
        )
        return answer.status_code, dict(answer.headers), answer.content

    return post
