"""Clear what accounts keep past its time, and decide how long that is."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import retention
from accounts.actions.refused import Refused
from accounts.audit import audit
from accounts.models import Invitation, Notice, RetentionPeriod, User


class PeriodRefused(Refused):
    pass


@transaction.atomic
def set_period(*, key: str, days: int, why: str, by: User, at: datetime | None = None) -> RetentionPeriod:
    """From the next day's work on. What the law says, nobody changes here."""
    now, found = at or timezone.now(), retention.period(key)
    if found is None or found.rule.source:
        raise PeriodRefused("The law says how long. It cannot be changed here.")
    if found.days == days:
        raise PeriodRefused(f"It is {retention.in_words(days)} already.")
    made = RetentionPeriod.objects.create(kind=key, days=days, why=why, set_by=by, set_at=now)
    detail = {"days": days, "before": found.days}
    audit(action="retention.set", by=by, subject=f"retention:{key}", detail=detail, at=now)
    return made


def clear_e_mails(before: datetime) -> int:
    """Their text went when they were sent; now also that they were."""
    return Notice.objects.filter(sent_at__lt=before).delete()[0]


def clear_invitations(before: datetime) -> int:
    """Links by e-mail that were used, taken back, or are too old. What was posted stays with its letter."""
    over = Q(used_at__lt=before) | Q(ended_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(over, way=Invitation.Way.EMAIL, letters=None).delete()[0]
