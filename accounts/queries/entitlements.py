"""What a budget is to be loaded with: its amount, days, pauses and contributions, and the days that are loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings

from accounts import loads
from accounts.loads import DAY, Days, Rate
from accounts.models import BudgetPause, Contribution, Load, PaidAhead, Person, PersonalBudget, Pot
from accounts.models import WayOfHolding as Way

FOR_EVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Coming:
    """One payment to come: when, how much, and for which days."""

    on: date
    pence: int
    days: Days


@dataclass(frozen=True)
class Entitlement:
    """One budget as it stands. `person` is loaded with it."""

    budget: PersonalBudget
    pots: Sequence[Pot]
    pauses: Sequence[Days]
    contributions: Sequence[Rate]
    loads: Sequence[Load]
    decided: Sequence[PaidAhead]

    @property
    def calendar(self) -> date:
        return self.budget.load_calendar or self.budget.starts_on

    @property
    def last(self) -> date:
        """The last day that the budget pays for: its own, or that of a death."""
        return min(self.budget.ends_on or FOR_EVER, self.budget.person.died_on or FOR_EVER)

    @property
    def rate(self) -> Rate:
        return Rate(self.budget.amount_pence, self.budget.period, self.budget.starts_on)

    def gross(self, days: Days) -> int:
        return self.rate.of(days)

    def contribution(self, days: Days) -> int:
        """The person's part, never more than the whole."""
        return min(sum(rate.of(days) for rate in self.contributions), self.gross(days))

    def paid(self, days: Days) -> int:
        """What the council pays: all of it, or less the contribution where the budget is net."""
        return self.gross(days) - (0 if self.budget.is_gross else self.contribution(days))

    def expected(self, days: Days) -> int:
        """The part of the contribution that comes through us. Net and in her own bank account, she keeps it there."""
        through_us = self.budget.is_gross or any(in_books(pot) for pot in self.pots)
        return self.contribution(days) if through_us else 0

    @cached_property
    def loaded(self) -> list[Days]:
        """Days that stand as loaded: not those that were taken back."""
        return loads.standing([days_of(load) for load in self.loads], self.taken_back)[0]

    @property
    def taken_back(self) -> list[Days]:
        return [days_of(each) for each in self.decided if each.decision == PaidAhead.Decision.TAKE_BACK]

    @property
    def left(self) -> list[Days]:
        return [days_of(each) for each in self.decided if each.decision == PaidAhead.Decision.LEAVE]

    def payable(self, until: date) -> list[Days]:
        return loads.payable(self.budget.starts_on, min(self.last, until), self.pauses)

    def due(self, today: date) -> list[Days]:
        """Days to load now: those of the four weeks that today is in, and earlier ones that are missing."""
        if today < self.budget.starts_on:
            return []
        return loads.due(self.payable(self.period(today).last), self.loaded, self.calendar)

    def due_on(self, run: Days) -> date:
        """The day on which a run of days is to be loaded: with its four weeks, and not before anybody agreed it."""
        return max(self.period(run.first).first, self.budget.starts_on, self.budget.agreed_on)

    def ahead(self) -> list[Days]:
        """Days that are loaded, are not to be paid for after all, and nobody has decided about."""
        if not self.loaded:
            return []
        runs = loads.without(self.loaded, [*self.payable(self.loaded[-1].last), *self.left])
        return [part for run in runs for part in split_at(run, self.last)]

    def why(self, days: Days) -> PaidAhead.Why:
        if days.first <= self.last:
            return PaidAhead.Why.PAUSE
        return PaidAhead.Why.DEATH if self.last == self.budget.person.died_on else PaidAhead.Why.END

    def was_expected(self, days: Days) -> int:
        """The contribution expected for days that are loaded, if their loads expected one."""
        asked = any(load.expected_pence and loads.cut(days, days_of(load)) != [days] for load in self.loads)
        return self.contribution(days) if asked else 0

    def turn(self, days: Days) -> int:
        """1, or more where one of these days was loaded before and taken back."""
        earlier = [load.turn for load in self.loads if loads.cut(days, days_of(load)) != [days]]
        return 1 + max(earlier, default=0)

    def period(self, day: date) -> Days:
        return loads.four_weeks(day, self.calendar)

    def settled_until(self, today: date) -> date:
        until = self.period(today).last
        return FOR_EVER if self.last <= until else until

    def next_on(self, today: date) -> date | None:
        """The day of the next load after today, if there is one to come."""
        first = max(self.period(today).last + DAY, self.budget.starts_on)
        coming = [run for run in self.payable(first + DAY * 364) if run.last >= first]
        return max(coming[0].first, first) if coming else None

    def coming(self, today: date) -> Coming | None:
        """The next payment, that of today included: what is due by then comes in one sum."""
        planned = self.planned(self.next_on(today) or max(today, self.budget.starts_on), today)
        on = min((on for on, _ in planned), default=today)
        return self.payment(on, [run for at, run in planned if at == on])

    def following(self, after: Coming) -> Coming | None:
        """The payment for the four weeks after another."""
        on = self.next_on(after.on)
        return self.payment(on, [run for at, run in self.planned(on, after.on) if at == on]) if on else None

    def payment(self, on: date, runs: Sequence[Days]) -> Coming | None:
        return Coming(on, sum(map(self.paid, runs)), Days(runs[0].first, runs[-1].last)) if runs else None

    def planned(self, until: date, today: date) -> list[tuple[date, Days]]:
        """Loads to come up to a day: when, and for which days. What is due today comes today."""
        starts, settled = self.budget.starts_on, self.budget.loads_settled_until
        done = self.loaded if settled is None else past(starts, settled)
        runs = loads.due(self.payable(self.period(until).last), done, self.calendar)
        found = [(max(self.period(run.first).first, starts, today), run) for run in runs]
        return [(on, run) for on, run in found if on <= until]


