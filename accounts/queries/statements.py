"""A statement: what happened to a person's money between two moments, in plain words, to the penny.

Money that is held for something booked is told apart: it has left what is free to spend and has not been paid yet.
Everything comes from the ledger; words come from `accounts.memos`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, groupby
from operator import attrgetter

from accounts import ledger, memos
from accounts.ledger import Entry, LedgerAccount
from accounts.models import Pot
from accounts.queries.holdings import Holding

# What a kind of transaction is called, by the side it is seen from. {} is what it was about.
FREE = {
    "load": "Council payment",
    "load_back": "The council took back money for days without support",
    "contribution": "Your contribution came in",
    "top_up": "You paid in",
    "carry": "Carried over to the new budget: {}",
    "hold": "Held for {}",
    "release": "No longer held: {}",
    "refund": "Money back: {}",
    "card_hold": "{}",
    "card_capture": "{} took less than it asked for",
    "card_release": "{} did not take the money",
    "card_refund": "Money back from {}",
    "reclaim": "The council took back money for {}",
    "reversal": "Put right: {}",
}
HELD = {
    "hold": "Held for {}",
    "capture": "Paid for {}",
    "release": "No longer held: {}",
    "card_hold": "{} asked for this",
    "card_capture": "Paid to {}",
    "card_release": "{} did not take the money",
    "reversal": "Put right: {}",
}
UNKNOWN = "something you booked"


@dataclass(frozen=True)
class Line:
    """One transaction seen from the person's side. `pence` is signed, `balance_pence` is what there was afterwards."""

    at: datetime
    words: str
    pots: str
    pence: int
    balance_pence: int
    from_held_pence: int = 0  # paid from held money: what is free to spend did not change


@dataclass(frozen=True)
class Side:
    """What is free, or what is held, between two moments: opening, lines, closing. Lines are oldest first."""

    opening_pence: int
    lines: Sequence[Line]

    @property
    def closing_pence(self) -> int:
        return self.lines[-1].balance_pence if self.lines else self.opening_pence

    @property
    def in_pence(self) -> int:
        return sum(line.pence for line in self.lines if line.pence > 0)

    @property
    def out_pence(self) -> int:
        return -sum(line.pence for line in self.lines if line.pence < 0)


@dataclass(frozen=True)
class Statement:
    free: Side
    held: Side


def between(holding: Holding, since: datetime, until: datetime) -> Statement:
    """The statement of since <= at < until. A constant number of queries however many lines there are."""
    entries = ledger.entries([*holding.available, *holding.held], since=since, until=until)
    words = memos.words(entry.memo for entry in entries)
    labels = labels_of(holding.pots)
    return Statement(
        free=side(holding.available, entries, since, words, labels, FREE),
        held=side(holding.held, entries, since, words, labels, HELD),
    )


def side(
    accounts: Sequence[LedgerAccount],
    entries: Iterable[Entry],
    since: datetime,
    words: dict[str, str],
    labels: dict[int, str],
    names: dict[str, str],
) -> Side:
    ids = {account.pk for account in accounts}
    mine = [entry for entry in entries if entry.account_id in ids]
    opening = ledger.balance_at(accounts, since)
    return Side(opening, lines(mine, opening, words, labels, names))


def lines(
    entries: Iterable[Entry], opening: int, words: dict[str, str], labels: dict[int, str], names: dict[str, str]
) -> list[Line]:
    """One line for each transaction, however many pots it touched. Entries come in the order of their transactions."""
    groups = [list(group) for _, group in groupby(entries, key=attrgetter("at", "transaction_id"))]
    changes = [sum(entry.pence for entry in group) for group in groups]
    balances = list(accumulate(changes, initial=opening))[1:]
    return [
        Line(
            at=group[0].at,
            words=in_words(group[0], words, names),
            pots=", ".join(dict.fromkeys(labels[entry.account_id] for entry in group)),
            pence=change,
            balance_pence=balance,
        )
        for group, change, balance in zip(groups, changes, balances, strict=True)
    ]


def in_words(entry: Entry, words: dict[str, str], names: dict[str, str]) -> str:
    about = words.get(entry.memo, UNKNOWN)
    pattern = names.get(entry.kind, "Money in: {}" if entry.pence > 0 else "Money out: {}")
    text = pattern.format(about)
    return text[:1].upper() + text[1:]


def labels_of(pots: Iterable[Pot]) -> dict[int, str]:
    """A pot's label by the id of either of its ledger accounts."""
    return {account: pot.label for pot in pots for account in (pot.available_id, pot.held_id) if account}
