"""What the Care Act asks about a concern, and what may be decided on the answers. Pure.

Section 42(1): the duty to make enquiries is there where there is reasonable cause to suspect that an adult in the area
(a) has needs for care and support, whether or not the council meets any; (b) is experiencing, or is at risk of, abuse
or neglect; (c) because of those needs cannot protect herself against it, or the risk of it. Section 42(2): then the
council *must* make enquiries, or see that they are made.
"""

from collections.abc import Mapping
from enum import StrEnum

DECIDE_WITHIN = 1  # working day: our own rule


class Test(StrEnum):
    NEEDS = "needs"
    RISK = "risk"
    PROTECT = "protect"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Decision(StrEnum):
    ENQUIRY = "enquiry"
    OTHER = "other"
    NOTHING = "nothing"


class Stage(StrEnum):
    NEW = "new"
    TRIAGE = "triage"
    DECIDED = "decided"
    CLOSED = "closed"


TESTS = {
    Test.NEEDS: "Does the adult have needs for care and support?",
    Test.RISK: "Is the adult experiencing abuse or neglect, or at risk of it?",
    Test.PROTECT: "Because of those needs, is the adult unable to protect themselves?",
}
ANSWERS = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_KNOWN: "Not yet known"}
DECISIONS = {
    Decision.ENQUIRY: "Section 42 enquiry",
    Decision.OTHER: "Other action",
    Decision.NOTHING: "No further action",
}
STAGES = {
    Stage.NEW: "New",
    Stage.TRIAGE: "Being looked at",
    Stage.DECIDED: "Decided",
    Stage.CLOSED: "Closed",
}
FROM: dict[str, tuple[Stage, ...]] = {  # what may be done in which stage
    "take": (Stage.NEW, Stage.TRIAGE, Stage.DECIDED),
    "tests": (Stage.TRIAGE,),
    "wishes": (Stage.TRIAGE, Stage.DECIDED),
    "decide": (Stage.TRIAGE,),
    "look_again": (Stage.DECIDED,),
    "close": (Stage.DECIDED,),
    "note": (Stage.NEW, Stage.TRIAGE, Stage.DECIDED),
    "link": (Stage.TRIAGE, Stage.DECIDED),
}


def open_decisions(answers: Mapping[str, str]) -> tuple[Decision, ...]:
    """All three yes: an enquiry and nothing less. Any no: no duty under section 42. Otherwise find out first."""
    given = {answers.get(test, "") for test in Test}
    if given == {Answer.YES}:
        return (Decision.ENQUIRY,)
    return (Decision.OTHER, Decision.NOTHING) if Answer.NO in given else ()
