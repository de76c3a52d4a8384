"""The steps of an application: which there are for whom, which are done, what is missing. Pure."""

from collections.abc import Collection
from dataclasses import dataclass


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


def missing(steps: Collection[Step], answered: Collection[str]) -> list[Step]:
    return [step for step in steps if step.key not in answered]


def next_step(steps: Collection[Step], answered: Collection[str]) -> Step | None:
    """The first that is not done yet."""
    return next(iter(missing(steps, answered)), None)
