"""Records that may be the same twice. The database brings only those that share something with another."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from directory.duplicates import Pair, Seen, find
from directory.models import KeptApart, Location, Merge, Organisation, Phone, Service

NUMBERS = ("company_number", "charity_number", "cqc_provider_id")


def pairs(kind: str) -> list[Pair]:
    """Without those that somebody has looked at and kept apart."""
    apart = set(KeptApart.objects.filter(kind=kind).values_list("first", "second"))
    seen = _organisations() if kind == "organisation" else _services()
    return [pair for pair in find(seen) if (pair.first, pair.second) not in apart]


def gone_services() -> QuerySet[Merge, Any]:
    """Those that are part of another now."""
    return Merge.objects.filter(undone_at=None, service_gone__isnull=False).order_by().values("service_gone")


def _services() -> list[Seen]:
    found = Service.objects.exclude(pk__in=gone_services())
    places = _shared(Location.objects.exclude(postcode=""), "of_services__service", "postcode")
    phones = _shared(Phone.objects.exclude(service=None), "service", "number")
    sites = dict(found.filter(url__in=_twice(found.exclude(url=""), "url")).values_list("pk", "url"))
    pks = places.keys() | phones.keys() | sites.keys()
    return [
        Seen(pk, name, _one(location), frozenset(places[pk]), frozenset(phones[pk]), sites.get(pk, ""))
        for pk, name, location in found.values_list("pk", "name", "cqc_location_id")
        if pk in pks
    ]


def _organisations() -> list[Seen]:
    gone = Merge.objects.filter(undone_at=None, organisation_gone__isnull=False).values("organisation_gone")
    found = Organisation.objects.exclude(pk__in=gone)
    numbers: dict[int, set[str]] = defaultdict(set)
    for name in NUMBERS:
        said = found.filter(**{f"{name}__in": _twice(found.exclude(**{name: ""}), name)})
        for pk, number in said.values_list("pk", name):
            numbers[pk].add(f"{name} {number}")
    places = _shared(Location.objects.exclude(postcode=""), "of_services__service__organisation", "postcode")
    phones = _shared(Phone.objects.exclude(organisation=None), "organisation", "number")
    sites = dict(found.filter(website__in=_twice(found.exclude(website=""), "website")).values_list("pk", "website"))
    pks = numbers.keys() | places.keys() | phones.keys() | sites.keys()
    return [
        Seen(pk, name, frozenset(numbers[pk]), frozenset(places[pk]), frozenset(phones[pk]), sites.get(pk, ""))
        for pk, name in found.values_list("pk", "name")
        if pk in pks
    ]


def _one(number: str) -> frozenset[str]:
    return frozenset([number] if number else [])


def _twice(found: QuerySet, name: str) -> QuerySet:  # type: ignore[type-arg]  # of any model
    return found.order_by().values(name).annotate(times=Count("pk")).filter(times__gt=1).values(name)


def _shared(found: QuerySet, to: str, name: str) -> dict[int, set[str]]:  # type: ignore[type-arg]  # of any model
    """By record: those of its values that another record has too."""
    held: dict[str, set[int]] = defaultdict(set)
    rows: Iterable[tuple[int | None, str]] = found.values_list(to, name)
    for pk, value in rows:
        if pk is not None:
            held[value].add(pk)
    shared: dict[int, set[str]] = defaultdict(set)
    for value, pks in held.items():
        for pk in pks if len(pks) > 1 else ():
            shared[pk].add(value)
    return shared
