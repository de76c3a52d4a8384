"""Contributions as they stand: expected, came in, still to come; and receipts that nobody has matched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from accounts import contributions as references
from accounts.models import (
    Contribution,
    ContributionReceipt,
    ContributionWaiver,
    Load,
    PaidAhead,
    Person,
    PersonalBudget,
)


@dataclass(frozen=True)
class Standing:
    """One budget's contribution. Pence; `late_pence` is what is still to come in for days that are over."""

    budget: PersonalBudget
    current: Contribution | None
    expected_pence: int
    came_pence: int
    late_pence: int

    @property
    def to_come_pence(self) -> int:
        return self.expected_pence - self.came_pence

    @property
    def reference(self) -> str:
        return references.reference(self.budget.pk)


def standings(today: date, budgets: QuerySet[PersonalBudget]) -> list[Standing]:
    """Of budgets that have a contribution, or something expected or come in. Seven queries."""
    chosen = list(budgets.select_related("person"))
    ids = [budget.pk for budget in chosen]
    loads = Load.objects.filter(budget__in=ids)
    expected = sums(loads, "expected_pence")
    open_yet = sums(loads.filter(last_on__gte=today), "expected_pence")
    waived = sums(PaidAhead.objects.filter(budget__in=ids).exclude(decision=""), "expected_pence")
    let_go = sums(ContributionWaiver.objects.filter(budget__in=ids, decision="waived"), "pence")
    came = sums(ContributionReceipt.objects.filter(budget__in=ids, undone_at=None), "pence")
    current = {each.budget_id: each for each in counting(today, ids)}
    found = []
    for budget in chosen:
        due = expected.get(budget.pk, 0) - waived.get(budget.pk, 0) - let_go.get(budget.pk, 0)
        paid = came.get(budget.pk, 0)
        if budget.pk in current or due or paid:
            late = max(due - paid - open_yet.get(budget.pk, 0), 0)
            found.append(Standing(budget, current.get(budget.pk), due, paid, late))
    return found


def counting(today: date, ids: Sequence[int]) -> QuerySet[Contribution]:
    """The one that counts today for each budget, or that will from a day to come where none does yet."""
    rows = Contribution.objects.filter(budget__in=ids).exclude(ends_on__lt=today)
    return rows.order_by("budget", "-starts_on")


def sums(rows: QuerySet, what: str) -> dict[int, int]:
    return dict(rows.order_by().values_list("budget").annotate(total=Sum(what)))


def of_person(person: Person, today: date) -> list[Standing]:
    return standings(today, PersonalBudget.objects.filter(person=person).order_by("pk"))


def to_match() -> QuerySet[ContributionReceipt]:
    """Oldest first."""
    waiting = ContributionReceipt.objects.filter(budget=None, undone_at=None)
    return waiting.select_related("recorded_by").order_by("received_on", "pk")


@dataclass(frozen=True)
class Between:
    """Of a person's budgets, for days of one statement. Pence."""

    expected_pence: int
    came_pence: int


def between(person: Person, first: date, last: date) -> Between:
    """Expected by loads whose first day is within these days, and received within them."""
    loads = Load.objects.filter(budget__person=person, first_on__range=(first, last))
    waived = PaidAhead.objects.filter(budget__person=person, first_on__range=(first, last)).exclude(decision="")
    receipts = ContributionReceipt.objects.filter(
        budget__person=person, undone_at=None, received_on__range=(first, last)
    )
    let_go = ContributionWaiver.objects.filter(
        budget__person=person, decision="waived", decided_at__date__range=(first, last)
    )
    expected = loads.aggregate(total=Sum("expected_pence", default=0))["total"]
    less = waived.aggregate(total=Sum("expected_pence", default=0))["total"]
    less += let_go.aggregate(total=Sum("pence", default=0))["total"]
    return Between(expected - less, receipts.aggregate(total=Sum("pence", default=0))["total"])
