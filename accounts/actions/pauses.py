"""Pause a budget's loads, start them again, end the budget, and stop at once when the person has died.

Nothing that was paid is taken back by any of these: days paid for too early become a question for a person.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import deaths, letters, notices
from accounts.actions import cards, loads
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.loads import DAY
from accounts.models import BudgetPause, Card, Letter, Person, PersonalBudget, User
from accounts.queries.entitlements import FOR_EVER
from design.formats import day

LAST_DAY = date(2199, 12, 31)  # the last day that a pause or an end may name


class PauseRefused(Refused):
    pass


@transaction.atomic
def pause(
    *,
    budget: PersonalBudget,
    first_on: date,
    last_on: date | None = None,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> BudgetPause:
    """Days that are not paid for: up to a last day, or until somebody resumes."""
    now = at or timezone.now()
    locked = loads.lock(budget)
    _check_days(locked, first_on, last_on)
    made = BudgetPause.objects.create(
        budget=locked, first_on=first_on, last_on=last_on, reason=reason, recorded_by=by, recorded_at=now
    )
    _settle(locked, by, now)
    audit(action="budget.paused", by=by, subject=f"budget:{locked.pk}", detail=_days(made), at=now)
    _tell(locked.person, "payments_paused", now, pause=made)
    return made


@transaction.atomic
def resume(*, pause: BudgetPause, last_on: date, by: User, at: datetime | None = None) -> BudgetPause:
    """The pause ends with this day; the days after it are paid for at once, exactly. Again: nothing happens."""
    now = at or timezone.now()
    budget = loads.lock(pause.budget)
    held = BudgetPause.objects.get(pk=pause.pk)
    if held.cancelled_at:
        raise PauseRefused("This pause was taken out as a mistake.")
    if held.last_on == last_on:
        return held
    if last_on < held.first_on:
        raise PauseRefused(f"The pause begins on {day(held.first_on)}. Its last day is that day or later.")
    _check_days(budget, held.first_on, last_on, beside=held)
    held.last_on, held.resumed_by, held.resumed_at = last_on, by, now
    held.save(update_fields=["last_on", "resumed_by", "resumed_at"])
    _settle(budget, by, now)
    audit(action="budget.resumed", by=by, subject=f"budget:{budget.pk}", detail=_days(held), at=now)
    _tell(budget.person, "payments_again", now, starts_on=last_on + DAY)
    return held


@transaction.atomic
def cancel(*, pause: BudgetPause, by: User, at: datetime | None = None) -> BudgetPause:
    """A pause that was a mistake: its days are paid for after all. Again: nothing happens."""
    now = at or timezone.now()
    budget = loads.lock(pause.budget)
    held = BudgetPause.objects.get(pk=pause.pk)
    if held.cancelled_at is None:
        held.cancelled_by, held.cancelled_at = by, now
        held.save(update_fields=["cancelled_by", "cancelled_at"])
        _settle(budget, by, now)
        audit(action="budget.pause_cancelled", by=by, subject=f"budget:{budget.pk}", detail=_days(held), at=now)
    return held


@transaction.atomic
def end(
    *, budget: PersonalBudget, ends_on: date, reassessment_reference: str, by: User, at: datetime | None = None
) -> PersonalBudget:
    """The budget's last day, brought forward. Never without a reassessment (Care Act 2014 s.27)."""
    now = at or timezone.now()
    locked = loads.lock(budget)
    if not reassessment_reference.strip():
        raise PauseRefused("Enter the reference of the reassessment. A budget does not end early without one.")
    _check_year(ends_on)
    if ends_on < locked.starts_on:
        raise PauseRefused(f"The budget begins on {day(locked.starts_on)}. Its last day is that day or later.")
    if locked.ends_on is not None and ends_on > locked.ends_on:
        raise PauseRefused(f"It ends on {day(locked.ends_on)}. To go on after that, agree a new budget.")
    locked.ends_on = ends_on
    locked.save(update_fields=["ends_on"])
    _settle(locked, by, now)
    detail = {"ends_on": ends_on.isoformat(), "reassessment": reassessment_reference.strip()}
    audit(action="budget.ended", by=by, subject=f"budget:{locked.pk}", detail=detail, at=now)
    _tell(locked.person, "budget_ends", now, ends_on=ends_on)
    return locked


