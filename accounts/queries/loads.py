"""Loads: what is due, what ran, what could not, what waits for a decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.loads import Days
from accounts.models import DueWork, Load, PaidAhead, PersonalBudget
from accounts.queries import entitlements
from accounts.queries.entitlements import FOR_EVER, Entitlement

AHEAD = timedelta(days=28)
EVER = Days(date.min, FOR_EVER)
CLOCK = "loads"  # its name in `accounts.daily`


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
    due = [
        (each, runs) for each in entitlements.of_all(list(to_settle(today))) if (runs := due_in(each, today, within))
    ]
    ran = bool(due) and DueWork.objects.filter(name=CLOCK, ran_at__date=today).exists()
    return [NotRun(each.budget, sum(map(each.paid, runs)), why_not(each, today, ran)) for each, runs in due]


def due_in(each: Entitlement, today: date, within: Days) -> list[Days]:
    return [run for run in each.due(today) if within.first <= each.due_on(run) <= within.last]


def why_not(each: Entitlement, today: date, ran: bool) -> str:
    """`ran` says whether the clock has looked today: what it did not find then, it finds at its next run."""
    if not each.pots:
        return "The budget has no open pot."
    if not ran:
        return "The clock has not run yet today."
    if each.budget.agreed_on == today:
        return "It was agreed after the clock ran today. It is loaded at the clock’s next run."
    return "The clock ran today and did not load it. It tries again at its next run."


def made() -> QuerySet[Load]:
    return Load.objects.select_related("budget__person").order_by("-loaded_at", "-pk")


def questions() -> QuerySet[PaidAhead]:
    """What was paid for too early and nobody has decided, oldest first."""
    return PaidAhead.objects.filter(decision="").select_related("budget__person").order_by("noticed_at", "pk")
