"""Remember that somebody looked at a person's money: one small write an hour at most."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from accounts.models import LastLook, Person, User


def look(*, person: Person, by: User, at: datetime | None = None) -> datetime | None:
    """When she last looked before now; None at her first look. Of two at the same moment one writes."""
    now = at or timezone.now()
    found, is_new = LastLook.objects.get_or_create(user=by, person=person, defaults={"seen_at": now})
    before = found.before(now)
    if not is_new and found.is_over(now):
        LastLook.objects.filter(pk=found.pk, seen_at=found.seen_at).update(before_at=F("seen_at"), seen_at=now)
    return before


def clear(before: datetime) -> int:
    return LastLook.objects.filter(seen_at__lt=before).delete()[0]
