"""Doors on /staff/: complaints for those who answer them, concerns for safeguarding; and what is due by the clock."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.desks import Desk
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms import emails
from cms.actions import complaint_steps, concerns
from cms.queries import complaints as told
from cms.queries import concerns as raised
from design.formats import counted


def complaints_desk(user: User) -> Desk | None:
    if not may(user, Permission.HANDLE_COMPLAINTS):
        return None
    now = told.counts(user)
    line = f"{now['new']} new. {now['open']} open, {now['mine']} yours."
    if now["late"]:
        line += f" {now['late']} late."
    return Desk("Complaints", line, reverse("staff-complaints"), icon="envelope")


def concerns_desk(user: User) -> Desk | None:
    if not may(user, Permission.SEE_CONCERNS):
        return None
    now = raised.standing(user)
    line = f"{now.waiting} to decide"
    if now.oldest_at:
        line += f", the oldest {age(now.oldest_at)}"
    line += f". {now.late} late." if now.late else "."
    return Desk("Concerns", f"{line} {now.to_close} to close.", reverse("staff-concerns"), icon="hand")


def age(since: datetime) -> str:
    days = (timezone.localdate() - timezone.localdate(since)).days
    return "from today" if not days else f"{counted(days, 'day')} old"


def due(at: datetime) -> str:
    sent, reminded, late = emails.send_due(at), complaint_steps.remind_due(at), concerns.tell_late(at)
    return f"{sent} e-mails about complaints, {reminded} reminders, {late} concerns late"
