"""Load budgets: the council's money for the days that are due, once. Days paid for too early wait for a decision."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import ledger, loads, notices, payments
from accounts.ledger import LedgerAccount, LedgerKind, Move
from accounts.loads import Days
from accounts.models import Load, LoadShare, PaidAhead, Payee, Person, PersonalBudget, Pot, User
from accounts.queries import entitlements
from accounts.queries import loads as found
from accounts.queries.entitlements import Entitlement, in_books
from design.formats import counted

log = logging.getLogger(__name__)
NO_POT = "The budget has no open pot for the money to go into."


@dataclass(frozen=True)
class Settled:
    """What was loaded now. `why_not` is a sentence where something is due and could not be."""

    loads: Sequence[Load]
    why_not: str = ""


def run_due(at: datetime, by: User | None = None) -> str:
    """Every budget with something due, each by itself: one that fails does not stop the rest. For `run_day`."""
    made, refused, errors = 0, 0, []
    for budget in found.to_settle(timezone.localdate(at)):
        try:
            settled = settle(budget=budget, by=by, at=at)
        except Exception as error:  # the others' money must not wait; the first error is raised at the end
            log.exception("budget %s was not loaded", budget.pk)
            errors.append(error)
            continue
        made += len(settled.loads)
        refused += bool(settled.why_not)
    if errors:
        raise errors[0]
    return counted(made, "load") + (f", {counted(refused, 'budget')} could not be loaded" if refused else "")


@transaction.atomic
def settle(*, budget: PersonalBudget, by: User | None = None, at: datetime | None = None) -> Settled:
    """Load what is due and note what was paid too early. Again, or by two at once: nothing twice."""
    now = at or timezone.now()
    today = timezone.localdate(now)
    locked = lock(budget)
    if locked.load_calendar is None:
        return Settled([])
    entitled = entitlements.of(locked)
    notice_ahead(entitled, now)
    due = entitled.due(today)
    if due and not entitled.pots:
        return Settled([], NO_POT)
    made = [_load(entitled, days, by, now) for days in due]
    locked.loads_settled_until = entitled.settled_until(today)
    locked.save(update_fields=["loads_settled_until"])
    _tell(locked.person, made, now)
    return Settled(made)


def lock(budget: PersonalBudget) -> PersonalBudget:
    """The budget's row, for as long as the transaction lasts: whoever changes its days or loads comes this way."""
    held = PersonalBudget.objects.select_for_update(no_key=True).get(pk=budget.pk)
    # Read after the lock and not joined to it: a joined row would be as it was before we waited.
    held.person = Person.objects.select_related("user").get(pk=held.person_id)
    return held


def _load(entitled: Entitlement, days: Days, by: User | None, now: datetime) -> Load:
    budget = entitled.budget
    load = Load.objects.create(
        budget=budget,
        first_on=days.first,
        last_on=days.last,
        turn=entitled.turn(days),
        gross_pence=entitled.gross(days),
        contribution_pence=entitled.contribution(days),
        expected_pence=entitled.expected(days),
        paid_pence=entitled.paid(days),
        loaded_at=now,
    )
    parts = loads.split(load.paid_pence, [pot.weekly_pence for pot in entitled.pots])
    shares = [_share(load, pot, part, now) for pot, part in zip(entitled.pots, parts, strict=True) if part]
    LoadShare.objects.bulk_create(shares)
    _post(load, shares, by, now)
    return load


def _share(load: Load, pot: Pot, pence: int, now: datetime) -> LoadShare:
    return LoadShare(load=load, pot=pot, payee=paid_out_to(pot, now), pence=pence)


def paid_out_to(pot: Pot, now: datetime) -> Payee | None:
    """Whom the council pays where the pot is not in our books."""
    return None if in_books(pot) else payee_of(pot.person, now)


def payee_of(person: Person, now: datetime) -> Payee:
    """The person as somebody whom we pay: money for her own bank account goes out with the next payment file."""
    return Payee.objects.select_related("payable").filter(person=person).first() or payments.open_payee(
        name=person.name, person=person, at=now
    )


def _post(load: Load, shares: Sequence[LoadShare], by: User | None, now: datetime) -> None:
    funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    moves = [Move(funds, into(share.pot, share.payee), share.pence) for share in shares]
    expected = [Move(*contribution_accounts(load.budget), load.expected_pence)] if load.expected_pence else []
    ledger.lock(side for move in [*moves, *expected] for side in (move.from_, move.to))
    memo = f"budget:{load.budget_id}"
    if moves:
        ledger.post(key=load.key, kind="load", moves=moves, by=by, at=now, memo=memo)
    if expected:
        key = f"{load.key}:contribution"
        ledger.post(key=key, kind="contribution_due", moves=expected, by=by, at=now, memo=memo)


def into(pot: Pot, payee: Payee | None) -> LedgerAccount:
    """The account that the council's money for a pot goes to: its own, or what we owe the payee."""
    account = payee.payable if payee else pot.available
    if account is None:
        raise ValueError(f"Pot {pot.pk} has no account")
    return account


def contribution_accounts(budget: PersonalBudget) -> tuple[LedgerAccount, LedgerAccount]:
    """Where expected contributions come from, and what of this budget's is still to come in (below zero: too much)."""
    owed = ledger.open_account(kind=LedgerKind.CONTRIBUTION_DUE, owner=f"budget:{budget.pk}", may_overdraw=True)
    return ledger.council_account(LedgerKind.CONTRIBUTIONS), owed


def notice_ahead(entitled: Entitlement, now: datetime) -> None:
    """Questions that nobody has answered are asked again as things now stand."""
    wanted = {days.first: _question(entitled, days, now) for days in entitled.ahead()}
    for question in PaidAhead.objects.filter(budget=entitled.budget, decision=""):
        new = wanted.get(question.first_on)
        if new and _same(new, question):
            del wanted[question.first_on]
        else:
            question.delete()
    PaidAhead.objects.bulk_create(wanted.values())


def _question(entitled: Entitlement, days: Days, now: datetime) -> PaidAhead:
    return PaidAhead(
        budget=entitled.budget,
        first_on=days.first,
        last_on=days.last,
        why=entitled.why(days),
        pence=entitled.paid(days),
        expected_pence=entitled.was_expected(days),
        noticed_at=now,
    )


def _same(one: PaidAhead, other: PaidAhead) -> bool:
    names = ("first_on", "last_on", "why", "pence", "expected_pence")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _tell(person: Person, made: Sequence[Load], now: datetime) -> None:
    pence = sum(load.paid_pence for load in made)
    if pence:
        context = {"pence": pence, "last_on": max(load.last_on for load in made)}
        notices.tell(person=person, template="accounts/emails/council_payment", context=context, at=now)
