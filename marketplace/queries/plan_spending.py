"""What was spent towards each outcome: visits that were paid, and card purchases by the pot they came from.

Totals only: no line, no shop, no name.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
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
ByOutcome = Counter[int | None]  # pence by the id of an outcome


@dataclass(frozen=True)
class Spent:
    """One outcome: what the plan has for four weeks, what was spent in the last four, and in the last 52.

    `planned_pence` is None where no plan is agreed: then there is nothing to compare with.
    """

    name: str
    planned_pence: int | None
    lately_pence: int
    long_pence: int

    @property
    def sums(self) -> tuple[int | None, int, int]:
        return self.planned_pence, self.lately_pence, self.long_pence

    @property
    def bar(self) -> dict[str, object]:
        if self.planned_pence is None:
            return {"label": self.name, "text": pounds(self.lately_pence), "value": self.lately_pence}
        spent, planned = pounds(self.lately_pence), pounds(self.planned_pence)
        text = f"{spent} of {planned}" if self.planned_pence else f"{spent}, not in the plan"
        return {"label": self.name, "text": text, "value": self.lately_pence, "of": max(self.planned_pence, 1)}


@dataclass(frozen=True)
class Spending:
    """All of it, ready to be drawn."""

    rows: Sequence[Spent]
    has_plan: bool = True

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def bars(self) -> list[dict[str, object]]:
        return [row.bar for row in self.rows]

    @property
    def table(self) -> Table:
        planned = [Column("Plan for 4 weeks", numeric=True)] if self.has_plan else []
        columns = [
            Column("Outcome", header=True),
            *planned,
            Column("Spent in the last 4 weeks", numeric=True),
            Column("In the last 52 weeks", numeric=True),
        ]
        cells = [[row.name, *(pounds(pence) for pence in row.sums if pence is not None)] for row in self.rows]
        return Table("Visits that were paid and card purchases, by outcome", columns, cells)


def of(person: Person, version: PlanVersion | None, at: datetime | None = None) -> Spending:
    """Outcomes that the plan names or that money went to, in their order."""
    return _spending([person.pk], {person.pk: version}, at or timezone.now())[person.pk]


def of_all(versions: Sequence[PlanVersion], at: datetime | None = None) -> dict[int, Spending]:
    """The same of many plans, by the version's id. As many queries as for one."""
    held: dict[int, PlanVersion | None] = {version.plan.person_id: version for version in versions}
    found = _spending(list(held), held, at or timezone.now())
    return {version.pk: found[version.plan.person_id] for version in versions}


def _spending(people: list[int], versions: Mapping[int, PlanVersion | None], now: datetime) -> dict[int, Spending]:
    lately, long = _since(people, now - LATELY), _since(people, now - LONG)
    names = dict(Outcome.objects.values_list("pk", "name"))
    return {person: _rows(names, versions[person], lately[person], long[person]) for person in people}


def _rows(names: dict[int, str], version: PlanVersion | None, lately: ByOutcome, long: ByOutcome) -> Spending:
    planned: ByOutcome = _planned(version) if version else Counter()
    wanted = [key for key in [*names, None] if planned[key] or lately[key] or long[key]]
    rows = [
        Spent(names.get(key or 0, OTHER), 4 * planned[key] if version else None, lately[key], long[key])
        for key in wanted
    ]
    return Spending(rows, has_plan=version is not None)


def _planned(version: PlanVersion) -> ByOutcome:
    found: ByOutcome = Counter()
    for outcome in version.outcomes.all():
        found[outcome.outcome_id] += outcome.weekly_pence
    return found


def _since(people: list[int], since: datetime) -> dict[int, ByOutcome]:
    """Pence by person and by the id of the outcome, or None; less what was given back."""
    found: dict[int, ByOutcome] = defaultdict(Counter)
    visits = Visit.objects.filter(order__person__in=people, settled_at__gte=since).order_by()
    paid = Sum(F("paid_pence") - F("refunded_pence"))
    sums = visits.values_list("order__person", "order__outcome").annotate(sum=paid)
    for person, outcome, pence in sums:
        found[person][outcome] += pence or 0
    for person, outcome, pence in _by_card(people, since):
        found[person][outcome] += pence
    return found


def _by_card(people: list[int], since: datetime) -> list[tuple[int, int | None, int]]:
    """What is given back goes to the pot drawn on last: so what is left was drawn from the first."""
    taken = CardAuthorisation.objects.filter(
        card__account__person__in=people, state=CardAuthorisation.State.CAPTURED, asked_at__gte=since
    )
    bought = taken.select_related("card__account").prefetch_related("draws__pot")
    return [(each.card.account.person_id, *part) for each in bought for part in _parts(each)]


def _parts(purchase: CardAuthorisation) -> Sequence[tuple[int | None, int]]:
    draws = list(purchase.draws.all())
    left = share(
        [(number, draw.pence) for number, draw in enumerate(draws)], purchase.captured_pence - purchase.refunded_pence
    )
    pots = [(draws[number].pot, pence) for number, pence in left]
    return [(pot.outcome_id, pence) for pot, pence in pots if pot]  # without a pot: beyond what there was
