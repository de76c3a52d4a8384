"""The first thing an approver would do about a case."""

from datetime import date

from design.formats import day as day_words
from directory import approval_rules as rules
from directory import passport
from directory.approval_rules import CheckKind, State
from directory.models import Approval, ApprovalDecision


def next_step(approval: Approval, state: State, today: date) -> str:
    """The first thing an approver would do about it. `queries.approvals.desk` brought its proposals."""
    if state == State.WITHDRAWN:
        return "Nothing"
    proposals: list[ApprovalDecision] = approval.proposals  # type: ignore[attr-defined]  # of the desk's prefetch
    if proposals:
        return f"{proposals[0].proposed_by.name} proposed to approve. Another approver decides"
    missing = missing_names(approval, today)
    if missing:
        return f"Missing: {missing[0]}" + (f" and {len(missing) - 1} more" if missing[1:] else "")
    if state == State.APPROVED:
        return ends_next(approval, today)
    return "Ready to decide"


def missing_names(approval: Approval, today: date) -> list[str]:
    kinds = rules.missing(passport.needed(approval), passport.made(approval.checks.all()), today)
    return [CheckKind(kind).label for kind in kinds]


def ends_next(approval: Approval, today: date) -> str:
    """The check that ends first of those that count today."""
    ends = [
        (check.expires_on, check.kind)
        for check in rules.counting(passport.made(approval.checks.all()), today)
        if check.expires_on
    ]
    on, kind = min(ends, default=(None, ""), key=lambda one: one[0])
    return f"{CheckKind(kind).label} ends {day_words(on)}" if on else "Nothing"
