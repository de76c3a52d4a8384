"""The sandbox: an issuer of our own, for the demo and for tests. Its cards pay nobody.

It keeps nothing: a card is worked out from its key, and its state is the one in our own books.
"""

import hashlib
import secrets
from datetime import date, datetime

from accounts.issuers.protocol import CardOrder, IssuedCard


class Sandbox:
    name = "sandbox"
    is_outside = False

    def issue(self, order: CardOrder) -> IssuedCard:
        digest = hashlib.sha256(order.key.encode()).hexdigest()
        last4 = f"{int(digest[:8], 16) % 10000:04d}"
        return IssuedCard(f"sandbox_{digest[:16]}", last4, end_of_month(order.on.year + 3, order.on.month))

    def find(self, order: CardOrder, since: datetime) -> IssuedCard | None:
        return self.issue(order)

    def freeze(self, reference: str) -> None: ...

    def unfreeze(self, reference: str) -> None: ...

    def close(self, reference: str, why: str = "") -> None: ...

    def set_phone(self, reference: str, phone: str) -> None: ...


def end_of_month(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def new_reference() -> str:
    """The number of a purchase at a pretended till."""
    return f"till_{secrets.token_hex(8)}"
