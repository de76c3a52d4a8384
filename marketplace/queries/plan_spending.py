"""What was spent towards each outcome: visits that were paid, and card purchases by the pot they came from.

Totals only: no line, no shop, no name.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import CardAuthorisation, Outcome, Person
from accounts.spending import share
from design.components import Column, Table
from design.formats import pounds
from marketplace.models import PlanVersion, Visit

LATELY, LONG = timedelta(weeks=4), timedelta(weeks=52)
OTHER = "Not for one outcome"


@dataclass(frozen=True)
class Spent:
    """One outcome: what the plan has for four weeks, what was spent in the last four, and in the last 52."""

    name: str
    planned_pence: int
    lately_pence: int
    long_pence: int

    @property
    def bar(self) -> dict[str, object]:
        text = f"{pounds(self.lately_pence)} of {pounds(self.planned_pence)}"
        return {"label": self.name, "text": text, "value": self.lately_pence, "of": max(self.planned_pence, 1)}


@dataclass(frozen=True)
class Spending:
    """All of it, ready to be drawn."""

    rows: Sequence[Spent]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def bars(self) -> list[dict[str, object]]:
        return [row.bar for row in self.rows]

    @property
    def table(self) -> Table:
        columns = [
            Column("Outcome", header=True),
            Column("Plan for 4 weeks", numeric=True),
            Column("Spent in the last 4 weeks", numeric=True),
            Column("In the last 52 weeks", numeric=True),
        ]
        cells = [
            [row.name, pounds(row.planned_pence), pounds(row.lately_pence), pounds(row.long_pence)] for row in self.rows
        ]
        return Table("Visits that were paid and card purchases, by outcome", columns, cells)


def of(person: Person, version: PlanVersion | None, at: datetime | None = None) -> Spending:
    """Outcomes that the plan names or that money went to, in their order."""
    now = at or timezone.now()
    lately, long = _since(person, now - LATELY), _since(person, now - LONG)
    planned = _planned(version)
    names = dict(Outcome.objects.values_list("pk", "name"))
    wanted = [key for key in [*names, None] if planned[key] or long[key]]
    return Spending([Spent(names.get(key or 0, OTHER), 4 * planned[key], lately[key], long[key]) for key in wanted])


def _planned(version: PlanVersion | None) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for outcome in version.outcomes.all() if version else ():
        found[outcome.outcome_id] += outcome.weekly_pence
    return found


def _since(person: Person, since: datetime) -> Counter[int | None]:
    """Pence by the id of the outcome, or None; less what was given back."""
    found: Counter[int | None] = Counter()
    visits = Visit.objects.filter(order__person=person, settled_at__gte=since).order_by()
    for outcome, pence in visits.values_list("order__outcome").annotate(sum=Sum(F("paid_pence") - F("refunded_pence"))):
        found[outcome] += pence or 0
    for outcome, pence in _by_card(person, since):
        found[outcome] += pence
    return found


def _by_card(person: Person, since: datetime) -> list[tuple[int | None, int]]:
    """What is given back goes to the pot drawn on last: so what is left was drawn from the first."""
    taken = CardAuthorisation.objects.filter(
        card__account__person=person, state=CardAuthorisation.State.CAPTURED, asked_at__gte=since
    ).prefetch_related("draws__pot")
    return [part for purchase in taken for part in _parts(purchase)]


def _parts(purchase: CardAuthorisation) -> Sequence[tuple[int | None, int]]:
    draws = list(purchase.draws.all())
    left = share(
        [(number, draw.pence) for number, draw in enumerate(draws)], purchase.captured_pence - purchase.refunded_pence
    )
    return [(draws[number].pot.outcome_id, pence) for number, pence in left]
