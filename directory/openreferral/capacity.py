"""How much room there is: `service_capacity` of a service in the open feed, as HSDS 3.1 writes it.

HSDS-UK 3.0 has no word for it, and lets a publisher add one. A row is a part of the week, in all areas or in one.
What was said 14 days ago or more is not said here either: what is not known is left out.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from django.utils import timezone

from directory import room
from directory.models import Capacity, PersonalAssistantProfile, Service
from directory.openreferral import shapes


def of(subject: Service | PersonalAssistantProfile) -> list[shapes.ServiceCapacity] | None:
    """None leaves the property out."""
    now = timezone.now()
    counts = [row for row in subject.free_times.all() if room.counts(row.confirmed_at, now)]
    return [_told(row, subject.uuid) for row in counts] or None


def _told(row: Capacity, owner: UUID) -> shapes.ServiceCapacity:
    where = f" in {row.area}" if row.area else ""
    name = f"People on {room.when(row.weekday, row.part)}{where}"
    key = f"capacity:{row.weekday}:{row.part}:{row.area}"
    return shapes.ServiceCapacity(
        id=uuid5(owner, key),
        service_id=owner,
        unit=shapes.Unit(id=uuid5(owner, f"{key}:unit"), name=name),
        available=room.left(row),
        maximum=row.places,
        description=f"From {row.starts:%H:%M} to {row.ends:%H:%M}",
        updated=row.confirmed_at,
    )
