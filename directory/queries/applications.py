"""Applications as whoever may speak for the applicant reads them: where each stands, what is missing, and why."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.models import User
from directory import passport
from directory.approval_rules import State
from directory.models import Application, Approval, ApprovalEvent, MemberRole, Organisation

STANDS = {
    "held": ("Done", "good"),
    "ended": ("Has ended", "warm"),
    "failed": ("Not passed", "alert"),
    "missing": ("Not yet", "plain"),
}
EXPLAINED = (State.SUSPENDED, State.WITHDRAWN)


class Asked(NamedTuple):
    """A check that the scheme asks of somebody: what to show, and how it stands."""

    kind: str
    name: str
    wanted: str
    stands: str
    tone: str  # as a tag has it


def managed_by(user: User) -> QuerySet[Organisation]:
    mine = {"members__user": user, "members__role": MemberRole.MANAGER, "members__ended_at": None}
    return Organisation.objects.filter(**mine).distinct()


def of(user: User) -> QuerySet[Application]:
    """Her own, and those of organisations that she manages, whoever began them."""
    managed = managed_by(user).values("pk")
    hers = Q(approval__personal_assistant__user=user)
    theirs = Q(approval__organisation__in=managed) | Q(approval__service__organisation__in=managed)
    found = Application.objects.filter(hers | theirs)
    return found.select_related(
        "approval__scheme",
        "approval__personal_assistant",
        "approval__organisation",
        "approval__service__organisation",
    )


def asked(approval: Approval, today: date) -> list[Asked]:
    """The checks in the scheme's order, without those that it asks of others alone."""
    wanted = {check.kind: check.evidence_wanted for check in approval.scheme.required_checks.all()}
    lines = passport.of(approval, today).lines
    return [
        Asked(line.kind, line.name, wanted[line.kind], *STANDS[line.standing]) for line in lines if line.kind in wanted
    ]


def why(approval: Approval) -> str:
    """The reason of a suspension or a withdrawal, so that whoever it is about can answer it."""
    if approval.state not in EXPLAINED:
        return ""
    last = ApprovalEvent.objects.filter(approval=approval, to_state=approval.state).order_by("-at", "-pk").first()
    return last.reason if last else ""