def of(budget: PersonalBudget) -> Entitlement:
    return of_all([budget])[0]


def of_terms(person: Person, terms: dict[str, Any]) -> Entitlement:
    """As a budget of these terms (those of `actions.budgets.agree`) would stand, before anybody agrees it."""
    given = {name: value for name, value in terms.items() if name != "pots"}
    return Entitlement(PersonalBudget(person=person, load_calendar=settings.LOAD_CALENDAR, **given), [], [], [], [], [])


def past(first: date, last: date) -> list[Days]:
    return [Days(first, last)] if first <= last else []


def of_all(budgets: Sequence[PersonalBudget], *, history: bool = True) -> list[Entitlement]:
    """The same for several, in five queries; three without their history, which only what is settled does without."""
    pots = by_budget(Pot.objects.filter(budget__in=budgets, closed_at=None).select_related("available", "person"))
    pauses = by_budget(BudgetPause.objects.filter(budget__in=budgets, cancelled_at=None))
    contributions = by_budget(Contribution.objects.filter(budget__in=budgets))
    before = budgets if history else []
    made = by_budget(Load.objects.filter(budget__in=before))
    decided = by_budget(PaidAhead.objects.filter(budget__in=before).exclude(decision=""))
    return [
        Entitlement(
            budget,
            pots.get(budget.pk, []),
            [Days(pause.first_on, pause.last_on or FOR_EVER) for pause in pauses.get(budget.pk, [])],
            [rate_of(each) for each in contributions.get(budget.pk, [])],
            made.get(budget.pk, []),
            decided.get(budget.pk, []),
        )
        for budget in budgets
    ]


def by_budget(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.budget_id, []).append(row)
    return found


def rate_of(contribution: Contribution) -> Rate:
    return Rate(contribution.weekly_pence, loads.WEEK, contribution.starts_on, contribution.ends_on)


def days_of(row: Load | PaidAhead) -> Days:
    return Days(row.first_on, row.last_on)


def in_books(pot: Pot) -> bool:
    """Its money is in our ledger. What is in the person's own bank account is hers."""
    return pot.held_as != Way.OWN_BANK and pot.available is not None


def split_at(run: Days, last: date) -> list[Days]:
    """A run cut after a day, where that day is inside it."""
    return [Days(run.first, last), Days(last + DAY, run.last)] if run.first <= last < run.last else [run]
