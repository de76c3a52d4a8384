"""What is asked of the ledger, and why it may say no."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models.ledger import LedgerAccount


class LedgerError(Exception):
    """Nothing was written."""


class KeyReused(LedgerError):
    """The key already names a transaction with other content."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The key {key!r} already stands for something else")
        self.key = key


class NotEnough(LedgerError):
    """An account that may not go below zero would have. `short_by` pence are missing."""

    def __init__(self, account: LedgerAccount, short_by: int) -> None:
        super().__init__(f"{account} is short by {short_by} pence")
        self.account = account
        self.short_by = short_by


class AlreadyReversed(LedgerError):
    """A transaction is reversed once."""


@dataclass(frozen=True, slots=True)
class Move:
    """Positive whole pence from one account to another."""

    from_: LedgerAccount
    to: LedgerAccount
    pence: int

    def __post_init__(self) -> None:
        if type(self.pence) is not int or self.pence <= 0:
            raise ValueError(f"A move needs whole pence above zero, not {self.pence!r}")
        if self.from_.pk == self.to.pk:
            raise ValueError(f"A move needs two accounts, not {self.from_} twice")


@dataclass(frozen=True, slots=True)
class Request:
    """A transaction before it is written."""

    key: str
    kind: str
    memo: str
    moves: Sequence[Move]
    at: datetime
    by_id: int | None
    on_behalf_of_id: int | None
    reverses_id: int | None = None
    sides: list[tuple[int, int, int]] = field(init=False)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.key or not self.kind:
            raise ValueError("A transaction needs a key and a kind")
        if not self.moves:
            raise ValueError("A transaction needs at least one move")
        sides = [(move.from_.pk, move.to.pk, move.pence) for move in self.moves]
        object.__setattr__(self, "sides", sides)
        object.__setattr__(self, "fingerprint", fingerprint(self.kind, self.memo, self.reverses_id, sides))

    @property
    def audit_detail(self) -> str:
        return json.dumps({"key": self.key, "memo": self.memo, "pence": sum(move.pence for move in self.moves)})

    def account(self, pk: int) -> LedgerAccount:
        return next(side for move in self.moves for side in (move.from_, move.to) if side.pk == pk)


def fingerprint(kind: str, memo: str, reverses_id: int | None, sides: Sequence[tuple[int, int, int]]) -> str:
    """SHA-256 of what moves and why. Not of when or by whom: a retry comes later, and from another tab."""
    content = json.dumps([kind, memo, reverses_id, sides], separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """The row that stands for the request now, made by this request or by an earlier one with the same key."""

    id: int
    at: datetime
    booked_at: datetime
    by_id: int | None


@dataclass(slots=True)
class Running:
    """One account while moves are laid on it."""

    balance: int
    version: int
    may_overdraw: bool

    def add(self, pence: int) -> None:
        self.balance += pence
        self.version += 1


def lay(moves: Sequence[Move], accounts: Mapping[int, Running]) -> list[tuple[int, int, int, int]]:
    """Balances and versions after each move: (from balance, from version, to balance, to version). Raises NotEnough.

    No balance dips below zero between two moves either, so the order of moves counts.
    """
    steps = []
    short: dict[int, int] = {}
    for move in moves:
        giver, taker = accounts[move.from_.pk], accounts[move.to.pk]
        giver.add(-move.pence)
        taker.add(move.pence)
        steps.append((giver.balance, giver.version, taker.balance, taker.version))
        if giver.balance < 0 and not giver.may_overdraw:
            short[move.from_.pk] = max(short.get(move.from_.pk, 0), -giver.balance)
    if short:
        pk, missing = next(iter(short.items()))
        raise NotEnough(next(move.from_ for move in moves if move.from_.pk == pk), missing)
    return steps
