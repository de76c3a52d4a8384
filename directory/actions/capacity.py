"""Somebody says how many more people they have room for; a booking takes a place, and gives it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import documents, free_times, nearest, room
from directory.models import Capacity, Service, TakenPlace
from directory.models.capacity import Owner, named
from directory.refusals import Moved, Refused

CHANGED = "Your places changed while you looked at them. This is how they stand now."
MOST_PLACES = 99


class Full(Refused):
    """Nobody more can be taken then. The words say when: "Tuesday mornings"."""


@dataclass(frozen=True)
class Line:
    """So many places in one part of the week, in the hours that they mean by it."""

    weekday: int
    part: str
    places: int = 1
    starts: time | None = None
    ends: time | None = None


def said_by(of: Owner) -> QuerySet[Capacity]:
    return Capacity.objects.filter(**named(of))


def _locked(of: Owner) -> list[Capacity]:
    """The owner's rows, so that nothing is booked while they say anew, and no two bookings take one place."""
    type(of)._default_manager.select_for_update().get(pk=of.pk)
    return list(said_by(of).select_for_update().order_by("pk"))


@transaction.atomic
def say(
    *,
    of: Owner,
    lines: Iterable[Line],
    by: User | None,
    area: str = room.EVERYWHERE,
    seen: str | None = None,
    at: datetime | None = None,
) -> None:
    """The whole week of one area anew. All else that they said was looked at too, so it is of today as well."""
    now = at or timezone.now()
    rows = _unchanged(of, seen)
    said = {(line.weekday, line.part): line for line in lines}
    gone = [row.pk for row in rows if row.area == area and (row.weekday, row.part) not in said]
    Capacity.objects.filter(pk__in=gone).delete()
    told = {"taken": 0, "confirmed_at": now, "confirmed_by": by}
    for (weekday, part), line in said.items():
        starts, ends = free_times.HOURS[part]
        Capacity.objects.update_or_create(
            **named(of),
            weekday=weekday,
            part=part,
            area=area,
            defaults={**told, "starts": line.starts or starts, "ends": line.ends or ends, "places": line.places},
        )
    _of_today(of, by, now)
    _tell(of, "said_when_free", by, now)


@transaction.atomic
def confirm(*, of: Owner, seen: str, by: User, at: datetime | None = None) -> None:
    """Still right: what was left is what there is now."""
    now = at or timezone.now()
    if not _unchanged(of, seen):
        raise Moved(CHANGED)
    _of_today(of, by, now)
    _tell(of, "confirmed_when_free", by, now)


def _unchanged(of: Owner, seen: str | None) -> list[Capacity]:
    """`seen` is the fingerprint of what stood on the page. Somebody may have booked since."""
    rows = _locked(of)
    if seen is not None and room.fingerprint(rows) != seen:
        raise Moved(CHANGED)
    return rows


def _of_today(of: Owner, by: User | None, now: datetime) -> None:
    TakenPlace.objects.filter(capacity__in=said_by(of)).delete()
    said_by(of).update(places=F("places") - F("taken"), taken=0, confirmed_at=now, confirmed_by=by)


def _tell(of: Owner, what: str, by: User | None, now: datetime) -> None:
    if isinstance(of, Service):
        audit(action=f"service.{what}", by=by, subject=f"service:{of.pk}", at=now)
        return
    of.told_us_on = timezone.localdate(now)
    of.save(update_fields=["told_us_on", "changed_at"])
    audit(action=f"assistant.{what}", by=by, subject=f"assistant:{of.pk}", at=now)
    documents.refresh_assistants(of.pk)


@transaction.atomic
def take(
    *,
    of: Owner,
    visits: Sequence[tuple[datetime, int]],
    reference: str,
    near: tuple[float, float] | None = None,
    at: datetime | None = None,
) -> None:
    """A place in each part of the week that an order's visits lie in. `visits`: when each starts, and its minutes.

    Raises Full where they said that they have none left. Where they said nothing, or 14 days ago, nothing is taken.
    """
    now = at or timezone.now()
    for wanted, rows in _said_of(_locked(of), of, visits, near, now):
        row = max(rows, key=lambda row: (room.left(row), row.area, row.pk))
        if not Capacity.objects.filter(pk=row.pk, taken__lt=F("places")).update(taken=F("taken") + 1):
            raise Full(room.when(wanted[0].weekday, wanted[0].part))
        TakenPlace.objects.create(capacity=row, reference=reference, taken_at=now)


def full_at(
    *,
    of: Owner,
    visits: Sequence[tuple[datetime, int]],
    near: tuple[float, float] | None = None,
    at: datetime | None = None,
) -> str:
    """What is full, in words, before anybody asks: "Tuesday mornings". Empty where a place may be had."""
    rows = list(said_by(of).order_by("pk"))
    for wanted, said in _said_of(rows, of, visits, near, at or timezone.now()):
        if not any(room.left(row) for row in said):
            return room.when(wanted[0].weekday, wanted[0].part)
    return ""


def _said_of(
    rows: Sequence[Capacity],
    of: Owner,
    visits: Sequence[tuple[datetime, int]],
    near: tuple[float, float] | None,
    now: datetime,
) -> Iterable[tuple[list[room.Piece], list[Capacity]]]:
    """Each part of the week with what was lately said of it, in the area nearest to the person."""
    fresh = [row for row in rows if room.counts(row.confirmed_at, now)]
    areas = nearest.areas(of, {row.area for row in fresh}, near)
    wanted = [piece for start, minutes in visits for piece in _pieces(start, minutes)]
    for pieces in room.by_part(wanted):
        said = [row for row in fresh if row.area in areas and all(room.covers(row, piece) for piece in pieces)]
        if said:
            yield pieces, said


def _pieces(start: datetime, minutes: int) -> list[room.Piece]:
    """By the clock on the wall: a visit in the night when the clocks change ends an hour off."""
    local, ends = timezone.localtime(start), timezone.localtime(start.astimezone(UTC) + timedelta(minutes=minutes))
    by_the_clock = ends.replace(tzinfo=None) - local.replace(tzinfo=None)
    return room.pieces(local.isoweekday(), local.time(), max(1, int(by_the_clock.total_seconds()) // 60))


@transaction.atomic
def give_back(*, reference: str) -> None:
    """The order came to nothing, so somebody else can have its places."""
    taken = TakenPlace.objects.filter(reference=reference)
    held = Capacity.objects.filter(pk__in=taken.values("capacity"))
    for row in held.select_for_update().order_by("pk"):
        if taken.filter(capacity=row).delete()[0]:
            Capacity.objects.filter(pk=row.pk, taken__gt=0).update(taken=F("taken") - 1)
