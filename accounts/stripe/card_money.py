"""What shops ask and take through Issuing, as we read it. In pence of the card's currency, which is the pound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.stripe.client import asked, every, id_of, moment, seconds

LONGEST_NAME, LONGEST_CATEGORY = 120, 80  # letters of a shop's name and kind that our books keep


@dataclass(frozen=True)
class IssuedAuthorisation:
    """`pence` is what is held (or was refused); while Stripe asks, `pending_pence` is how much more is wanted: all of
    it the first time, the difference when a shop raises what it holds. `status` pending, closed, reversed, expired."""

    id: str
    card: str
    pence: int
    approved: bool
    status: str
    pending_pence: int | None
    merchant_name: str
    merchant_category: str  # Stripe's name for it, like grocery_stores_supermarkets
    merchant_code: str  # the card schemes' four digits
    merchant_currency: str
    merchant_minor_units: int  # of that currency: cents, or whole yen
    captured: tuple[str, ...]  # ids of its captures and refunds
    most_pence: int  # that was ever asked at once: nothing where a shop only looked whether the card works
    questions: int  # that were asked and answered before
    reason: str  # why the last question was answered so: webhook_approved, webhook_timeout, card_inactive …
    created: datetime


@dataclass(frozen=True)
class IssuedTransaction:
    """What a shop took (`capture`) or gave back (`refund`). Pence above nothing; the kind tells which way."""

    id: str
    kind: str
    pence: int
    card: str
    authorisation: str | None  # none when a shop took without asking, or a refund has no known purchase
    merchant_name: str
    merchant_category: str
    merchant_code: str
    merchant_currency: str
    merchant_minor_units: int
    created: datetime


def authorisation(reference: str) -> IssuedAuthorisation:
    with asked() as stripe:
        return read_authorisation(stripe.v1.issuing.authorizations.retrieve(reference).to_dict())


def transaction(reference: str) -> IssuedTransaction:
    with asked() as stripe:
        return read_transaction(stripe.v1.issuing.transactions.retrieve(reference).to_dict())


def authorisations(since: datetime) -> Iterator[IssuedAuthorisation]:
    """All pages, newest first."""
    with asked() as stripe:
        page = stripe.v1.issuing.authorizations.list({"created": {"gte": seconds(since)}, "limit": 100})
        yield from map(read_authorisation, every(page))


def transactions(since: datetime) -> Iterator[IssuedTransaction]:
    with asked() as stripe:
        page = stripe.v1.issuing.transactions.list({"created": {"gte": seconds(since)}, "limit": 100})
        yield from map(read_transaction, every(page))


def read_authorisation(value: Mapping[str, Any]) -> IssuedAuthorisation:
    """Also from the object of an `issuing_authorization.request`: there is no time to fetch it."""
    pending, shop = value.get("pending_request"), value["merchant_data"]
    history = value.get("request_history") or []
    return IssuedAuthorisation(
        id=value["id"],
        card=id_of(value["card"]),
        pence=value["amount"],
        approved=value["approved"],
        status=value["status"],
        pending_pence=pending["amount"] if pending else None,
        merchant_name=words(shop.get("name"), LONGEST_NAME),
        merchant_category=words(shop.get("category"), LONGEST_CATEGORY),
        merchant_code=shop.get("category_code") or "",
        merchant_currency=(pending or value)["merchant_currency"],
        merchant_minor_units=(pending or value)["merchant_amount"],
        captured=tuple(each["id"] for each in value.get("transactions") or ()),
        most_pence=max([value["amount"], *(each.get("amount", 0) for each in [*history, pending or {}])]),
        questions=len(history),
        reason=(history[-1].get("reason") or "") if history else "",
        created=moment(value),
    )


def read_transaction(value: Mapping[str, Any]) -> IssuedTransaction:
    shop = value["merchant_data"]
    return IssuedTransaction(
        id=value["id"],
        kind=value["type"],
        pence=abs(value["amount"]),
        card=id_of(value["card"]),
        authorisation=id_of(value.get("authorization")) or None,
        merchant_name=words(shop.get("name"), LONGEST_NAME),
        merchant_category=words(shop.get("category"), LONGEST_CATEGORY),
        merchant_code=shop.get("category_code") or "",
        merchant_currency=value["merchant_currency"],
        merchant_minor_units=abs(value["merchant_amount"]),
        created=moment(value),
    )


def words(theirs: str | None, most: int) -> str:
    """What a shop calls itself, at most so many letters, of those that a database keeps: no NUL, no half letter."""
    return (theirs or "").replace("\0", "").encode(errors="replace").decode()[:most]
