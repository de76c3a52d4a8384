"""Loads: what is due, what ran, what could not, what waits for a decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.loads import Days
from accounts.models import Load, PaidAhead, PersonalBudget
from accounts.queries import entitlements
from accounts.queries.entitlements import FOR_EVER, Entitlement

AHEAD = timedelta(days=28)
EVER = Days(date.min, FOR_EVER)


def to_settle(today: date) -> QuerySet[PersonalBudget]:
    """Budgets that the clock has to look at: their days are not settled as far as today."""
    unsettled = Q(loads_settled_until=None) | Q(loads_settled_until__lt=today)
    with_clock = PersonalBudget.objects.filter(unsettled, load_calendar__isnull=False, starts_on__lte=today)
    return with_clock.select_related("person__user").order_by("pk")


@dataclass(frozen=True)
class NotRun:
    """A budget with days that are due and not loaded. `why` is a sentence."""

    budget: PersonalBudget
    pence: int
    why: str


def not_run(today: date, within: Days = EVER) -> list[NotRun]:
    """Oldest budget first; of all days, or those that were to be loaded within some. A handful of queries."""
    found = []
    for each in entitlements.of_all(list(to_settle(today))):
        if due := [days for days in each.due(today) if within.first <= each.due_on(days) <= within.last]:
            found.append(NotRun(each.budget, sum(each.paid(days) for days in due), why_not(each)))
    return found


def why_not(each: Entitlement) -> str:
    return "The clock has not run yet today." if each.pots else "The budget has no open pot."


def made() -> QuerySet[Load]:
    return Load.objects.select_related("budget__person").order_by("-loaded_at", "-pk")


def questions() -> QuerySet[PaidAhead]:
    """What was paid for too early and nobody has decided, oldest first."""
    return PaidAhead.objects.filter(decision="").select_related("budget__person").order_by("noticed_at", "pk")
