"""What its source says has ended, or does not list any more, leaves public view; what comes back goes up again.

Where a provider has confirmed the page since, it stays up until a moderator decides (`ImportDifference`).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from directory import imported_fields as fields
from directory.actions import import_differences, services
from directory.actions.import_records import Source
from directory.models import Import, ImportDifference, PublicationEvent, Service, Status
from directory.queries import theirs
from directory.queries.duplicates import gone_services
from search import index

GONE = "Its source does not list it any more"
T = TypeVar("T")
BATCH = 500
FEW = 5  # so many may always go at once


@dataclass
class Done:
    counts: Counter[str] = field(default_factory=Counter)
    trouble: str = ""  # a sentence: what was not done, and what to do


def follow(
    *,
    source: Source,
    ended: Mapping[str, bool],
    run: Import,
    is_there: Callable[[str], bool] | None = None,
    at: datetime | None = None,
) -> Done:
    """`ended` says of each id that the source lists whether it has ended. Where that is all of them, `is_there` asks
    for one that is not listed: a list may change while it is read."""
    now, done = at or timezone.now(), Done()
    up = dict(Service.objects.filter(source=source.source, status=Status.PUBLISHED).values_list("pk", "source_id"))
    over = [pk for pk, key in up.items() if ended.get(key)]
    gone = [pk for pk, key in up.items() if key not in ended] if is_there else []
    if len(gone) > max(FEW, len(up) // 2):
        done.trouble = (
            f"{len(gone):,} of {len(up):,} services are not in the feed any more. "
            "That is so many that we took none down. Ask whose feed it is."
        )
        gone = []
    gone = [pk for pk in gone if is_there and not is_there(up[pk])]
    done.counts["taken down"] = _take_down(over, fields.ENDED, run, now) + _take_down(gone, GONE, run, now)
    done.counts["put up again"] = _put_up([key for key, is_over in ended.items() if not is_over], source, now)
    return done


def _take_down(pks: list[int], reason: str, run: Import, at: datetime) -> int:
    taken = 0
    for some in _batches(pks):
        with transaction.atomic(), index.together():
            found = list(Service.objects.filter(pk__in=some).order_by("pk"))
            spoken = theirs.services(some)
            ours = [service for service in found if service.pk not in spoken]
            for service in ours:
                services.withdraw(service=service, by=None, reason=reason, at=at)
            import_differences.remember([_asks(service, run, at) for service in found if service not in ours])
            taken += len(ours)
    return taken


def _asks(service: Service, run: Import, at: datetime) -> ImportDifference:
    said = {"before": service.status, "after": Status.WITHDRAWN.value}
    return ImportDifference(imported=run, service=service, field=fields.STATUS, at=at, **said)


def _put_up(keys: list[str], source: Source, at: datetime) -> int:
    """Only what came down for this: what somebody took down stays down."""
    put = 0
    for some in _batches(keys):
        with transaction.atomic(), index.together():
            _decided_by_itself(source, some)
            for service in _came_down_here(source).filter(source_id__in=some):
                if service.is_cqc_registered or not service.gives_personal_care:
                    services.publish(service=service, by=None, at=at)
                    put += 1
    return put


def _decided_by_itself(source: Source, keys: list[str]) -> None:
    """It has not ended after all: nobody needs to answer."""
    asked = ImportDifference.objects.filter(field=fields.STATUS, settled_at=None)
    asked.filter(service__source=source.source, service__source_id__in=keys).delete()


def _came_down_here(source: Source) -> QuerySet[Service]:
    events = PublicationEvent.objects.filter(service=OuterRef("pk")).order_by("-at", "-pk")
    found = Service.objects.filter(source=source.source, status=Status.WITHDRAWN).exclude(pk__in=gone_services())
    found = found.annotate(why=Subquery(events.values("reason")[:1]), who=Subquery(events.values("by")[:1]))
    return found.filter(why__in=[fields.ENDED, GONE], who=None).order_by("pk")


def _batches(items: list[T]) -> list[list[T]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
