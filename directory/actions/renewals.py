"""Before an approval ends: whoever holds it is reminded, 60 and 14 days before its last day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from design.models import Council
from directory import emails
from directory.approval_rules import State
from directory.models import Approval

BEFORE = (timedelta(days=60), timedelta(days=14))


def remind_due(at: datetime) -> int:
    """Run twice, the second time finds nobody: a reminder counts from the day on which it was due."""
    today, count = timezone.localdate(at), 0
    for before in BEFORE:
        late = today + before
        due = Approval.objects.filter(state=State.APPROVED, until__range=(today, late))
        for approval in due.order_by("pk").select_related("scheme", "personal_assistant__user", "organisation"):
            count += _remind(approval, before, at)
    return count


@transaction.atomic
def _remind(approval: Approval, before: timedelta, at: datetime) -> int:
    if approval.until is None:
        return 0
    today, due_on = timezone.localdate(at), approval.until - before
    not_yet = Approval.objects.filter(Q(reminded_on=None) | Q(reminded_on__lt=due_on), pk=approval.pk)
    if not not_yet.update(reminded_on=today):
        return 0
    context = {"approval": approval, "council": Council.current(), "link": reverse("approvals-apply")}
    for user in emails.holders(approval):
        notices.queue(to=user, template="directory/emails/approval_ends", context=context, at=at)
    return 1
