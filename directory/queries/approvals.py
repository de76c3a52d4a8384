"""The approver's lists."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from directory.approval_rules import State
from directory.models import Appeal, Application, Approval, ApprovalCheck, ApprovalDecision

SOON = timedelta(days=60)


def desk(*, show: str, day: date) -> QuerySet[Approval]:
    """The approver's list: what ends first is first."""
    found = Approval.objects.select_related("scheme", "personal_assistant", "organisation", "service__organisation")
    open_ones = ApprovalDecision.objects.filter(outcome="").select_related("proposed_by")
    proposed = Prefetch("decisions", open_ones, to_attr="proposals")
    found = found.prefetch_related("checks", "scheme__required_checks", proposed)
    return found.filter(FILTERS[show](day)).order_by(F("until").asc(nulls_last=True), "applied_on", "pk")


def appeals() -> QuerySet[Appeal]:
    """Those that nobody has answered, the oldest first."""
    about = ("approval__personal_assistant", "approval__organisation", "approval__service__organisation")
    found = Appeal.objects.filter(answered_at=None).select_related("approval__scheme", "against", *about)
    return found.order_by("made_at", "pk")


def _ending(day: date) -> Q:
    checks = ApprovalCheck.objects.filter(
        approval=OuterRef("pk"), outcome="passed", expires_on__range=(day, day + SOON)
    )
    return Q(state=State.APPROVED.value) & (Q(until__lte=day + SOON, until__gte=day) | Q(Exists(checks)))


# What was taken back before it was sent nobody here ever saw.
_TAKEN_BACK = Application.objects.filter(approval=OuterRef("pk"), only__isnull=True, sent_at=None)
FILTERS = {
    "to-check": lambda _day: Q(state__in=[State.APPLIED.value, State.IN_PROGRESS.value]),
    "ending": _ending,
    "approved": lambda day: Q(state=State.APPROVED.value, until__gte=day),
    "suspended": lambda _day: Q(state=State.SUSPENDED.value),
    "lapsed": lambda day: Q(state=State.LAPSED.value) | Q(state=State.APPROVED.value, until__lt=day),
    "withdrawn": lambda _day: Q(state=State.WITHDRAWN.value) & ~Q(Exists(_TAKEN_BACK)),
    "all": lambda _day: ~Q(state=State.PREPARING.value) & ~Q(Exists(_TAKEN_BACK)),
}
