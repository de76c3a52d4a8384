"""What may be decided about a concern on the answers to the three tests of section 42(1) (`accounts.section_42`). Pure.

Section 42(2): where all three are so, the council *must* make enquiries, or see that they are made.
"""

from collections.abc import Mapping
from enum import StrEnum

from accounts.section_42 import Answer, Test

DECIDE_WITHIN = 1  # working day: our own rule


class Decision(StrEnum):
    ENQUIRY = "enquiry"
    OTHER = "other"
    NOTHING = "nothing"


class Stage(StrEnum):
    NEW = "new"
    TRIAGE = "triage"
    DECIDED = "decided"
    CLOSED = "closed"


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
