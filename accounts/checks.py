"""Mistakes in this room's settings, said in words when the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts.issuers import ISSUERS


@register()
def card_issuer(**_kwargs: Any) -> list[CheckMessage]:
    """A name that nobody knows is refused by `config.checks`."""
    if settings.CARD_ISSUER != "stripe" or "stripe" in ISSUERS:
        return []
    text = "CARD_ISSUER is stripe, but this version cannot issue cards through Stripe yet."
    return [Error(text, hint="Set CARD_ISSUER=sandbox.", id="accounts.E001")]