@transaction.atomic
def record_death(*, person: Person, died_on: date, by: User, at: datetime | None = None) -> Person:
    """All of the person's loads stop, the cards, and what other rooms have going (`accounts.deaths`). Nobody writes to
    her any more, nor to who acted for her: mandates end. Again with the same day: nothing."""
    now = at or timezone.now()
    if died_on > timezone.localdate(now):
        raise PauseRefused("The day must be today or earlier.")
    budgets = [loads.lock(budget) for budget in person.budgets.order_by("pk")]
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if held.died_on == died_on:
        return held
    held.died_on, held.death_recorded_by, held.death_recorded_at = died_on, by, now
    held.save(update_fields=["died_on", "death_recorded_by", "death_recorded_at"])
    audit(action="person.death_recorded", by=by, subject=f"person:{held.pk}", at=now)
    for budget in budgets:
        _settle(budget, by, now)
    for card in Card.objects.filter(account__person=held).exclude(state=Card.State.CLOSED):
        cards.stop(card=card, by=by, reason="the person died", at=now)
    _drop_what_waits(held, now)
    deaths.announce(held, by=by, at=now)
    return held


def _drop_what_waits(person: Person, now: datetime) -> None:
    """E-mails and letters that were written to her and have not gone."""
    letters.drop(Letter.objects.filter(person=person), at=now)
    if person.user:
        notices.drop(person.user, at=now)


@transaction.atomic
def undo_death(*, person: Person, by: User, at: datetime | None = None) -> Person:
    """It was a mistake: loads go on as if nothing had been recorded. Cards stay stopped; new ones are issued.

    What other rooms ended stays ended: visits are booked anew."""
    now = at or timezone.now()
    budgets = [loads.lock(budget) for budget in person.budgets.order_by("pk")]
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if held.died_on is None:
        return held
    held.died_on = held.death_recorded_by = held.death_recorded_at = None
    held.save(update_fields=["died_on", "death_recorded_by", "death_recorded_at"])
    audit(action="person.death_undone", by=by, subject=f"person:{held.pk}", at=now)
    for budget in budgets:
        _settle(budget, by, now)
    return held


def _check_days(budget: PersonalBudget, first: date, last: date | None, beside: BudgetPause | None = None) -> None:
    """Within the budget, in order, and in no other pause."""
    _check_year(last or first)
    if first < budget.starts_on:
        raise PauseRefused(f"The budget begins on {day(budget.starts_on)}. The pause begins on that day or later.")
    if budget.ends_on and first > budget.ends_on:
        raise PauseRefused(f"The budget ends on {day(budget.ends_on)}. There is nothing to pause after that.")
    if last is not None and last < first:
        raise PauseRefused("The last day is the first day or later.")
    others = budget.pauses.filter(cancelled_at=None, first_on__lte=last or FOR_EVER)
    for other in others:
        if other != beside and (other.last_on or FOR_EVER) >= first:
            until = f"to {day(other.last_on)}" if other.last_on else "until further notice"
            raise PauseRefused(f"There is a pause from {day(other.first_on)} {until} already.")


def _check_year(on: date) -> None:
    if on > LAST_DAY:
        raise PauseRefused(f"Enter a year up to {LAST_DAY.year}.")


def _settle(budget: PersonalBudget, by: User, now: datetime) -> None:
    """What follows from the change, now; and the clock looks again."""
    PersonalBudget.objects.filter(pk=budget.pk).update(loads_settled_until=None)
    loads.settle(budget=budget, by=by, at=now)


def _days(pause: BudgetPause) -> dict[str, str]:
    return {"first_on": pause.first_on.isoformat(), "last_on": pause.last_on.isoformat() if pause.last_on else ""}


def _tell(person: Person, template: str, now: datetime, **context: object) -> None:
    notices.tell(person=person, template=f"accounts/emails/{template}", context=context, at=now)
