"""What has changed in somebody's money since a moment: sums of the ledger, told in a few lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.ledger import LedgerKind, totals
from accounts.ledger.totals import SPENT_AT, Moved
from accounts.models import Person
from accounts.queries import declines, holdings
from accounts.queries.holdings import Holding
from design.formats import clock, counted, day, pounds, weekday

HERS = (LedgerKind.AVAILABLE, LedgerKind.HELD, LedgerKind.SET_ASIDE)
LONG_AGO = 300  # days after which a day of the week without its year would be misread


@dataclass
class Changes:
    """Of one holding, in pence. `waiting` is what shops asked for since, less what they took or let go; `right` is
    what was put right, signed."""

    is_own_money: bool
    came: int = 0
    paid: int = 0
    paid_times: int = 0
    set_aside: int = 0
    put_by: int = 0
    waiting: int = 0
    back: int = 0
    taken_back: int = 0
    right: int = 0

    @property
    def lines(self) -> list[str]:
        told = [
            (self.came > 0, f"{pounds(self.came)} came in."),
            (self.paid > 0, f"{counted(self.paid_times, 'payment')} went out: {pounds(self.paid)}."),
            (self.set_aside > 0, f"{pounds(self.set_aside)} was set aside for what is booked."),
            (self.put_by > 0, f"{pounds(self.put_by)} was set aside for holiday and endings of somebody employed."),
            (self.waiting > 0, f"Shops asked for {pounds(self.waiting)} by card, and have not taken it yet."),
            (self.back > 0, f"{pounds(self.back)} came back, and is free to spend."),
            (self.taken_back > 0, f"The council took back {pounds(self.taken_back)}."),
            (self.right > 0, f"{pounds(self.right)} was put back to correct a mistake."),
            (self.right < 0, f"{pounds(-self.right)} was taken out to correct a mistake."),
        ]
        return [words for is_so, words in told if is_so]


@dataclass(frozen=True)
class News:
    """`parts` are the holdings in which something changed; `declined` counts what cards were refused."""

    since: datetime
    parts: Sequence[Changes] = field(default_factory=list)
    declined: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.parts or self.declined)


def of(person: Person, since: datetime) -> News:
    """A constant number of queries. Pots of the past count too: their last payments are news."""
    found = [changes(holding, since) for holding in holdings.of(person, closed=True)]
    declined = declines.of(person).filter(asked_at__gte=since).count()
    return News(since, [one for one in found if one.lines], declined)


def changes(holding: Holding, since: datetime) -> Changes:
    """Two queries."""
    accounts = [account.pk for account in [*holding.available, *holding.held]]
    accounts += [pot.held_id for pot in holding.aside if pot.held_id]
    found = Changes(holding.is_own_money, paid_times=totals.times_spent(since, accounts))
    for one in totals.moved(since, accounts):
        count(found, one)
    return found


def count(found: Changes, one: Moved) -> None:
    giver_is_hers, taker_is_hers = one.giver in HERS, one.taker in HERS
    of_card = one.kind.startswith("card_")
    if one.kind == "reversal":
        found.right += (one.taker == LedgerKind.AVAILABLE) * one.pence - (one.giver == LedgerKind.AVAILABLE) * one.pence
        return
    if of_card and one.giver == LedgerKind.HELD:
        found.waiting -= one.pence
    if one.taker in SPENT_AT:
        found.paid += one.pence
    elif one.taker == LedgerKind.SET_ASIDE:
        found.put_by += one.pence
    elif one.giver == LedgerKind.SET_ASIDE and one.taker == LedgerKind.HELD:
        return  # on its way to who is employed: told when it is paid
    elif one.giver in (*SPENT_AT, LedgerKind.HELD, LedgerKind.SET_ASIDE):
        found.back += one.pence
    elif one.taker == LedgerKind.HELD:
        found.waiting += one.pence * of_card
        found.set_aside += one.pence * (not of_card)
    elif not giver_is_hers:
        found.came += one.pence
    elif not taker_is_hers:
        found.taken_back += one.pence


def when(at: datetime, now: datetime) -> str:
    """ "9:30am today", "Monday 23 November", and with its year where it is long ago"""
    if day(at) == day(now):
        return f"{clock(at)} today"
    return day(at) if (now - at).days > LONG_AGO else weekday(at)
