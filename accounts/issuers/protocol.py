"""What an issuer can do. Calls may be made again with the same key or reference: the same answer, nothing twice."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class IssuedCard:
    """A card as its issuer knows it. We never hold the number."""

    reference: str
    last4: str
    expires_on: date


@dataclass(frozen=True)
class Address:
    line1: str
    line2: str
    town: str
    postcode: str


@dataclass(frozen=True)
class CardOrder:
    """A card for one holder, made once for each key. The issuer is told who holds it and nothing of why."""

    key: str
    reference: str  # ours, like card:12
    name: str  # of the holder, as people write it
    phone: str  # the holder's own, +44…, for the bank's code
    address: Address
    on: date
    physical: bool = False  # posted to the address, and frozen until the holder has it
    replaces: str = ""  # the issuer's reference of the card it takes the place of
    why: str = ""  # lost, stolen, damaged, expired: only with `replaces`


class Issuer(Protocol):
    name: str
    is_outside: bool  # somebody else answers: not within a transaction, and perhaps not now

    def issue(self, order: CardOrder) -> IssuedCard:
        """A card, one for each key. A physical one is frozen until its holder says that it has come."""

    def find(self, order: CardOrder, since: datetime) -> IssuedCard | None:
        """What an earlier call for this order made since then, once its key is forgotten there."""

    def freeze(self, reference: str) -> None:
        """Refuse everything until unfrozen. Our own decision refuses at once, whatever the issuer does."""

    def unfreeze(self, reference: str) -> None: ...

    def close(self, reference: str, why: str = "") -> None:
        """For good. `why` is lost or stolen, or nothing."""

    def set_phone(self, reference: str, phone: str) -> None:
        """Where the bank's code goes: the telephone of whoever holds this card."""
