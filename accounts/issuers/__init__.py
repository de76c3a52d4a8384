"""Who makes the cards. Our ledger holds the money and decides; an issuer carries the question and the answer.

`CARD_ISSUER` chooses one. The sandbox is ours, in process, and moves no real money; Stripe Issuing is outside.
"""

from collections.abc import Callable

from django.conf import settings

from accounts.issuers.protocol import Address, CardOrder, IssuedCard, Issuer
from accounts.issuers.sandbox import Sandbox


def _stripe() -> Issuer:
    from accounts.stripe.issuing import StripeIssuer  # which describes what it is given in our own protocol's words

    return StripeIssuer()


ISSUERS: dict[str, Callable[[], Issuer]] = {"sandbox": Sandbox, "stripe": _stripe}

__all__ = ["ISSUERS", "Address", "CardOrder", "IssuedCard", "Issuer", "chosen", "named"]


def chosen() -> Issuer:
    """The issuer of new cards."""
    return named(settings.CARD_ISSUER)


def named(name: str) -> Issuer:
    """The issuer that made a card."""
    return ISSUERS[name]()
