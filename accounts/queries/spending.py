"""What somebody's money was spent on over some days, by outcome, beside what the plan has for the same days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.ledger import totals
from accounts.models import Person, Pot, WayOfHolding
from accounts.periods import Period
from accounts.queries import outcomes


@dataclass
class Spent:
    """`planned_pence` is none where no weekly amount was agreed."""

    outcome: str
    planned_pence: int = 0
    spent_pence: int = 0


@dataclass(frozen=True)
class Part:
    """Of a budget, or of own money. `elsewhere` are purposes whose money is in her own bank: we see nothing of it."""

    is_own_money: bool
    rows: Sequence[Spent]
    elsewhere: Sequence[str]

    @property
    def spent_pence(self) -> int:
        return sum(row.spent_pence for row in self.rows)

    @property
    def planned_pence(self) -> int:
        return sum(row.planned_pence for row in self.rows)


def of(person: Person, period: Period) -> list[Part]:
    """The budget first. Three queries; pots of the past count for the days on which they were open."""
    pots = list(Pot.objects.filter(person=person).select_related("outcome", "budget", "card_account"))
    accounts = [pk for pot in pots for pk in outcomes.accounts_of(pot)]
    spent = totals.spent(period.begins, period.until, accounts)
    parts = [[pot for pot in pots if is_own(pot) == own] for own in (False, True)]
    return [part(found, spent, period) for found in parts if found]


def is_own(pot: Pot) -> bool:
    """Own money; what an employer sets aside is of the budget."""
    return pot.budget_id is None and not pot.is_set_aside


def part(pots: Sequence[Pot], spent: dict[int, int], period: Period) -> Part:
    """Nothing is told of a purpose that had neither a plan nor a payment in these days."""
    rows: dict[str, Spent] = {}
    for pot in pots:
        row = rows.setdefault(outcomes.named(pot), Spent(outcomes.named(pot)))
        row.spent_pence += sum(spent.get(pk, 0) for pk in outcomes.accounts_of(pot))
        row.planned_pence += planned(pot, period)
    told = [row for row in rows.values() if row.spent_pence or row.planned_pence]
    return Part(is_own(pots[0]), told, list(dict.fromkeys(elsewhere(pots, period))))


def elsewhere(pots: Sequence[Pot], period: Period) -> Iterator[str]:
    yield from (outcomes.named(pot) for pot in pots if pot.held_as == WayOfHolding.OWN_BANK and days_of(pot, period))


def planned(pot: Pot, period: Period) -> int:
    """To the nearest penny. What is in her own bank is left out: what is spent from there we do not know."""
    return 0 if pot.available_id is None else round(pot.weekly_pence * days_of(pot, period) / 7)


def days_of(pot: Pot, period: Period) -> int:
    """On how many of these days it was open."""
    first, last = max(period.first, began(pot)), min(period.last, ended(pot))
    return max((last - first).days + 1, 0)


def began(pot: Pot) -> date:
    if pot.budget:
        return pot.budget.starts_on
    return timezone.localdate(pot.card_account.opened_at) if pot.card_account else date.min


def ended(pot: Pot) -> date:
    """Its last day: a pot that is closed on a day counts to the day before."""
    of_budget = pot.budget.ends_on if pot.budget else None
    closed = timezone.localdate(pot.closed_at) - timedelta(days=1) if pot.closed_at else None
    return min(of_budget or date.max, closed or date.max)
