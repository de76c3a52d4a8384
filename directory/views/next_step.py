"""The first thing an approver would do about a case."""

from datetime import date

from design.formats import day as day_words
from directory import approval_rules as rules
from directory import passport
from directory.approval_rules import CheckKind, CheckOutcome, State
from directory.models import Approval


def next_step(approval: Approval, state: State, today: date) -> str:
    """The first thing an approver would do about it."""
    missing = missing_names(approval, today)
    if missing:
        return f"Missing: {missing[0]}" + (f" and {len(missing) - 1} more" if missing[1:] else "")
    if state == State.APPROVED:
        return ends_next(approval, today)
    return "Ready to decide" if state != State.WITHDRAWN else "Nothing"


def missing_names(approval: Approval, today: date) -> list[str]:
    kinds = rules.missing(passport.needed(approval), passport.made(approval.checks.all()), today)
    return [CheckKind(kind).label for kind in kinds]


def ends_next(approval: Approval, today: date) -> str:
    """The check that ends first of those that count today."""
    held = [c for c in passport.made(approval.checks.all()) if c.counts_on(today) and c.expires_on]
    latest = {check.kind: check for check in sorted(held, key=lambda c: c.on) if check.outcome == CheckOutcome.PASSED}
    first = min(latest.values(), key=lambda c: c.expires_on or date.max, default=None)
    return f"{CheckKind(first.kind).label} ends {day_words(first.expires_on)}" if first else "Nothing"
