"""Connect: providers are paid into Stripe accounts of their own, which Stripe checks and keeps.

The council answers for a negative balance (`losses`), so a payment taken back from an emptied account is its loss.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.stripe.client import CURRENCY, asked, bearing, every, id_of, moment, once, reference_of, seconds


@dataclass(frozen=True)
class ConnectedAccount:
    id: str
    details_submitted: bool
    transfers_active: bool  # money may be sent to it
    payouts_enabled: bool  # and it may pay that out to its bank
    needs: tuple[str, ...]  # what Stripe waits for, in Stripe's names
    disabled: str  # Stripe's reason for stopping it, or empty
    reference: str


@dataclass(frozen=True)
class Transfer:
    id: str
    pence: int
    reversed_pence: int
    account: str
    group: str
    reference: str
    created: datetime


@dataclass(frozen=True)
class Reversal:
    id: str
    transfer: str
    pence: int
    reference: str
    created: datetime


@dataclass(frozen=True)
class Payout:
    """From a provider's Stripe account to its bank. `status` pending, in_transit, paid, failed, canceled."""

    id: str
    account: str
    pence: int
    status: str
    failure: str
    created: datetime


def open_account(*, key: str, reference: str) -> ConnectedAccount:
    with asked() as stripe:
        made = stripe.v1.accounts.create(
            {
                "country": "GB",
                "default_currency": CURRENCY,
                "controller": {
                    "fees": {"payer": "application"},
                    "losses": {"payments": "application"},
                    "requirement_collection": "stripe",
                    "stripe_dashboard": {"type": "express"},
                },
                "capabilities": {"transfers": {"requested": True}},
                "metadata": {"reference": reference},
            },
            once(key),
        )
        return read_account(made.to_dict())


def find_account(reference: str, since: datetime) -> ConnectedAccount | None:
    """One that was opened since then and bears our reference."""
    with asked() as stripe:
        page = stripe.v1.accounts.list({"created": {"gte": seconds(since)}, "limit": 100})
        made = bearing(page, reference)
        return read_account(made) if made else None


def account(reference: str) -> ConnectedAccount:
    with asked() as stripe:
        return read_account(stripe.v1.accounts.retrieve(reference).to_dict())


def onboarding_link(reference: str, *, refresh_url: str, return_url: str) -> str:
    """Works once, for some minutes, and only for whoever is sent there straight away: never put it into an e-mail."""
    with asked() as stripe:
        made = stripe.v1.account_links.create(
            {
                "account": reference,
                "type": "account_onboarding",
                "refresh_url": refresh_url,
                "return_url": return_url,
                "collection_options": {"fields": "eventually_due"},
            }
        )
        return made.url


def transfer(*, key: str, account: str, pence: int, group: str, reference: str) -> Transfer:
    with asked() as stripe:
        made = stripe.v1.transfers.create(
            {
                "destination": account,
                "amount": pence,
                "currency": CURRENCY,
                "transfer_group": group,
                "metadata": {"reference": reference},
            },
            once(key),
        )
        return read_transfer(made.to_dict())


def transfer_of(reference: str) -> Transfer:
    with asked() as stripe:
        return read_transfer(stripe.v1.transfers.retrieve(reference).to_dict())


def reverse(*, key: str, transfer: str, pence: int, reference: str) -> Reversal:
    """Takes money back from a provider's account, which may go below nothing."""
    with asked() as stripe:
        made = stripe.v1.transfers.reversals.create(
            transfer, {"amount": pence, "metadata": {"reference": reference}}, once(key)
        )
        return read_reversal(made.to_dict())


def transfers(since: datetime) -> Iterator[Transfer]:
    """All pages, newest first."""
    with asked() as stripe:
        page = stripe.v1.transfers.list({"created": {"gte": seconds(since)}, "limit": 100})
        yield from map(read_transfer, every(page))


def transfers_in(group: str) -> Iterator[Transfer]:
    """Of one group. Stripe forgets a key after a day: before an older one is asked for again, it is looked
    for here by its reference."""
    with asked() as stripe:
        page = stripe.v1.transfers.list({"transfer_group": group, "limit": 100})
        yield from map(read_transfer, every(page))


def reversals(transfer: str) -> Iterator[Reversal]:
    """Of one transfer."""
    with asked() as stripe:
        page = stripe.v1.transfers.reversals.list(transfer, {"limit": 100})
        yield from map(read_reversal, every(page))


def payout(account: str, reference: str) -> Payout:
    with asked() as stripe:
        found = stripe.v1.payouts.retrieve(reference, {}, {"stripe_account": account})
        return read_payout(account, found.to_dict())


def balance_pence(account: str) -> int:
    """What a provider's account can pay out now, in pence; below nothing when more was taken back than was there."""
    with asked() as stripe:
        found = stripe.v1.balance.retrieve({}, {"stripe_account": account}).to_dict()
        return sum(each["amount"] for each in found["available"] if each["currency"] == CURRENCY)


def read_account(value: Mapping[str, Any]) -> ConnectedAccount:
    wants = value.get("requirements") or {}
    return ConnectedAccount(
        id=value["id"],
        details_submitted=bool(value.get("details_submitted")),
        transfers_active=(value.get("capabilities") or {}).get("transfers") == "active",
        payouts_enabled=bool(value.get("payouts_enabled")),
        needs=tuple(sorted({*(wants.get("currently_due") or ()), *(wants.get("past_due") or ())})),
        disabled=wants.get("disabled_reason") or "",
        reference=reference_of(value),
    )


def read_transfer(value: Mapping[str, Any]) -> Transfer:
    return Transfer(
        id=value["id"],
        pence=value["amount"],
        reversed_pence=value["amount_reversed"],
        account=id_of(value.get("destination")),
        group=value.get("transfer_group") or "",
        reference=reference_of(value),
        created=moment(value),
    )


def read_reversal(value: Mapping[str, Any]) -> Reversal:
    return Reversal(value["id"], id_of(value["transfer"]), value["amount"], reference_of(value), moment(value))


def read_payout(account: str, value: Mapping[str, Any]) -> Payout:
    return Payout(
        value["id"], account, value["amount"], value["status"], value.get("failure_code") or "", moment(value)
    )
