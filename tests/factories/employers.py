"""Somebody who employs an assistant and sets aside what that costs later, made the way the site makes it."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts import ledger
from accounts.actions import budgets as agreeing
from accounts.employing import Job
from accounts.models import Person, Pot, User
from accounts.queries import employing
from accounts.roles import Role
from marketplace.actions import employer_costs
from marketplace.models import EmployedAssistant, EmployerCosts
from tests.factories import accounts as make
from tests.factories import budgets, marketplace

# 10 hours on 2 days at £15: £150 a week, all but the wage about £30 a week.
TEN_HOURS = Job(
    minutes_a_week=600,
    days_a_week=2,
    rate_pence_an_hour=1_500,
    age_years=30,
    sick_weeks=1,
    cover_weeks=0,
    cover_rate_pence_an_hour=1_500,
)
WEEKS = timedelta(weeks=4)


def wage_pot(weekly_pence: int = 30_000, *, pence: int = 100_000, person: Person | None = None) -> Pot:
    """£300 a week for everything, held by the council; £1,000 in it."""
    start = timezone.localdate() - timedelta(days=60)
    made = budgets.budget(
        weekly_pence, person=person or make.person("Joan Whitfield"), pots=(weekly_pence,), starts_on=start
    )
    pot = made.pots.select_related("person__user", "available", "held", "budget").get()
    if pence:
        agreeing.load(pot=pot, pence=pence, key=f"test-load:{pot.pk}", by=None)
    return pot


def sent(pot: Pot | None = None, *, job: Job = TEN_HOURS, employed: EmployedAssistant | None = None) -> EmployerCosts:
    pot = pot or wage_pot()
    row = employing.of_day(employing.years(), timezone.localdate())
    assert row
    works = employed or works_for(pot.person)
    by = pot.person.user or staff()
    return employer_costs.send(person=pot.person, rates=row, job=job, wage_pot=pot, employed=works, by=by)


def works_for(person: Person) -> EmployedAssistant:
    """For somebody without a sign-in it was written down on paper."""
    if person.user:
        return marketplace.employed(person)
    then, by = timezone.now() - WEEKS, staff()
    said = {"said_by": by, "said_at": then, "not_household_at": then}
    return EmployedAssistant.objects.create(person=person, personal_assistant=marketplace.maria(), **said)


def agreed(pot: Pot | None = None, *, began: timedelta = WEEKS, **more: object) -> EmployerCosts:
    """Agreed as from four weeks ago; nothing is set aside before the clock comes."""
    made = sent(pot, **more)  # type: ignore[arg-type]
    starts_on = timezone.localdate() - began
    return employer_costs.agree(costs=made, starts_on=starts_on, words="This fits.", by=staff())


def running(pot: Pot | None = None, *, at: datetime | None = None, **more: object) -> EmployerCosts:
    """Four weeks are set aside."""
    made = agreed(pot, **more)  # type: ignore[arg-type]
    employer_costs.put_by_due(at or timezone.now())
    made.refresh_from_db()
    return made


def staff(name: str = "Samuel Osei") -> User:
    return make.staff(Role.PRACTITIONER, name=name)


def aside(costs: EmployerCosts) -> int:
    assert costs.pot and costs.pot.available
    return ledger.balance(costs.pot.available)


def free(costs: EmployerCosts) -> int:
    assert costs.wage_pot.available
    return ledger.balance(costs.wage_pot.available)
