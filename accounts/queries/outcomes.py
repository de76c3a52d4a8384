"""Budgets beside what was spent, by outcome: totals, nobody's lines."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.ledger import totals
from accounts.models import Person, Pot


@dataclass
class OutcomeTotal:
    """One person's one outcome in a period. `weekly_pence` is what her budget has for it now."""

    person: Person
    outcome: str
    weekly_pence: int = 0
    spent_pence: int = 0


def of(since: datetime, until: datetime, people: Collection[Person] | None = None) -> list[OutcomeTotal]:
    """In the order of case references and of the pots. Four queries, however many people."""
    pots = Pot.objects.filter(Q(budget__isnull=False) | Q(is_set_aside=True)).select_related(
        "person", "outcome", "budget"
    )
    if people is not None:
        pots = pots.filter(person__in=people)
    found = list(pots.order_by("person__case_reference", "person", "position", "pk"))
    accounts = [pk for pot in found for pk in accounts_of(pot)] if people is not None else None
    spent = totals.spent(since, until, accounts)
    sums: dict[tuple[int, str], OutcomeTotal] = {}
    for pot in found:
        name = named(pot)
        total = sums.setdefault((pot.person_id, name), OutcomeTotal(pot.person, name))
        total.weekly_pence += pot.weekly_pence if runs(pot) else 0
        total.spent_pence += sum(spent.get(pk, 0) for pk in accounts_of(pot))
    return list(sums.values())


def runs(pot: Pot) -> bool:
    """It is open, and its budget has not ended: an old pot may wait for what it still holds."""
    ends_on = pot.budget.ends_on if pot.budget else None
    return pot.closed_at is None and (ends_on is None or ends_on >= timezone.localdate())


def accounts_of(pot: Pot) -> Iterator[int]:
    yield from (pk for pk in (pot.available_id, pot.held_id) if pk)


def named(pot: Pot) -> str:
    return pot.outcome.name if pot.outcome else pot.label
