"""The life of a complaint, a compliment or a comment, as data: what may be done when, and what the clock asks. Pure.

The law is the Local Authority Social Services and National Health Service Complaints (England) Regulations 2009
(S.I. 2009/309): acknowledged not later than 3 working days after the day it came, with an offer to talk about how it is
handled and how long that takes (regulation 13); an answer in writing that says how it was looked into, what was found
and what is done, with the right to go to the Ombudsman (14); a letter that says why, where it takes longer than
6 months or than was agreed (14(4)). People have 12 months to complain, and longer for a good reason (12).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from accounts import working_days

ACKNOWLEDGE_WITHIN = 3  # working days, regulation 13(3)
PLAN_WITHIN = 10  # working days from the day it came: our own rule, so that nothing is left lying
ANSWER_WITHIN_MONTHS = 6  # unless the person agrees to more, regulation 14(3)
WAIT_FOR_REPLY = timedelta(days=28)  # after an answer, before it is closed: our own rule
COMMENT_WITHIN = 10  # working days in which a compliment or comment is passed on: our own rule
FEWEST = 5  # a count under this is not shown


class Kind(StrEnum):
    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    COMMENT = "comment"


class Stage(StrEnum):
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    PLANNED = "planned"
    LOOKED_INTO = "looked_into"
    ANSWERED = "answered"
    OMBUDSMAN = "ombudsman"
    CLOSED = "closed"


class Subject(StrEnum):
    ASSESSMENT = "assessment"
    MONEY = "money"
    SERVICE = "service"
    ASSISTANT = "assistant"
    STAFF = "staff"
    INFORMATION = "information"
    OTHER = "other"


class Outcome(StrEnum):
    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"


KINDS = {Kind.COMPLAINT: "Complaint", Kind.COMPLIMENT: "Compliment", Kind.COMMENT: "Comment"}
STAGES = {
    Stage.RECEIVED: "Received",
    Stage.ACKNOWLEDGED: "Acknowledged",
    Stage.PLANNED: "Plan agreed",
    Stage.LOOKED_INTO: "Being looked into",
    Stage.ANSWERED: "Answered",
    Stage.OMBUDSMAN: "With the Ombudsman",
    Stage.CLOSED: "Closed",
}
SUBJECTS = {
    Subject.ASSESSMENT: "An assessment or a decision",
    Subject.MONEY: "Money or a payment",
    Subject.SERVICE: "Care or support from an organisation",
    Subject.ASSISTANT: "A personal assistant",
    Subject.STAFF: "Somebody who works for the council",
    Subject.INFORMATION: "Information or this website",
    Subject.OTHER: "Something else",
}
OUTCOMES = {
    Outcome.UPHELD: "We agree: it went wrong",
    Outcome.PARTLY: "We agree with part of it",
    Outcome.NOT_UPHELD: "We looked, and do not agree",
    Outcome.WITHDRAWN: "Taken back by the person",
}
OPEN = frozenset({Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.PLANNED, Stage.LOOKED_INTO})


@dataclass(frozen=True)
class Move:
    name: str
    from_: Stage
    to: Stage
    kinds: frozenset[Kind]


class NotAllowed(Exception):
    """There is no such step from where this stands."""


def move(name: str, from_: Stage, to: Stage, *kinds: Kind) -> Move:
    return Move(name, from_, to, frozenset(kinds or (Kind.COMPLAINT,)))


MOVES = (
    move("acknowledge", Stage.RECEIVED, Stage.ACKNOWLEDGED),
    move("plan", Stage.ACKNOWLEDGED, Stage.PLANNED),
    move("replan", Stage.PLANNED, Stage.PLANNED),
    move("replan", Stage.LOOKED_INTO, Stage.LOOKED_INTO),
    move("begin", Stage.PLANNED, Stage.LOOKED_INTO),
    move("answer", Stage.LOOKED_INTO, Stage.ANSWERED),
    move("look_again", Stage.ANSWERED, Stage.LOOKED_INTO),
    move("ombudsman", Stage.ANSWERED, Stage.OMBUDSMAN),
    move("close", Stage.ANSWERED, Stage.CLOSED),
    move("close", Stage.OMBUDSMAN, Stage.CLOSED),
    *(move("withdraw", stage, Stage.CLOSED) for stage in Stage if stage in OPEN),
    move("pass_on", Stage.RECEIVED, Stage.CLOSED, Kind.COMPLIMENT),
    move("file", Stage.RECEIVED, Stage.CLOSED, Kind.COMPLIMENT, Kind.COMMENT),
    move("treat_as_complaint", Stage.RECEIVED, Stage.RECEIVED, Kind.COMPLIMENT, Kind.COMMENT),
)


def step(name: str, kind: str, stage: str) -> Move:
    for each in MOVES:
        if each.name == name and each.from_ == stage and kind in each.kinds:
            return each
    raise NotAllowed(f"{name} of a {kind} that is {stage}")


def steps(kind: str, stage: str) -> list[str]:
    """What can be done with it now, in the order in which one does it."""
    return [each.name for each in MOVES if each.from_ == stage and kind in each.kinds]


def first_due(kind: str, received_on: date) -> date:
    """By when it is acknowledged, or passed on where it is no complaint."""
    return working_days.after(received_on, ACKNOWLEDGE_WITHIN if kind == Kind.COMPLAINT else COMMENT_WITHIN)


def plan_due(received_on: date) -> date:
    return working_days.after(received_on, PLAN_WITHIN)


def longest(received_on: date) -> date:
    """The last day of the 6 months that begin on the day it came (regulation 14(3)(a))."""
    month = received_on.month + ANSWER_WITHIN_MONTHS
    year, month = received_on.year + (month - 1) // 12, (month - 1) % 12 + 1
    for day in range(received_on.day, 27, -1):
        try:
            return date(year, month, day) - timedelta(days=1)
        except ValueError:  # the month is shorter
            continue
    return date(year, month, min(received_on.day, 27)) - timedelta(days=1)


def hide_small(counts: dict[str, int], fewest: int = FEWEST) -> dict[str, int | None]:
    """Small numbers become None; where that is one alone, the next smallest too: the total must not tell it."""
    shown: dict[str, int | None] = {key: n if n == 0 or n >= fewest else None for key, n in counts.items()}
    if sum(n is None for n in shown.values()) == 1:
        left = {key: n for key, n in shown.items() if n}
        if left:
            shown[min(left, key=lambda key: left[key] or 0)] = None
    return shown
