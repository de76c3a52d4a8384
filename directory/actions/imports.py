"""Putting services from somebody else's table in, a batch at a time. What has not changed is left alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.audit import audit
from directory import documents
from directory.mapping import Mapping
from directory.models import (
    Location,
    Organisation,
    Phone,
    PublicationEvent,
    Schedule,
    Service,
    ServiceAtLocation,
    Status,
    Taxonomy,
    TaxonomyTerm,
)
from directory.offered import Offered
from directory.opening import CODES
from search.models import GazetteerPlace
from search.places import postcode_key

Kept = TypeVar("Kept", Organisation, Service, Location)
Points = dict[str, dict[str, float]]
Terms = dict[tuple[str, str], TaxonomyTerm]


@transaction.atomic
def put(*, offered: Sequence[Offered], mapping: Mapping, at: datetime | None = None) -> Counter[str]:
    """Add what is new, change what differs. A service that somebody has confirmed since is theirs, and stays."""
    now = at or timezone.now()
    known = _known(Service, mapping, [one.source_id for one in offered])
    points = _points([one.location.get("postcode", "") for one in offered])
    lost = _without_a_point(known.values())
    wanted = [one for one in offered if not _stays(known.get(one.source_id), one, lost, points)]
    counts = Counter({"as before": len(offered) - len(wanted)})
    if not wanted:
        return counts
    organisations = _organisations(wanted, mapping)
    services = _services(wanted, mapping, organisations)
    _places(wanted, mapping, services, points)
    _details(wanted, services, _terms(mapping))
    _publish(services.values(), mapping, now)
    counts.update("changed" if one.source_id in known else "added" for one in wanted)
    audit(action="services.imported", by=None, subject=f"source:{mapping.source}", detail=dict(counts), at=now)
    documents.refresh_services(*(service.pk for service in services.values()))
    return counts


def _stays(service: Service | None, offered: Offered, lost: set[int], points: Points) -> bool:
    """Nothing new is said, or somebody has confirmed it since. What had no point may be found by now."""
    if service is None:
        return False
    found_now = service.pk in lost and offered.location.get("postcode") in points
    same = service.source_fingerprint == offered.fingerprint and not found_now
    return same or service.confirmed_by_id is not None


def _without_a_point(services: Iterable[Service]) -> set[int]:
    at = ServiceAtLocation.objects.filter(service__in=[service.pk for service in services], location__latitude=None)
    return set(at.values_list("service_id", flat=True))


def _known(model: type[Kept], mapping: Mapping, ids: Iterable[str]) -> dict[str, Kept]:
    found = model._default_manager.filter(source=mapping.source, source_id__in=list(ids))
    return {one.source_id: one for one in found}


def _keep(
    model: type[Kept],
    mapping: Mapping,
    rows: dict[str, dict[str, Any]],
    prepare: Callable[[Sequence[Kept]], None] | None = None,
) -> dict[str, Kept]:
    """Create or change by source and source id. `prepare` sees the new ones before they are saved."""
    there = _known(model, mapping, rows)
    new = {key: model(source=mapping.source, source_id=key, **row) for key, row in rows.items() if key not in there}
    if prepare:
        prepare(list(new.values()))
    model._default_manager.bulk_create(new.values())
    for key, one in there.items():
        one.changed_at = timezone.now()
        for name, value in rows[key].items():
            setattr(one, name, value)
    fields: set[str] = {name for key in there for name in rows[key]}
    if fields:
        model._default_manager.bulk_update(there.values(), ["changed_at", *sorted(fields)], batch_size=100)
    return {**there, **new}


def _give_slugs(model: type[Organisation] | type[Service], new: Sequence[Organisation | Service]) -> None:
    """The name; where that is taken, with their id; and where that is taken too, with ours. A slug once given stays."""
    wishes = [(slugify(one.name)[:90] or "service", slugify(one.source_id)[-25:]) for one in new]
    wishes = [(name, f"{name}-{theirs}") for name, theirs in wishes]
    asked = [slug for pair in wishes for slug in pair]
    taken = set(model._default_manager.filter(slug__in=asked).values_list("slug", flat=True))
    for one, pair in zip(new, wishes, strict=True):
        free = [slug for slug in pair if slug not in taken]
        one.slug = free[0] if free else f"{pair[0]}-{one.uuid.hex[:12]}"
        taken.add(one.slug)


def _organisation_key(offered: Offered) -> str:
    return slugify(offered.organisation["name"])[:120] or offered.source_id


def _organisations(offered: Sequence[Offered], mapping: Mapping) -> dict[str, Organisation]:
    rows = {_organisation_key(one): one.organisation for one in offered}
    return _keep(Organisation, mapping, rows, prepare=lambda new: _give_slugs(Organisation, new))


def _services(
    offered: Sequence[Offered], mapping: Mapping, organisations: dict[str, Organisation]
) -> dict[str, Service]:
    rows = {
        one.source_id: {
            **one.service,
            "organisation": organisations[_organisation_key(one)],
            "source_fingerprint": one.fingerprint,
        }
        for one in offered
    }
    return _keep(Service, mapping, rows, prepare=lambda new: _give_slugs(Service, new))


def _places(offered: Sequence[Offered], mapping: Mapping, services: dict[str, Service], points: Points) -> None:
    """A point comes from the row, else from the postcode in the gazetteer."""
    rows = {}
    for one in offered:
        if any(one.location.values()):
            row = {"latitude": None, "longitude": None, **one.location}
            if row["latitude"] is None:
                row |= points.get(one.location.get("postcode", ""), {})
            rows[one.source_id] = row
    locations = _keep(Location, mapping, rows)
    ServiceAtLocation.objects.bulk_create(
        [ServiceAtLocation(service=services[key], location=place) for key, place in locations.items()],
        ignore_conflicts=True,
    )


def _points(postcodes: Iterable[str]) -> Points:
    keys = {postcode_key(postcode) for postcode in postcodes if postcode}
    found = GazetteerPlace.objects.filter(kind=GazetteerPlace.Kind.POSTCODE, key__in=keys)
    return {place.name: {"latitude": place.lat, "longitude": place.lon} for place in found}


def _terms(mapping: Mapping) -> Terms:
    """Terms of the mapping, made where they are not there yet."""
    found: Terms = {}
    for term in mapping.terms:
        taxonomy, _ = Taxonomy.objects.get_or_create(
            slug=term.taxonomy, defaults={"name": term.taxonomy.capitalize(), "description": ""}
        )
        found[term.taxonomy, term.slug], _ = TaxonomyTerm.objects.get_or_create(
            taxonomy=taxonomy, slug=term.slug, defaults={"name": term.name}
        )
    return found


def _details(offered: Sequence[Offered], services: dict[str, Service], terms: Terms) -> None:
    """Times, telephone and terms are made anew."""
    pks = [services[one.source_id].pk for one in offered]
    Schedule.objects.filter(service__in=pks).delete()
    Phone.objects.filter(service__in=pks).delete()
    Schedule.objects.bulk_create([made for one in offered for made in _schedules(one, services[one.source_id])])
    Phone.objects.bulk_create(
        [Phone(service=services[one.source_id], number=one.phone) for one in offered if one.phone]
    )
    through = Service.terms.through
    through._default_manager.filter(service__in=pks).delete()
    through._default_manager.bulk_create(
        [
            through(service_id=services[one.source_id].pk, taxonomyterm_id=terms[name].pk)
            for one in offered
            for name in one.terms
        ]
    )


def _schedules(offered: Offered, service: Service) -> list[Schedule]:
    """Days with the same times are one schedule, as Open Referral has them."""
    days: dict[tuple[Any, Any], list[str]] = {}
    for hours in offered.hours:
        days.setdefault((hours.opens, hours.closes), []).append(CODES[hours.weekday - 1])
    return [
        Schedule(service=service, byday=",".join(codes), opens_at=opens, closes_at=closes)
        for (opens, closes), codes in days.items()
    ]


def _publish(services: Iterable[Service], mapping: Mapping, at: datetime) -> None:
    """New ones go up where the mapping says so; what somebody took down stays down."""
    drafts = [service for service in services if mapping.publish and service.status == Status.DRAFT]
    drafts = [service for service in drafts if service.is_cqc_registered or not service.gives_personal_care]
    Service.objects.filter(pk__in=[service.pk for service in drafts]).update(status=Status.PUBLISHED)
    PublicationEvent.objects.bulk_create(
        PublicationEvent(
            service=service,
            from_status=Status.DRAFT,
            to_status=Status.PUBLISHED,
            reason=f"Imported from {mapping.source}",
            at=at,
        )
        for service in drafts
    )
