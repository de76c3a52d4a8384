"""The steps of an application: which there are for whom, which are done, what is missing. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from directory.approval_rules import CheckKind


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    for_assistants: bool = True
    for_organisations: bool = True


STEPS = (
    Step("about", "About your work"),
    Step("helps", "What you help with", for_organisations=False),
    Step("area", "Where you work", for_organisations=False),
    Step("referees", "Two people who know your work"),
    Step("insurance", "Insurance"),
    Step("training", "Training and experience"),
    Step("dbs", "Criminal record check"),
    Step("code", "Code of conduct"),
)


def steps_for(*, assistant: bool) -> list[Step]:
    return [step for step in STEPS if (step.for_assistants if assistant else step.for_organisations)]


RENEWS = {  # what somebody fills in again when a check ends; of the others a paper or a meeting is enough
    CheckKind.REFERENCES: "referees",
    CheckKind.INSURANCE: "insurance",
    CheckKind.TRAINING: "training",
    CheckKind.DBS: "dbs",
    CheckKind.CODE_OF_CONDUCT: "code",
}


def steps_again(kinds: Collection[str]) -> list[str]:
    """The steps of a renewal, in their order, for the checks that end."""
    wanted = {RENEWS[CheckKind(kind)] for kind in kinds if kind in RENEWS}
    return [step.key for step in STEPS if step.key in wanted]


def missing(steps: Collection[Step], answered: Collection[str]) -> list[Step]:
    return [step for step in steps if step.key not in answered]


def next_step(steps: Collection[Step], answered: Collection[str]) -> Step | None:
    """The first that is not done yet."""
    return next(iter(missing(steps, answered)), None)
