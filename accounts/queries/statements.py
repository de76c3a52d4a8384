"""A statement: what happened to a person's money over some days, in plain words, to the penny.

Money that is held for something booked is told apart: it has left what is free to spend and has not been paid yet.
Everything comes from the ledger; words come from `accounts.memos`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, groupby
from operator import attrgetter
from typing import overload

from accounts import ledger, memos
from accounts.ledger import Days, Entry, LedgerAccount
from accounts.models import Pot
from accounts.periods import midnight
from accounts.queries.holdings import Holding

# What a kind of transaction is called, by the side it is seen from; with "-" where it took something from this side and
# that has another name. {} is what it was about.
FREE = {
    "load": "Council payment",
    "load_back": "The council took back money for days without support",
    "contribution": "Your contribution came in",
    "contribution_met": "The council paid in place of your contribution",
    "top_up": "You paid in",
    "carry": "Carried over to the new budget: {}",
    "set_aside": "Set aside: {}",
    "set_aside_back": "No longer set aside: {}",
    "hold": "Held for {}",
    "release": "No longer held: {}",
    "refund": "Money back: {}",
    "card_hold": "{}",
    "card_capture": "{} took less than it asked for",
    "card_capture-": "{} took more than was held for it",
    "card_release": "{} did not take the money",
    "card_refund": "Money back from {}",
    "reclaim": "The council took back money for {}",
    "surplus": "The council took back {}",
    "reversal": "Put right: {}",
}
HELD = {
    "set_aside": "Set aside: {}",
    "set_aside_back": "No longer set aside: {}",
    "hold": "Held for {}",
    "hold-": "Paid from what was set aside: {}",
    "capture": "Paid for {}",
    "release": "No longer held: {}",
    "card_hold": "{} asked for this",
    "card_capture": "Paid to {}",
    "card_release": "{} did not take the money",
    "reversal": "Put right: {}",
}
UNKNOWN = "something you booked"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One transaction seen from the person's side. `pence` is signed, `balance_pence` is what there was afterwards."""

    at: datetime
    words: str
    pots: str
    pence: int
    balance_pence: int
    from_held_pence: int = 0  # paid from held money: what is free to spend did not change


class Lines(Sequence[Line]):
    """A side's lines, oldest first, read a slice at a time: a paginator turns their pages, a file reads them all."""

    def __init__(
        self, accounts: Sequence[LedgerAccount], days: Days, last: date, labels: dict[int, str], names: dict[str, str]
    ) -> None:
        self.accounts, self.days, self.labels, self.names = accounts, days, labels, names
        self.size = days.until(last).transactions
        self.until = midnight(last + DAY)

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        wanted = range(self.size)[index]
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        if wanted.step != 1:
            return list(self)[index]
        return self._read(wanted) if wanted else []

    def __iter__(self) -> Iterator[Line]:
        return iter(self[:])

    def _read(self, wanted: range) -> list[Line]:
        place = self.days.place(wanted[0])
        since, skip = midnight(place.day), wanted[0] - place.before
        if len(wanted) == self.size:
            return self._worded(ledger.entries(self.accounts, since=since, until=self.until), place.pence)
        ids = ledger.in_order(self.accounts, since=since, until=self.until, skip=skip, size=len(wanted))
        entries = ledger.of_transactions(self.accounts, ids)
        earlier = ledger.moved(self.accounts, since=since, before=entries[0]) if skip else 0
        return self._worded(entries, place.pence + earlier)

    def _worded(self, entries: Sequence[Entry], opening: int) -> list[Line]:
        return lines(entries, opening, memos.words(entry.memo for entry in entries), self.labels, self.names)


@dataclass(frozen=True)
class Side:
    """What is free, or what is held, over some days: opening, lines, what they came to. Lines are oldest first."""

    opening_pence: int
    in_pence: int
    out_pence: int
    lines: Sequence[Line]

    @property
    def closing_pence(self) -> int:
        return self.opening_pence + self.in_pence - self.out_pence


@dataclass(frozen=True)
class Statement:
    free: Side
    held: Side


def between(holding: Holding, first: date, last: date) -> Statement:
    """The statement of these days, both included. A constant number of queries however many lines there are."""
    labels = labels_of([*holding.pots, *holding.aside])
    name = f"person:{holding.pots[0].person_id}:{holding.kind}"
    return Statement(
        free=side(f"{name}:free", holding.available, first, last, labels, FREE),
        held=side(f"{name}:held", holding.held, first, last, labels, HELD),
    )


def side(
    name: str,
    accounts: Sequence[LedgerAccount],
    first: date,
    last: date,
    labels: dict[int, str],
    names: dict[str, str],
) -> Side:
    days = ledger.days_of(name, accounts, first)
    total = days.until(last)
    return Side(days.opening_pence, total.in_pence, total.out_pence, Lines(accounts, days, last, labels, names))


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
    known = names.get(entry.kind, "Money in: {}" if entry.pence > 0 else "Money out: {}")
    pattern = names.get(f"{entry.kind}-", known) if entry.pence < 0 else known
    text = pattern.format(about)
    return text[:1].upper() + text[1:]


def labels_of(pots: Iterable[Pot]) -> dict[int, str]:
    """A pot's label by the id of either of its ledger accounts."""
    return {account: pot.label for pot in pots for account in (pot.available_id, pot.held_id) if account}
