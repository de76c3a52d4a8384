"""Signs in somebody's money that all may not be well. Each is a question to ask, and decides nothing. Pure.

Money that is not spent may mean that support does not happen; a sudden change may mean that somebody is ill, or that
somebody else uses the money. Often it means neither. So whoever finds a sign here asks kindly first, and a named person
answers the three tests of the Care Act (`accounts.section_42`). Nothing that reads this file may freeze, pause or take.

No law gives a number below: all of them are our own rule. What a council may change is in `WelfareSettings`; the
weeks that are compared stand here, since all of it is worked out together.

All amounts are whole pence. `to` is an id of who was paid, never a name, and no sign says whom: staff read totals.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from accounts.loads import Days
from design.registry import Registry

RECENT_WEEKS, USUAL_WEEKS = 4, 12
RECENT = timedelta(weeks=RECENT_WEEKS)  # what changed
USUAL = timedelta(weeks=USUAL_WEEKS)  # beside the weeks before
LOOK_BACK = RECENT + USUAL
NEAR = timedelta(days=7)  # somebody new and cash, so near to one another
LEAST_PAYMENTS = 3  # to the same one, before a payment is a regular one
REGULAR_WEEKS = 9  # of the twelve: in fewer, a pause is nothing sudden
LEAST_RISE = 10_000
A_YEAR = 52
ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    UNDERSPENT = "underspent"
    MISSED = "missed"
    STOPPED = "stopped"
    NEW_AND_CASH = "new_and_cash"
    ROSE = "rose"
    CASH = "cash"
    HOSPITAL = "hospital"


# The one who uses the money may be the one who answers: a person looks at these even where the answer is "I am well".
SEEN_ANYWAY = frozenset({Kind.NEW_AND_CASH, Kind.ROSE, Kind.CASH, Kind.HOSPITAL})


@dataclass(frozen=True)
class Limits:
    """As they come; a council changes them in `WelfareSettings`."""

    under_percent: int = 50  # of the plan: below it, little was spent
    stop_days: int = 21  # without any payment, where there was one nearly every week
    late_days: int = 7  # after the day on which a regular payment would have come
    rise_times: int = 2  # as much as usual
    cash_times: int = 3
    cash_pence: int = 10_000  # in four weeks; less is nobody's business
    new_pence: int = 5_000  # to somebody new; less is a new shop


@dataclass(frozen=True)
class Spent:
    """What went to a provider, an assistant or a shop on a day; below zero where it came back."""

    on: date
    pence: int
    to: str
    is_support: bool = False  # to somebody who supports the person, not to a shop
    is_cash: bool = False


@dataclass(frozen=True)
class Worked:
    """Support that was paid or agreed for a day, whenever the money moved."""

    on: date
    pence: int


@dataclass(frozen=True)
class Away:
    """Days on which the person needs no support, as somebody told us."""

    days: Days
    is_hospital: bool = False


# What higher rooms know of people, from a day to a day: each is asked once, by their ids.
also_away: Registry[Callable[[Collection[int], date, date], Mapping[int, Sequence[Away]]]] = Registry("days away")
also_worked: Registry[Callable[[Collection[int], date, date], Mapping[int, Sequence[Worked]]]] = Registry("days worked")


@dataclass(frozen=True)
class History:
    """One person's money of a budget in our books, for the weeks of `LOOK_BACK`. Own money is nobody's business.

    `since` is when such money was first there, `plan_since` from when the plan of now holds. `lumpy_pence` is what the
    plan buys once in a while, for a year. `is_known`: somebody talks with the person about unspent money already.
    """

    today: date
    since: date
    plan_since: date
    weekly_pence: int
    balance_pence: int
    spent: Sequence[Spent] = ()
    away: Sequence[Away] = ()
    worked: Sequence[Worked] = ()
    lumpy_pence: int = 0
    is_known: bool = False

    @property
    def turn(self) -> date:
        """The last day of the usual weeks."""
        return self.today - RECENT

    @property
    def recent(self) -> list[Spent]:
        return [each for each in self.spent if each.on > self.turn]

    @property
    def usual(self) -> list[Spent]:
        return [each for each in self.spent if self.turn - USUAL < each.on <= self.turn]

    @property
    def is_long(self) -> bool:
        """There is something usual to compare with."""
        return self.since <= self.today - LOOK_BACK

    def here(self, after: date, until: date) -> int:
        """How many days of these the person was not away."""
        away = {on for each in self.away for on in each.days}
        return sum(after + ONE_DAY * number not in away for number in range(1, (until - after).days + 1))


@dataclass(frozen=True)
class Signal:
    """What was noticed, in totals: `pence` is what was spent (or, missing, what comes as a rule), and `beside_pence`
    what it is measured by; of NEW_AND_CASH, what somebody new was paid."""

    kind: Kind
    first_on: date
    last_on: date
    pence: int
    beside_pence: int = 0


PARTS = ("kind", "first_on", "last_on", "pence", "beside_pence")


def signals(history: History, limits: Limits | None = None) -> list[Signal]:
    """In the order of `Kind`. Where all of it stopped, that is said once and not for each payment."""
    given = limits or Limits()
    if stop := stopped(history, given):
        return [stop, *filter(None, [in_hospital(history)])]
    rules = (underspent, missed, new_and_cash, rose, cash)
    found = [*(rule(history, given) for rule in rules), in_hospital(history)]
    return [each for each in found if each]


def underspent(history: History, limits: Limits) -> Signal | None:
    """Little of the plan, though the money is there. What the plan keeps for once in a while is not missing."""
    first = history.today - USUAL
    days = history.here(first, history.today)
    weekly = history.weekly_pence - history.lumpy_pence // A_YEAR
    if history.is_known or history.plan_since > first or days * 2 < USUAL.days or weekly <= 0:
        return None
    plan, spent = weekly * days // 7, total(each for each in history.spent if each.on > first)
    if spent * 100 >= plan * limits.under_percent or history.balance_pence < plan - spent:
        return None
    return Signal(Kind.UNDERSPENT, first + ONE_DAY, history.today, max(spent, 0), plan)


def stopped(history: History, limits: Limits) -> Signal | None:
    """Something nearly every week, and then nothing at all."""
    paid = [each for each in history.spent if each.pence > 0]
    last = max((each.on for each in paid), default=None)
    if not history.is_long or last is None or history.here(last, history.today) <= limits.stop_days:
        return None
    before = [each for each in paid if each.on > last - USUAL]
    if len({(last - each.on).days // 7 for each in before}) < REGULAR_WEEKS:
        return None
    return Signal(Kind.STOPPED, last, history.today, 0, total(before) // USUAL_WEEKS)


def missed(history: History, limits: Limits) -> Signal | None:
    """Somebody who supports the person was paid at regular times, and is not any more: the largest of these."""
    to: dict[str, list[Spent]] = {}
    for each in history.spent:
        if each.is_support and each.pence > 0:
            to.setdefault(each.to, []).append(each)
    found = [signal for paid in to.values() if (signal := missed_of(paid, history, limits))]
    return max(found, key=lambda each: each.pence, default=None)


def missed_of(paid: list[Spent], history: History, limits: Limits) -> Signal | None:
    days = sorted({each.on for each in paid})
    if len(days) < LEAST_PAYMENTS or not history.is_long:
        return None
    gaps = [history.here(one, next_one) for one, next_one in pairwise(days)]
    usual = median(gaps)
    is_regular = max(gaps) <= usual * 1.5 + 1
    if not is_regular or history.here(days[-1], history.today) <= usual + limits.late_days:
        return None
    return Signal(Kind.MISSED, days[-1], history.today, total(paid) // len(days))


def new_and_cash(history: History, limits: Limits) -> Signal | None:
    """Somebody is paid who never was, and more cash than usual is taken out within a week of it."""
    known, took = {each.to for each in history.usual}, [each for each in history.recent if each.is_cash]
    more = total(took) - share(cash_of(history.usual))
    new = [each for each in history.recent if each.to and each.to not in known and not each.is_cash]
    near = [each for each in new if any(abs(each.on - one.on) <= NEAR for one in took)]
    if not history.is_long or more <= 0 or total(near) < limits.new_pence:
        return None
    days = [each.on for each in (*near, *took)]
    return Signal(Kind.NEW_AND_CASH, min(days), max(days), total(took), total(near))


def rose(history: History, limits: Limits) -> Signal | None:
    """Much more than usual, and more than these weeks of the plan with all that it buys once in a while."""
    spent, usual = total(history.recent), share(total(history.usual))
    plan = history.weekly_pence * RECENT_WEEKS + history.lumpy_pence
    is_much = spent > usual * limits.rise_times and spent - usual >= LEAST_RISE
    if not history.is_long or not is_much or spent <= plan:
        return None
    return Signal(Kind.ROSE, history.turn + ONE_DAY, history.today, spent, usual)


def cash(history: History, limits: Limits) -> Signal | None:
    took, usual = cash_of(history.recent), share(cash_of(history.usual))
    if not history.is_long or took < limits.cash_pence or took <= usual * limits.cash_times:
        return None
    return Signal(Kind.CASH, history.turn + ONE_DAY, history.today, took, usual)


def in_hospital(history: History) -> Signal | None:
    """Support was paid for a day in the middle of a stay: on the first and the last day it may have been at home."""
    stays = [each.days for each in history.away if each.is_hospital]
    inside = [each for each in history.worked if any(stay.first < each.on < stay.last for stay in stays)]
    if not inside:
        return None
    days = [each.on for each in inside]
    return Signal(Kind.HOSPITAL, min(days), max(days), sum(each.pence for each in inside))


def total(spent: Iterable[Spent]) -> int:
    return sum(each.pence for each in spent)


def cash_of(spent: Iterable[Spent]) -> int:
    return total(each for each in spent if each.is_cash)


def share(usual_pence: int) -> int:
    """Of the usual weeks, as much as falls into the recent ones. Where more came back than went, nothing is usual."""
    return max(usual_pence, 0) * RECENT_WEEKS // USUAL_WEEKS
