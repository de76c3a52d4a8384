"""Personal budgets that the clock loads, made the way the site makes them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts import ledger
from accounts.actions import budgets, loads
from accounts.models import Person, PersonalBudget, Pot, WayOfHolding
from accounts.roles import Role
from tests.factories import accounts as make

LONDON = ZoneInfo("Europe/London")
CALENDAR = date(2026, 4, 6)  # a Monday


def on(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def budget(
    weekly_pence: int = 10_000,
    *,
    person: Person | None = None,
    pots: tuple[int, ...] = (7_000, 3_000),
    starts_on: date = CALENDAR,
    **more,
) -> PersonalBudget:
    """£100 a week from 6 April 2026, in two pots, unless told otherwise."""
    given = {"amount_pence": weekly_pence, "period": PersonalBudget.Period.WEEK, "load_calendar": CALENDAR, **more}
    return budgets.agree(
        person=person or make.person(),
        pots=[budgets.PotPlan(f"Pot {number}", weekly) for number, weekly in enumerate(pots)],
        starts_on=starts_on,
        by=make.staff(Role.PRACTITIONER),
        **given,
    )


def running() -> PersonalBudget:
    """Rosa's, paid since two weeks ago, for four weeks that began then."""
    start = timezone.localdate() - timedelta(days=14)
    made = budget(person=make.person("Rosa Alvarez", phone="01632 960701"), starts_on=start, load_calendar=start)
    loads.run_due(timezone.now())
    return made


def in_pots(of: PersonalBudget) -> list[int]:
    """What is free to spend in each."""
    return [ledger.balance(pot.available) for pot in of.pots.select_related("available")]


def in_own_bank(pot: Pot) -> Pot:
    """As the person chose it: her own account, which is not in our books."""
    pot.held_as, pot.available, pot.held = WayOfHolding.OWN_BANK, None, None
    pot.save()
    return pot
