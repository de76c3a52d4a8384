"""Before an approval ends: whoever holds it is reminded, 60 and 14 days before its last day, and renews it herself."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from accounts.audit import audit
from accounts.models import User
from design.models import Council
from directory import application_steps, emails, passport
from directory import approval_rules as rules
from directory.actions import cases
from directory.approval_rules import State
from directory.models import Application, Approval
from directory.refusals import Moved, Refused

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
    context = {
        "approval": approval,
        "council": Council.current(),
        "link": reverse("approvals-renew", args=[approval.pk]),
    }
    for user in emails.holders(approval):
        notices.queue(to=user, template="directory/emails/approval_ends", context=context, at=at)
    return 1


def ending(approval: Approval, day: date) -> list[str]:
    """The kinds of check that end within 60 days, or have ended, of an approval that holds or has lapsed."""
    if approval.state not in (State.APPROVED, State.LAPSED):
        return []
    return rules.missing(passport.needed(approval), passport.made(approval.checks.all()), day + BEFORE[0])


def is_due(approval: Approval, day: date) -> bool:
    """A check ends, or the time that the scheme gives is nearly over."""
    if approval.state not in (State.APPROVED, State.LAPSED) or approval.until is None:
        return False
    return approval.until <= day + BEFORE[0]


@transaction.atomic
def begin(*, approval: Approval, by: User, at: datetime | None = None) -> Application:
    """Only what ends is asked again. One that she began already goes on. Raises Refused."""
    now = at or timezone.now()
    held = Approval.objects.select_for_update().get(pk=approval.pk)
    if not cases.is_hers(held, by):
        raise Refused("Only whoever holds the approval can renew it.")
    if not is_due(held, timezone.localdate(now)):
        raise Moved("There is nothing to renew yet.")
    if begun := held.applications.filter(only__isnull=False, sent_at=None).first():
        return begun
    only = application_steps.steps_again(ending(held, timezone.localdate(now)))
    made = Application.objects.create(approval=held, applicant=by, only=only, started_at=now, changed_at=now)
    audit(action="renewal.begun", by=by, subject=f"approval:{held.pk}", at=now)
    return made
