"""One case: where it stands, every check, and what was decided when."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.desks import STAFF
from accounts.permissions import needs
from accounts.requests import Request
from accounts.roles import Permission
from design.components import Cell, Column, Table
from design.formats import day as day_words
from directory import approval_rules as rules
from directory import passport, public
from directory.approval_rules import State
from directory.models import Approval, ApprovalCheck, ApprovalEvent
from directory.permissions import has_part
from directory.views.case_more import more
from directory.views.next_step import missing_names
from directory.views.still_right import reach

COLUMNS = [Column("Check", header=True), Column("Outcome"), Column("Checked"), Column("Ends"), Column("By")]

TONES = {
    State.PREPARING: "plain",
    State.APPLIED: "plain",
    State.IN_PROGRESS: "plain",
    State.APPROVED: "good",
    State.SUSPENDED: "alert",
    State.LAPSED: "warm",
    State.WITHDRAWN: "alert",
}
DECISIONS = {"approve": State.APPROVED, "suspend": State.SUSPENDED, "withdraw": State.WITHDRAWN}


@require_safe
@needs(Permission.APPROVE_PROVIDERS)
def approval(request: Request, pk: int) -> HttpResponse:
    found, today = load(request, pk), timezone.localdate()
    state = rules.state_on(found.state, found.until, today)
    checks = list(found.checks.all())
    is_open = state != State.WITHDRAWN
    context = {
        **shell(found),
        "state": state,
        "tone": TONES[state],
        "passport": passport.of(found, today),
        "missing": missing_names(found, today) if is_open else [],
        "proposed": found.decisions.select_related("proposed_by").filter(outcome="").first() if is_open else None,
        "decisions": [name for name, to in DECISIONS.items() if rules.may_move(state, to)],
        "history": history(found),
        "reach": reach(found.personal_assistant) if found.personal_assistant else "",
        "more": more(found),
        "checks": Table(
            "Every check on record", COLUMNS, [row(check) for check in reversed(checks)], hide_caption=True
        ),
        "any_checks": bool(checks),
    }
    return render(request, "directory/approval.html", context)


def load(request: Request, pk: int) -> Approval:
    """Whoever it is about reads none of it, whatever her role here: references are for approvers alone."""
    found = public.approvals_with_checks().select_related(
        "scheme", "personal_assistant__user", "organisation", "service__organisation", "decided_by"
    )
    case = get_object_or_404(found.exclude(state=State.PREPARING), pk=pk)
    if has_part(request.user, case.held_by):
        raise PermissionDenied
    return case


def shell(approval: Approval) -> dict[str, Any]:
    """What every page of a case has."""
    crumbs = [*STAFF, ("Approvals", reverse("staff-approvals"))]
    return {"section": "staff", "breadcrumbs": crumbs, "approval": approval, "subject": approval.subject}


def row(check: ApprovalCheck) -> list[Any]:
    return [
        Cell(check.get_kind_display(), passport.words(check) if check.outcome == "passed" else check.evidence),
        check.get_outcome_display(),
        day_words(check.checked_on),
        day_words(check.expires_on) if check.expires_on else "No end",
        Cell(check.checked_as, check.checked_by.name if check.checked_by else ""),
    ]


def history(approval: Approval) -> list[dict[str, Any]]:
    """Newest first."""
    events = ApprovalEvent.objects.filter(approval=approval).select_related("by").order_by("-at", "-pk")
    return [
        {
            "title": State(event.to_state).label,
            "at": event.at,
            "by": event.by.name if event.by else "by the clock",
            "text": event.reason,
            "tone": TONES[State(event.to_state)],
        }
        for event in events
    ]
