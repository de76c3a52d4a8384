"""A contribution that is late, made the way the site makes it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actions import arrears, contributions, loads
from accounts.models import ContributionWaiver, Person, PersonalBudget, User
from accounts.roles import Role
from tests.factories import accounts as make
from tests.factories import budgets

WEEKLY = 2_000


def late(person: Person | None = None, **terms: Any) -> PersonalBudget:
    """£20 a week since 40 days ago, none of which came in: the first four weeks of it, £80, are late."""
    start = timezone.localdate() - timedelta(days=40)
    who = person or make.person("Rosa Alvarez")
    made = budgets.budget(person=who, starts_on=start, load_calendar=start, **terms)
    contributions.record(budget=made, weekly_pence=WEEKLY, starts_on=start, assessment_reference="FA-1", by=finance())
    for days in (40, 12):
        loads.settle(budget=made, at=timezone.now() - timedelta(days=days))
    return made


def finance(name: str = "Martin Cole") -> User:
    return make.staff(Role.FINANCE, name=name)


def waiver(of: PersonalBudget, pence: int = 3_000, *, by: User | None = None) -> ContributionWaiver:
    return arrears.propose_waiver(budget=of, pence=pence, why="She was in hospital.", by=by or finance())
