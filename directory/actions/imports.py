"""Putting services from somebody else's table in, a batch at a time. What has not changed is left alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from directory import documents
from directory.actions import import_details as details
from directory.actions import import_differences as differences
from directory.actions.import_organisations import organisations_of
from directory.actions.import_records import Source, give_slugs, keep, known_by_id
from directory.models import Import, Organisation, PublicationEvent, Service, ServiceAtLocation, Status
from directory.offered import Offered
from directory.queries import theirs
from directory.queries.duplicates import gone_services
from search.table_import import Refusal


@dataclass
class Done:
    """`left_out` is what a provider has confirmed since and the import would have changed."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[Refusal] = field(default_factory=list)


@transaction.atomic
def put(*, offered: Sequence[Offered], source: Source, run: Import, at: datetime | None = None) -> Done:
    """Add what is new, change what differs. A service that somebody has confirmed since is theirs, and stays."""
    now = at or timezone.now()
    known = known_by_id(Service, source, [one.source_id for one in offered])
    points = details.points([postcode for one in offered for postcode in one.postcodes])
    lost = _without_a_point(known.values())
    news = [one for one in offered if not _same(known.get(one.source_id), one, lost, points)]
    spoken = theirs.services([service.pk for service in known.values()])
    kept = {key for key, service in known.items() if service.pk in spoken}
    wanted = [one for one in news if one.source_id not in kept]
    told = [one for one in news if one.source_id in kept]
    differences.forget(spoken - {known[one.source_id].pk for one in told})
    left_out = differences.keep(told, known, run, now)
    done = Done(Counter({"as before": len(offered) - len(wanted)}), left_out)
    if not wanted:
        return done
    services = _services(wanted, source, organisations_of(wanted, source), known)
    done.left_out += details.places(wanted, source, services, points)
    details.make_anew(wanted, services, source, known)
    _publish(services.values(), source, now)
    done.counts.update("changed" if one.source_id in known else "added" for one in wanted)
    audit(action="services.imported", by=None, subject=f"source:{source.source}", detail=dict(done.counts), at=now)
    documents.refresh_services(*(service.pk for service in services.values()))
    return done


def _same(service: Service | None, offered: Offered, lost: set[int], points: details.Points) -> bool:
    """Nothing new is said. What had no point may be found by now."""
    if service is None:
        return False
    found_now = service.pk in lost and any(postcode in points for postcode in offered.postcodes)
    return service.source_fingerprint == offered.fingerprint and not found_now


def _without_a_point(services: Iterable[Service]) -> set[int]:
    at = ServiceAtLocation.objects.filter(service__in=[service.pk for service in services], location__latitude=None)
    return set(at.values_list("service_id", flat=True))


def _services(
    offered: Sequence[Offered], source: Source, organisations: dict[str, Organisation], known: dict[str, Service]
) -> dict[str, Service]:
    rows = {
        one.source_id: {
            **one.service,
            "organisation": organisations[one.source_id],
            "source_fingerprint": one.fingerprint,
            **({"hidden_at": None} if _is_newer(one, known.get(one.source_id)) else {}),
        }
        for one in offered
    }
    return keep(Service, source, rows, prepare=lambda new: give_slugs(Service, new))


def _is_newer(offered: Offered, service: Service | None) -> bool:
    """Confirmed since: what was hidden for its age comes back."""
    said, before = offered.service.get("confirmed_on"), service.confirmed_on if service else None
    return said is not None and (before is None or said > before)


def _publish(services: Iterable[Service], source: Source, at: datetime) -> None:
    """New ones go up where the mapping says so; what somebody took down, or put into another, stays down."""
    drafts = [service for service in services if source.publish and service.status == Status.DRAFT]
    apart = Service.objects.filter(pk__in=[service.pk for service in drafts]).exclude(pk__in=gone_services())
    up = set(apart.values_list("pk", flat=True)) if drafts else set()
    drafts = [service for service in drafts if service.pk in up]
    drafts = [service for service in drafts if service.is_cqc_registered or not service.gives_personal_care]
    Service.objects.filter(pk__in=[service.pk for service in drafts]).update(status=Status.PUBLISHED)
    PublicationEvent.objects.bulk_create(
        PublicationEvent(
            service=service,
            from_status=Status.DRAFT,
            to_status=Status.PUBLISHED,
            reason=f"Imported from {source.source}",
            at=at,
        )
        for service in drafts
    )
