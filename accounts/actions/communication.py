"""What somebody needs so as to understand and be understood, said once: how she is told, what helps, who may see it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import notices
from accounts.actions import people
from accounts.audit import audit
from accounts.models import NeedsShared, Person, User

CHANGED = "accounts/letters/contact_changed"


@transaction.atomic
def record(
    *,
    person: Person,
    needs: dict[str, str],
    shared: bool,
    by: User,
    at: datetime | None = None,
    **how: str,
) -> None:
    """All of it as it is today, which also counts as looking at it again. `how` are `contact_format` and `phone`, where
    they were asked too."""
    now = at or timezone.now()
    if by.pk == person.user_id and any(getattr(person, name) != value for name, value in how.items()):
        notices.tell(person=person, template=CHANGED, at=now)  # in the way she had: somebody else may sit there
    people.change(person=person, by=by, at=now, **how)
    people.record_needs(person=person, needs=needs, by=by, at=now)
    (share if shared else stop_sharing)(person=person, by=by, at=now)


@transaction.atomic
def share(*, person: Person, by: User, at: datetime | None = None) -> None:
    """At her word. Said twice is said once."""
    now = at or timezone.now()
    _, is_new = NeedsShared.objects.get_or_create(
        person=person, ended_at=None, defaults={"recorded_by": by, "recorded_at": now}
    )
    if is_new:
        audit(action="needs.shared", by=by, subject=f"person:{person.pk}", at=now)


@transaction.atomic
def stop_sharing(*, person: Person, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    if NeedsShared.objects.filter(person=person, ended_at=None).update(ended_at=now, ended_by=by):
        audit(action="needs.not_shared", by=by, subject=f"person:{person.pk}", at=now)
