"""Decide what happens with money that was paid for days without support: leave it, or take back what is free."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import ledger, loads, notices
from accounts.actions.loads import contribution_accounts, lock
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.ledger import LedgerKind, Move
from accounts.models import PaidAhead, Pot, User
from accounts.queries import entitlements
from accounts.queries.entitlements import in_books
from design.formats import pounds

Decision = PaidAhead.Decision


class DecisionRefused(Refused):
    pass


@transaction.atomic
def decide(
    *, question: PaidAhead, decision: PaidAhead.Decision, explanation: str, by: User, at: datetime | None = None
) -> PaidAhead:
    """One decision by a person, with a reason. What is held for bookings is not touched.

    Either way the person's contribution for these days is no longer expected. Raises DecisionRefused.
    """
    now = at or timezone.now()
    budget = lock(question.budget)
    held = PaidAhead.objects.filter(pk=question.pk).first()
    if held is None or held.decision or held.pence != question.pence:
        raise DecisionRefused("This changed while you were looking at it. This is how it stands now.")
    held.budget = budget
    if decision == Decision.TAKE_BACK:
        _take_back(held, by, now)
    _waive(held, by, now)
    held.decision, held.explanation, held.decided_by, held.decided_at = decision, explanation, by, now
    held.save(update_fields=["decision", "explanation", "decided_by", "decided_at"])
    detail = {"decision": decision, "pence": held.pence}
    audit(action="paid_ahead.decided", by=by, subject=f"budget:{budget.pk}", detail=detail, at=now)
    if decision == Decision.TAKE_BACK:
        notices.tell(person=budget.person, template="accounts/emails/taken_back", context={"question": held}, at=now)
    return held


def free_pence(question: PaidAhead) -> int:
    """How much is free in the budget's pots: not held for anything, and here with us."""
    pots = _pots(question)
    there = ledger.balances([pot.available for pot in pots])
    return sum(there[pot.available_id] for pot in pots if pot.available_id)


def _pots(question: PaidAhead) -> list[Pot]:
    return [pot for pot in entitlements.of(question.budget).pots if in_books(pot)]


def _take_back(question: PaidAhead, by: User, now: datetime) -> None:
    pots = _pots(question)
    funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    accounts = [pot.available for pot in pots if pot.available]
    balances = ledger.lock([*accounts, funds, *contribution_accounts(question.budget)])
    there = [balances[account.pk] for account in accounts]
    parts = loads.draw(question.pence, [pot.weekly_pence for pot in pots], there) if pots else None
    if parts is None:
        raise DecisionRefused(f"Only {pounds(sum(there))} is free in the pots. The rest is held or spent.")
    moves = [Move(account, funds, part) for account, part in zip(accounts, parts, strict=True) if part]
    if moves:
        memo = f"budget:{question.budget_id}"
        ledger.post(key=question.key, kind="load_back", moves=moves, by=by, at=now, memo=memo)


def _waive(question: PaidAhead, by: User, now: datetime) -> None:
    if question.expected_pence:
        expected, owed = contribution_accounts(question.budget)
        moves = [Move(owed, expected, question.expected_pence)]
        key, memo = f"{question.key}:contribution", f"budget:{question.budget_id}"
        ledger.post(key=key, kind="contribution_waived", moves=moves, by=by, at=now, memo=memo)
