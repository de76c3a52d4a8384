"""Who has room at a time of the week, asked of the tables: for search, and for cards."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from directory import free_times, room
from directory.documents import ASSISTANT, SERVICE
from directory.models import AreaServed, Capacity, Service, ServiceArea
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


def of_service(service: Service) -> dict[str, str] | None:
    """The same for its own page. One statement."""
    now = timezone.now()
    rows = fresh(SERVICE, now, service=service.pk)[service.pk]
    return in_words(rows, now) if room.free(rows) else None


def in_words(rows: list[Capacity], now: datetime) -> dict[str, str]:
    said_at = min(row.confirmed_at for row in rows)
    return {
        "has_time": free_times.stretches(room.free(rows)),
        "said_ago": room.said_ago(timezone.localtime(said_at), timezone.localtime(now)),
    }
