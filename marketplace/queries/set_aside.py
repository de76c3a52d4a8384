"""What is set aside for what an employer owes, in words for her who thinks of another way of holding her money."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from accounts.changes import Line
from accounts.models import Person
from accounts.models import WayOfHolding as Way
from design.formats import pounds
from marketplace.models import EmployerCosts
from marketplace.queries.employer_costs import Standing, of_person, standings


def told(person: Person, ways: Mapping[int, Way]) -> list[Line]:
    """It stays where it is, whatever she chooses; what can end is that more is put by here."""
    running = list(of_person(person).filter(state=EmployerCosts.State.AGREED))
    found = standings(running, timezone.localdate()) if running else []
    kept = [line for each in found if each.aside_pence for line in _kept(each)]
    return [*kept, *(line for each in found for line in _from_now_on(each, ways))]


def _kept(each: Standing) -> Sequence[Line]:
    return (
        ("lock", f"{pounds(each.aside_pence)} is set aside for what you owe {each.costs.who}."),
        ("calendar", "It stays for holiday, sick pay and the end of the job."),
        ("purse", "What is not needed comes back when the job is over."),
    )


def _from_now_on(each: Standing, ways: Mapping[int, Way]) -> Sequence[Line]:
    """Where the wage is paid from her own bank account, nobody here can put anything by."""
    costs = each.costs
    to, a_week = ways.get(costs.wage_pot_id), pounds(costs.aside_week_pence)
    if to is None or not costs.aside_week_pence:
        return ()
    if to != Way.OWN_BANK:
        return (("lock", f"We still set aside {a_week} each week."),)
    return (
        ("lock", f"We set aside {a_week} a week while the money that stays lasts."),
        ("home", f"After that, you put by {a_week} each week yourself."),
    )
