"""The approver's lists."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from directory.approval_rules import State
from directory.models import Approval, ApprovalCheck

SOON = timedelta(days=60)


def desk(*, show: str, day: date) -> QuerySet[Approval]:
    """The approver's list: what ends first is first."""
    found = Approval.objects.select_related("scheme", "personal_assistant", "organisation", "service__organisation")
    found = found.prefetch_related("checks", "scheme__required_checks")
    return found.filter(FILTERS[show](day)).order_by(F("until").asc(nulls_last=True), "applied_on", "pk")


def _ending(day: date) -> Q:
    checks = ApprovalCheck.objects.filter(
        approval=OuterRef("pk"), outcome="passed", expires_on__range=(day, day + SOON)
    )
    return Q(state=State.APPROVED.value) & (Q(until__lte=day + SOON, until__gte=day) | Q(Exists(checks)))


FILTERS = {
    "to-check": lambda _day: Q(state__in=[State.APPLIED.value, State.IN_PROGRESS.value]),
    "ending": _ending,
    "approved": lambda day: Q(state=State.APPROVED.value, until__gte=day),
    "suspended": lambda _day: Q(state=State.SUSPENDED.value),
    "lapsed": lambda day: Q(state=State.LAPSED.value) | Q(state=State.APPROVED.value, until__lt=day),
    "all": lambda _day: ~Q(state=State.PREPARING.value),
}
