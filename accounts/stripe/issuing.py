"""Issuing: cards that spend from our ledger. Stripe carries a shop's question to us and our answer back.

Stripe's own limits. A card on which no limit is set may spend 500 US dollars' worth a day, and setting one of our own
replaces that (docs.stripe.com/issuing/controls/spending-controls): so each card gets a daily limit that no personal
budget reaches, and our own decision, with the person's balance and rules, is what counts. Stripe declines a single
payment over 10,000 US dollars' worth by itself, which nobody can change.
"""

import calendar
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from stripe.params.issuing import (
    CardCreateParams,
    CardCreateParamsShipping,
    CardholderCreateParams,
    CardModifyParams,
)

from accounts.issuers.protocol import Address, CardOrder, IssuedCard
from accounts.stripe.card_money import (
    IssuedAuthorisation,
    IssuedTransaction,
    authorisation,
    authorisations,
    read_authorisation,
    transaction,
    transactions,
)
from accounts.stripe.client import CURRENCY, Rejected, asked, bearing, once, seconds

__all__ = [
    "IssuedAuthorisation",
    "IssuedTransaction",
    "StripeIssuer",
    "authorisation",
    "authorisations",
    "read_authorisation",
    "transaction",
    "transactions",
]

BEYOND_ANY_BUDGET = 100_000_00  # pence a day
LONGEST_NAME = 24  # what fits on a card
Lost = Literal["lost", "stolen"]  # what Stripe knows of a card that is stopped
Replaced = Literal["damaged", "expired", "lost", "stolen"]


class StripeIssuer:
    """The issuer protocol over Stripe Issuing. Each call may be made again."""

    name = "stripe"
    is_outside = True

    def issue(self, order: CardOrder) -> IssuedCard:
        """A replacement goes to the holder of the old card; any other card to a new cardholder of its own."""
        holder = holder_of(order.replaces) if order.replaces else new_holder(order)
        with asked() as stripe:
            made = stripe.v1.issuing.cards.create(card_params(order, holder), once(f"{order.key}:card"))
            return read_card(made.to_dict())

    def find(self, order: CardOrder, since: datetime) -> IssuedCard | None:
        with asked() as stripe:
            page = stripe.v1.issuing.cards.list({"created": {"gte": seconds(since)}, "limit": 100})
            made = bearing(page, order.reference)
            return read_card(made) if made else None

    def freeze(self, reference: str) -> None:
        change(reference, {"status": "inactive"})

    def unfreeze(self, reference: str) -> None:
        """Also how a posted card is first switched on."""
        change(reference, {"status": "active"})

    def close(self, reference: str, why: str = "") -> None:
        """For good. A card that is stopped already stays so."""
        params: CardModifyParams = {"status": "canceled"}
        if why in get_args(Lost):
            params["cancellation_reason"] = cast(Lost, why)
        try:
            change(reference, params)
        except Rejected:
            if status(reference) != "canceled":
                raise

    def set_phone(self, reference: str, phone: str) -> None:
        """Where the bank's code goes: the telephone of whoever holds this card."""
        holder = holder_of(reference)
        with asked() as stripe:
            stripe.v1.issuing.cardholders.update(holder, {"phone_number": phone})


def new_holder(order: CardOrder) -> str:
    with asked() as stripe:
        made = stripe.v1.issuing.cardholders.create(holder_params(order), once(f"{order.key}:holder"))
        return made.id


def holder_params(order: CardOrder) -> CardholderCreateParams:
    first, last = two_names(order.name)
    return {
        "type": "individual",
        "name": printed(order.name),
        "individual": {"first_name": first, "last_name": last},
        "phone_number": order.phone,
        "billing": {"address": address(order.address)},
        "preferred_locales": ["en"],
        "metadata": {"reference": order.reference},
    }


def card_params(order: CardOrder, holder: str) -> CardCreateParams:
    params: CardCreateParams = {
        "cardholder": holder,
        "currency": CURRENCY,
        "type": "physical" if order.physical else "virtual",
        "status": "inactive" if order.physical else "active",
        "spending_controls": {"spending_limits": [{"amount": BEYOND_ANY_BUDGET, "interval": "daily"}]},
        "metadata": {"reference": order.reference},
    }
    if order.physical:
        params["shipping"] = shipping(order)
    if order.replaces:
        params["replacement_for"] = order.replaces
        params["replacement_reason"] = cast(Replaced, order.why)
    return params


def shipping(order: CardOrder) -> CardCreateParamsShipping:
    return {
        "name": printed(order.name),
        "address": address(order.address),
        "type": "individual",
        "service": "standard",
        "phone_number": order.phone,
    }


def address(given: Address) -> Any:
    lines = {"line1": given.line1, "city": given.town, "postal_code": given.postcode, "country": "GB"}
    return lines | ({"line2": given.line2} if given.line2 else {})


def change(reference: str, params: CardModifyParams) -> None:
    with asked() as stripe:
        stripe.v1.issuing.cards.update(reference, params)


def status(reference: str) -> str:
    with asked() as stripe:
        return str(stripe.v1.issuing.cards.retrieve(reference).status)


def holder_of(reference: str) -> str:
    with asked() as stripe:
        return str(stripe.v1.issuing.cards.retrieve(reference).cardholder.id)


def printed(name: str) -> str:
    """As it fits on a card: "Rosa Alvarez", or "R M Alvarez-Featherstone" where the whole is too long."""
    names = plain(name).split()
    if len(" ".join(names)) > LONGEST_NAME:
        names = [each[0] for each in names[:-1]] + names[-1:]
    return " ".join(names)[:LONGEST_NAME].strip()


def two_names(name: str) -> tuple[str, str]:
    """First and last, both filled, as Stripe asks; whoever has one name has it twice."""
    first, _, last = plain(name).partition(" ")
    return first, last or first


def plain(name: str) -> str:
    """Latin letters without accents, hyphens, apostrophes, full stops: all that a card's name may hold."""
    folded = unicodedata.normalize("NFKD", name.replace("’", "'"))
    kept = re.sub(r"[^A-Za-z' .-]", "", folded)
    return " ".join(kept.split()) or "Card Holder"


def read_card(value: Mapping[str, Any]) -> IssuedCard:
    year, month = value["exp_year"], value["exp_month"]
    return IssuedCard(value["id"], value["last4"], date(year, month, calendar.monthrange(year, month)[1]))
