"""Loads: what is due, what ran, what could not, what waits for a decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Load, PaidAhead, PersonalBudget
from accounts.queries import entitlements

AHEAD = timedelta(days=28)


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


def not_run(today: date) -> list[NotRun]:
    """Oldest budget first. A handful of queries, however many."""
    found = []
    for each in entitlements.of_all(list(to_settle(today))):
        if due := each.due(today):
            why = "The clock has not run yet today." if each.pots else "The budget has no open pot."
            found.append(NotRun(each.budget, sum(each.paid(days) for days in due), why))
    return found


def made() -> QuerySet[Load]:
    return Load.objects.select_related("budget__person").order_by("-loaded_at", "-pk")


def questions() -> QuerySet[PaidAhead]:
    """What was paid for too early and nobody has decided, oldest first."""
    return PaidAhead.objects.filter(decision="").select_related("budget__person").order_by("noticed_at", "pk")
