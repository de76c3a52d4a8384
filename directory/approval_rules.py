"""When an approval holds, what it still needs, and when it ends. Pure: dates and plain values in and out."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Labelled(StrEnum):
    """An enum whose members carry the words people see."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class State(Labelled):
    PREPARING = "preparing", "Being filled in"
    APPLIED = "applied", "Applied"
    IN_PROGRESS = "in_progress", "Being checked"
    APPROVED = "approved", "Approved"
    SUSPENDED = "suspended", "Suspended"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"


class CheckKind(Labelled):
    IDENTITY = "identity", "Who they are"
    RIGHT_TO_WORK = "right_to_work", "Right to work in the UK"
    DBS = "dbs", "Criminal record check"
    REFERENCES = "references", "Two references"
    INSURANCE = "insurance", "Insurance"
    TRAINING = "training", "Training"
    INTERVIEW = "interview", "Interview"
    CODE_OF_CONDUCT = "code_of_conduct", "Code of conduct"
    PREMISES = "premises", "Premises"
    TRADING_HISTORY = "trading_history", "Trading Standards history"


class CheckOutcome(Labelled):
    PASSED = "passed", "Passed"
    NOT_PASSED = "not_passed", "Not passed"
    WAITING = "waiting", "Waiting"


class DbsLevel(Labelled):
    BASIC = "basic", "Basic DBS"
    STANDARD = "standard", "Standard DBS"
    ENHANCED = "enhanced", "Enhanced DBS"
    ENHANCED_BARRED = "enhanced_barred", "Enhanced DBS with barred lists"


LEVELS = tuple(DbsLevel)  # each is more than the one before


def is_enough(level: str, wanted: str) -> bool:
    """Whether a criminal record check goes as far as what is asked for; nothing asked for: any does."""
    return not wanted or (bool(level) and LEVELS.index(DbsLevel(level)) >= LEVELS.index(DbsLevel(wanted)))


def highest(levels: Iterable[str]) -> str:
    """The one that goes furthest; empty where none is asked for."""
    return max((DbsLevel(level) for level in levels if level), key=LEVELS.index, default="")


@dataclass(frozen=True)
class Needed:
    """A check that the scheme asks for."""

    kind: str
    months: int


@dataclass(frozen=True)
class Made:
    """A check that was made; `expires_on` is the last day on which it counts."""

    kind: str
    outcome: str
    on: date
    expires_on: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.outcome == CheckOutcome.PASSED and self.on <= day and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        return self.expires_on is not None and self.expires_on < day


# From approved to approved is a renewal before its end.
MOVES: dict[State, frozenset[State]] = {
    State.PREPARING: frozenset({State.APPLIED, State.WITHDRAWN}),
    State.APPLIED: frozenset({State.IN_PROGRESS, State.APPROVED, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.APPROVED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.APPROVED, State.SUSPENDED, State.LAPSED, State.WITHDRAWN}),
    State.SUSPENDED: frozenset({State.APPROVED, State.WITHDRAWN}),
    State.LAPSED: frozenset({State.APPROVED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


def may_move(from_: str, to: str) -> bool:
    return State(to) in MOVES[State(from_)]


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the month's last day where it is shorter."""
    total = day.month - 1 + months
    year, month = day.year + total // 12, total % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def standing(made: Iterable[Made], kind: str, day: date) -> Made | None:
    """The check of a kind that decides on a day: the latest with an answer, of one day the one written down last. One
    still waited for changes nothing."""
    answered = [one for one in made if one.kind == kind and one.on <= day and one.outcome != CheckOutcome.WAITING]
    return max(reversed(answered), key=lambda one: one.on) if answered else None


def counting(made: Sequence[Made], day: date) -> list[Made]:
    """Of each kind the check that decides, where it counts on this day."""
    decisive = [standing(made, kind, day) for kind in dict.fromkeys(one.kind for one in made)]
    return [one for one in decisive if one is not None and one.counts_on(day)]


def missing(needed: Iterable[Needed], made: Sequence[Made], day: date) -> list[str]:
    """The kinds that are asked for and do not count on this day, in the scheme's order."""
    decisive = {need.kind: standing(made, need.kind, day) for need in needed}
    return [kind for kind, one in decisive.items() if one is None or not one.counts_on(day)]


def last_day(needed: Iterable[Needed], made: Sequence[Made], approved_on: date, term_months: int) -> date:
    """An approval ends with the first of its checks to end, and at the latest with the scheme's term."""
    decisive = [standing(made, need.kind, approved_on) for need in needed]
    ends = [one.expires_on for one in decisive if one is not None and one.expires_on is not None]
    return min([months_after(approved_on, term_months), *ends])


def state_on(state: str, until: date | None, day: date) -> State:
    """What is recorded, except that an approval has lapsed at the midnight that ends its last day."""
    if state == State.APPROVED and until is not None and until < day:
        return State.LAPSED
    return State(state)
