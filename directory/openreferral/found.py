"""The rows of one page of the open feed. A page costs the same number of queries however much is on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from directory import public, whole
from directory.models import PersonalAssistantProfile, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from directory.openreferral import filters
from directory.openreferral.asked import Asked

Found = tuple[int, list[Any]]  # how many there are in all, and those on the page


def services(asked: Asked, today: date) -> Found:
    """Services, and after the last of them personal assistants whose approval holds today."""
    ours = filters.of_services(public.public_services(), asked)
    people = filters.of_assistants(public.approved_assistants(today), asked)
    return _page([ours, people], asked)


def service(uuid: UUID) -> Service | None:
    return whole.service(_changed().filter(uuid=uuid))


def assistant(uuid: UUID, today: date) -> PersonalAssistantProfile | None:
    return whole_assistants(today).filter(uuid=uuid).first()


def whole_services() -> QuerySet[Service]:
    found = public.whole_services().prefetch_related("free_times")
    return found.annotate(last_changed=filters.last_changed())


def whole_assistants(today: date) -> QuerySet[PersonalAssistantProfile]:
    return public.whole_assistants().filter(pk__in=public.approved_assistants(today).values("pk"))


def service_at_locations(asked: Asked) -> Found:
    at = _at_locations().select_related("location", "service__organisation")
    return _page([filters.of_services(at, asked, "service__", service_at_location=OuterRef("pk"))], asked)


def service_at_location(uuid: UUID) -> tuple[ServiceAtLocation, Service] | None:
    at = _at_locations().filter(uuid=uuid).first()
    of = whole.service(_changed().filter(pk=at.service_id)) if at else None
    return next(((one, of) for one in of.at_locations.all() if one.uuid == uuid), None) if of else None


def taxonomies(asked: Asked) -> Found:
    return _page([Taxonomy.objects.all()], asked)


def taxonomy(uuid: UUID) -> Taxonomy | None:
    return Taxonomy.objects.prefetch_related("terms__parent").filter(uuid=uuid).first()


def terms(asked: Asked) -> Found:
    found = _terms()
    return _page([found.filter(taxonomy__uuid=asked.taxonomy_id) if asked.taxonomy_id else found], asked)


def term(uuid: UUID) -> TaxonomyTerm | None:
    return _terms().filter(uuid=uuid).first()


def _changed() -> QuerySet[Service]:
    return public.public_services().annotate(last_changed=filters.last_changed())


def _terms() -> QuerySet[TaxonomyTerm]:
    return TaxonomyTerm.objects.select_related("taxonomy", "parent")


def _at_locations() -> QuerySet[ServiceAtLocation]:
    return ServiceAtLocation.objects.filter(service__in=public.public_services().values("pk"))


def _page(sources: Sequence[QuerySet[Any]], asked: Asked) -> Found:
    """Of several lists, one after the other: by when they were added, so that nothing slips between two pages."""
    first = (asked.page - 1) * asked.per_page
    last, total, rows = first + asked.per_page, 0, []
    for source in sources:
        count = source.count()
        start, stop = max(0, first - total), min(count, last - total)
        rows += source.order_by("pk")[start:stop] if start < stop else []
        total += count
    return total, rows
