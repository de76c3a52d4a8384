"""What an import says otherwise than a provider who has confirmed since: kept for a moderator, never applied."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from directory.actions.import_details import schedules_of
from directory.models import Import, ImportDifference, Schedule, Service
from directory.offered import Offered
from search.table_import import Refusal

REASON = "Confirmed by the provider since; a moderator should look"
NOT_COMPARED = ("confirmed_as", "confirmed_on", "latitude", "longitude")


def keep(offered: Sequence[Offered], known: dict[str, Service], run: Import, at: datetime) -> list[Refusal]:
    """One waiting row for each field, however often the import runs."""
    whole = _whole([known[one.source_id].pk for one in offered])
    found = [
        ImportDifference(imported=run, service=whole[known[one.source_id].pk], field=name, before=old, after=new, at=at)
        for one in offered
        for name, old, new in _differing(whole[known[one.source_id].pk], one)
    ]
    waiting = _remember(found)
    rows = {known[one.source_id].pk: one.row for one in offered}
    return [Refusal(rows[one.service_id], one.field, REASON) for one in waiting]


def _remember(found: Sequence[ImportDifference]) -> list[ImportDifference]:
    """Those that wait. What was settled once is not asked again while the import says the same."""
    there = ImportDifference.objects.filter(service__in={one.service_id for one in found})
    waiting = {(one.service_id, one.field): one for one in there if one.settled_at is None}
    settled = {(one.service_id, one.field, one.after) for one in there if one.settled_at is not None}
    asked = [one for one in found if (one.service_id, one.field, one.after) not in settled]
    for one in asked:
        old = waiting.get((one.service_id, one.field))
        if old is not None and (old.before, old.after) != (one.before, one.after):
            old.before, old.after, old.imported, old.at = one.before, one.after, one.imported, one.at
            old.save(update_fields=["before", "after", "imported", "at"])
    ImportDifference.objects.bulk_create(one for one in asked if (one.service_id, one.field) not in waiting)
    return asked


def _whole(pks: list[int]) -> dict[int, Service]:
    found = Service.objects.filter(pk__in=pks).prefetch_related("phones", "schedules", "at_locations__location")
    return {service.pk: service for service in found}


def _differing(service: Service, offered: Offered) -> Iterator[tuple[str, str, str]]:
    for name, value in offered.service.items():
        yield from _pair(name, getattr(service, name), value)
    place = next((at.location for at in service.at_locations.all()), None)
    theirs = offered.at[0][1] if offered.at else {}
    for name, value in theirs.items():
        yield from _pair(name, getattr(place, name, ""), value)
    if offered.phone:
        yield from _pair("phone", ", ".join(phone.number for phone in service.phones.all()), offered.phone)
    if offered.hours:
        yield from _pair("hours", _hours(service.schedules.all()), _hours(schedules_of(offered, service)))


def _pair(name: str, before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    old, new = ("" if value is None else str(value) for value in (before, after))
    if old != new and name not in NOT_COMPARED:
        yield name, old, new


def _hours(schedules: Any) -> str:
    said = sorted((one.byday, one.opens_at, one.closes_at) for one in schedules if _is_weekly(one))
    return "; ".join(f"{days} {opens:%H:%M} to {closes:%H:%M}" for days, opens, closes in said)


def _is_weekly(one: Schedule) -> bool:
    return bool(one.byday and one.opens_at and one.closes_at)
