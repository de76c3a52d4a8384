"""What a person sees of the council's payments and of her own contribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import BudgetPause, ContributionReceipt, Load, Person, PersonalBudget
from accounts.queries import contributions, entitlements
from accounts.queries.contributions import Standing


@dataclass(frozen=True)
class NextPayment:
    """`is_first` where the council has never paid before."""

    on: date
    pence: int
    is_first: bool = False


@dataclass(frozen=True)
class FromCouncil:
    """`next` is the first payment to come; `pauses` hold today or are to come; `standings` are her contributions."""

    next: NextPayment | None
    pauses: Sequence[BudgetPause]
    standings: Sequence[Standing]


def of(person: Person, today: date) -> FromCouncil | None:
    """None where the council's clock pays nothing. A constant number of queries."""
    budgets = list(PersonalBudget.objects.filter(person=person, load_calendar__isnull=False).order_by("pk"))
    if not budgets or person.died_on:
        return None
    for budget in budgets:
        budget.person = person
    pauses = BudgetPause.objects.filter(budget__in=budgets, cancelled_at=None).exclude(last_on__lt=today)
    return FromCouncil(next_payment(budgets, today), list(pauses), contributions.of_person(person, today))


def next_payment(budgets: Sequence[PersonalBudget], today: date) -> NextPayment | None:
    """Of several budgets that are paid on one day, their sum."""
    entitled = entitlements.of_all(budgets)
    payments = [payment for each in entitled if (payment := each.coming(today))]
    if not payments:
        return None
    on = min(payment.on for payment in payments)
    is_first = not any(each.loads for each in entitled)
    return NextPayment(on, sum(payment.pence for payment in payments if payment.on == on), is_first)


def expected(person: Person) -> list[Load]:
    """Loads that expected a contribution, newest first."""
    return list(Load.objects.filter(budget__person=person, expected_pence__gt=0).order_by("-first_on", "-pk"))


def received(person: Person) -> list[ContributionReceipt]:
    rows = ContributionReceipt.objects.filter(budget__person=person, undone_at=None)
    return list(rows.order_by("-received_on", "-pk"))
