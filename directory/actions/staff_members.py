"""What an organisation writes down of those whom it sends. Who may is asked by the rooms that have the pages."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import bookings
from directory.models import Organisation, StaffCheck, StaffMember
from directory.refusals import Moved

Photo = ContentFile[bytes]


@transaction.atomic
def add(
    *, organisation: Organisation, name: str, photo: Photo | None = None, by: User, at: datetime | None = None
) -> StaffMember:
    now = at or timezone.now()
    made = StaffMember(organisation=organisation, name=name, added_at=now, added_by=by)
    if photo:
        made.photo.save("photo.jpg", photo, save=False)
    made.save()
    _audit("staff_member.added", made, by, now)
    return made


@transaction.atomic
def change(
    *,
    member: StaffMember,
    name: str,
    photo: Photo | None = None,
    remove_photo: bool = False,
    by: User,
    at: datetime | None = None,
) -> StaffMember:
    """A new photo takes the place of the old one, which is deleted."""
    old = member.photo.name
    member.name = name
    if photo:
        member.photo.save("photo.jpg", photo, save=False)
    elif remove_photo:
        member.photo = ""
    member.save(update_fields=["name", "photo"])
    if old and old != member.photo.name:
        storage = member.photo.storage
        transaction.on_commit(lambda: storage.delete(old))
    _audit("staff_member.changed", member, by, at)
    return member


@transaction.atomic
def record_check(
    *,
    member: StaffMember,
    kind: str,
    checked_on: date,
    level: str = "",
    on_update_service: bool = False,
    by: User,
    at: datetime | None = None,
) -> StaffCheck:
    """A newer check stands beside the older one; people read the newest of each kind."""
    now = at or timezone.now()
    made = StaffCheck.objects.create(
        staff_member=member,
        kind=kind,
        level=level,
        on_update_service=on_update_service,
        checked_on=checked_on,
        recorded_at=now,
        recorded_by=by,
    )
    _audit("staff_member.check_recorded", member, by, now)
    return made


@transaction.atomic
def leave(*, member: StaffMember, by: User, at: datetime | None = None) -> StaffMember:
    """Not sent any more. What was planned for them waits for somebody else."""
    now = at or timezone.now()
    if not StaffMember.objects.filter(pk=member.pk, left_at=None).update(left_at=now, left_by=by):
        raise Moved(f"{member.name} has left already.")
    member.refresh_from_db()
    bookings.left(member, by=by, at=now)
    _audit("staff_member.left", member, by, now)
    return member


@transaction.atomic
def come_back(*, member: StaffMember, by: User, at: datetime | None = None) -> StaffMember:
    if not StaffMember.objects.filter(pk=member.pk, left_at__isnull=False).update(left_at=None, left_by=None):
        raise Moved(f"{member.name} is on the list already.")
    member.refresh_from_db()
    _audit("staff_member.came_back", member, by, at)
    return member


def _audit(action: str, member: StaffMember, by: User, at: datetime | None) -> None:
    audit(action=action, by=by, subject=f"staff-member:{member.pk}", at=at)
