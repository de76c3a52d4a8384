"""Eight weeks to come: what goes into pots, what people pay, and what goes out to providers and shops."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import forecasts
from accounts.ledger import LedgerKind, totals
from accounts.loads import Days
from accounts.models import PersonalBudget
from accounts.queries import card_holds, entitlements
from accounts.queries.entitlements import Entitlement

WEEKS = 8
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """`days` is None for what comes after the eight weeks. Pence; `owed_pence` is owed to providers today."""

    days: Days | None
    loads_pence: int = 0
    contributions_pence: int = 0
    bookings_pence: int = 0
    owed_pence: int = 0

    @property
    def out_pence(self) -> int:
        return self.bookings_pence + self.owed_pence


def weeks(today: date) -> list[Week]:
    """This week, from Monday, and the seven after it; then, what is held for later. A constant number of queries."""
    first = today - timedelta(days=today.weekday())
    spans = [Days(first + WEEK * number, first + WEEK * number + timedelta(days=6)) for number in range(WEEKS)]
    loads, contributions = planned(today, spans[-1].last)
    held = [*forecasts.coming(), *by_card(today)]
    bookings = [(max(on, today), pence) for on, pence in held]
    made = [
        Week(
            span,
            within(loads, span),
            within(contributions, span),
            within(bookings, span),
            owed() if span.first <= today <= span.last else 0,
        )
        for span in spans
    ]
    return [*made, Week(None, bookings_pence=sum(pence for on, pence in bookings if on > spans[-1].last))]


def within(amounts: Iterable[tuple[date, int]], span: Days) -> int:
    return sum(pence for on, pence in amounts if span.first <= on <= span.last)


def planned(today: date, until: date) -> tuple[Sequence[tuple[date, int]], Sequence[tuple[date, int]]]:
    """Loads of every budget, and contributions that are expected with them."""
    alive = Q(ends_on=None) | Q(ends_on__gte=today) | Q(loads_settled_until=None)
    budgets = PersonalBudget.objects.filter(alive, load_calendar__isnull=False, starts_on__lte=until)
    loads, contributions = [], []
    for each in to_come(list(budgets.select_related("person"))):
        for on, days in each.planned(until, today):
            loads.append((on, each.paid(days)))
            contributions.append((on, each.expected(days)))
    return loads, contributions


def to_come(budgets: list[PersonalBudget]) -> list[Entitlement]:
    """What was loaded before counts only where something has just changed."""
    changed = [budget for budget in budgets if budget.loads_settled_until is None]
    settled = [budget for budget in budgets if budget.loads_settled_until is not None]
    return [*entitlements.of_all(changed), *entitlements.of_all(settled, history=False)]


def by_card(today: date) -> list[tuple[date, int]]:
    """What shops were promised and have not taken."""
    waiting = card_holds.waiting()
    return [(timezone.localdate(asked_at), sum(pence for _, pence in parts)) for asked_at, parts in waiting]


def owed() -> int:
    """To providers, beyond what they owe us."""
    return next(total.pence for total in totals.by_kind() if total.kind == LedgerKind.PAYABLE)
