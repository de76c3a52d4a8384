"""Who has room at a time of the week, asked of the tables: for search, for cards, and for the open feed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from directory import free_times, public, room
from directory.documents import ASSISTANT, SERVICE
from directory.models import AreaServed, Capacity, ServiceArea
from search.geo import miles_between
from search.places import Near
from search.windows import Window

OWNER = {SERVICE: "service", ASSISTANT: "profile"}
Found = dict[int, list[Capacity]]


def fresh(kind: str, now: datetime, **more: Any) -> Found:
    """What counts today, by whose it is. One statement."""
    found: Found = defaultdict(list)
    name = OWNER[kind]
    rows = Capacity.objects.filter(**{f"{name}__isnull": False}, confirmed_at__gt=now - room.COUNTS_FOR, **more)
    for row in rows.order_by("weekday", "pk"):
        found[getattr(row, f"{name}_id")].append(row)
    return found


def finder(kind: str) -> Callable[[Window, Near | None, float | None], list[str]]:
    """Who of this kind has room then, in an area whose middle is no farther away than that."""

    def find(window: Window, near: Near | None, miles: float | None) -> list[str]:
        now = timezone.now()
        wanted = _pieces(window)
        days = {piece.weekday for piece in wanted} or {window.weekday}
        areas = {
            pk: _areas(rows, window, wanted, now) for pk, rows in fresh(kind, now, weekday__in=sorted(days)).items()
        }
        able = {pk: names for pk, names in areas.items() if names}
        if near is not None and miles is not None:
            able = _within(kind, able, near, miles)
        return [str(pk) for pk in able]

    return find


def _pieces(window: Window) -> list[room.Piece]:
    return room.pieces(window.weekday, window.starts, window.minutes) if window.starts else []


def _areas(rows: list[Capacity], window: Window, wanted: list[room.Piece], now: datetime) -> set[str]:
    if wanted:
        return room.areas_with_room(rows, wanted, now)
    return room.areas_with_room_on(rows, window.weekday, now)


def _within(kind: str, able: dict[int, set[str]], near: Near, miles: float) -> dict[int, set[str]]:
    """What is said of all areas is measured by search itself, as of everything; a named area is measured here."""
    named = {pk: names for pk, names in able.items() if room.EVERYWHERE not in names}
    centres = _centres(kind, named)

    def reaches(pk: int, name: str) -> bool:
        here = centres.get((pk, name))
        return here is not None and miles_between(near.lat, near.lon, *here) <= miles

    return {pk: names for pk, names in able.items() if pk not in named or any(reaches(pk, name) for name in names)}


def _centres(kind: str, pks: Collection[int]) -> dict[tuple[int, str], tuple[float, float]]:
    if not pks:
        return {}
    model: Any = ServiceArea if kind == SERVICE else AreaServed
    owner = f"{OWNER[kind]}_id"
    placed = model.objects.filter(**{f"{owner}__in": pks}, latitude__isnull=False, longitude__isnull=False)
    rows = placed.values_list(owner, "name", "latitude", "longitude")
    return {(pk, name): (float(lat), float(lon)) for pk, name, lat, lon in rows}


def cards(kind: str) -> Callable[[Collection[str]], Mapping[str, Mapping[str, Any]]]:
    """What a card says of it, while it counts: when there is room, and how long ago they said so."""

    def say(refs: Collection[str]) -> dict[str, dict[str, Any]]:
        now = timezone.now()
        found = fresh(kind, now, **{f"{OWNER[kind]}__in": refs})
        return {str(pk): in_words(rows, now) for pk, rows in found.items() if room.free(rows)}

    return say


def in_words(rows: list[Capacity], now: datetime) -> dict[str, str]:
    said_at = min(row.confirmed_at for row in rows)
    return {
        "has_time": free_times.stretches(room.free(rows)),
        "said_ago": room.said_ago(timezone.localtime(said_at), timezone.localtime(now)),
    }


@dataclass(frozen=True)
class ServiceCapacity:
    """A row of the open feed's `service_capacity`: so many places of so many, in a part of the week."""

    service: UUID
    unit: str
    available: int
    maximum: int
    updated: datetime


def service_capacity(at: datetime | None = None) -> Iterator[ServiceCapacity]:
    """All that counts now, of what is public: a service, or a personal assistant whose approval holds.

    What is older than 14 days is no row at all. Two statements, however many there are.
    """
    now = at or timezone.now()
    yield from _told(Capacity.objects.filter(service__in=public.shown()), "service", now)
    day = timezone.localdate(now)
    yield from _told(Capacity.objects.filter(profile__in=public.approved_assistants(day)), "profile", now)


def _told(rows: Any, owner: str, now: datetime) -> Iterable[ServiceCapacity]:
    counted = rows.filter(confirmed_at__gt=now - room.COUNTS_FOR).select_related(owner)
    for row in counted.order_by(f"{owner}_id", "weekday", "pk"):
        where = f" in {row.area}" if row.area else ""
        yield ServiceCapacity(
            service=getattr(row, owner).uuid,
            unit=f"People on {room.when(row.weekday, row.part)}{where}",
            available=room.left(row),
            maximum=row.places,
            updated=row.confirmed_at,
        )
