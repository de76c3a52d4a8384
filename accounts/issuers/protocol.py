"""What an issuer can do. Calls may be made again with the same key or reference: the same answer, nothing twice."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class IssuedCard:
    """A card as its issuer knows it. We never hold the number."""

    reference: str
    last4: str
    expires_on: date


class Issuer(Protocol):
    name: str

    def issue(self, *, key: str, on: date) -> IssuedCard:
        """A virtual card, one for each key."""

    def freeze(self, reference: str) -> None:
        """Refuse everything until unfrozen. Our own decision refuses at once, whatever the issuer does."""

    def unfreeze(self, reference: str) -> None: ...

    def close(self, reference: str) -> None: ...
