"""What an import says otherwise than a provider who has confirmed since: kept until a moderator says which it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from directory import documents
from directory import imported_fields as fields
from directory.actions import proposals, services
from directory.actions.import_details import schedules_of
from directory.actions.import_records import THEIRS
from directory.actions.moderation import Settled, seen
from directory.models import Import, ImportDifference, Service, Status
from directory.offered import Offered
from directory.permissions import roles_in
from directory.refusals import Moved, NotPublishable, Refused
from search.table_import import Refusal

NOT_COMPARED = ("confirmed_as", "confirmed_on", "latitude", "longitude")


def keep(offered: Sequence[Offered], known: dict[str, Service], run: Import, at: datetime) -> list[Refusal]:
    """One waiting row for each field, however often the import runs."""
    whole = _whole([known[one.source_id].pk for one in offered])
    found = [
        ImportDifference(imported=run, service=whole[known[one.source_id].pk], field=name, before=old, after=new, at=at)
        for one in offered
        for name, old, new in _differing(whole[known[one.source_id].pk], one)
    ]
    forget(whole, found)
    waiting = remember(found)
    rows = {known[one.source_id].pk: one.row for one in offered}
    return [Refusal(rows[one.service_id], one.field, THEIRS) for one in waiting]


def forget(pks: Iterable[int], found: Sequence[ImportDifference] = ()) -> None:
    """What waited and is not said any more has nothing to be decided."""
    still = {(one.service_id, one.field) for one in found}
    waiting = ImportDifference.objects.filter(service__in=pks, settled_at=None).exclude(field=fields.STATUS)
    gone = [pk for pk, *of in waiting.values_list("pk", "service_id", "field") if tuple(of) not in still]
    ImportDifference.objects.filter(pk__in=gone).delete()


def remember(found: Sequence[ImportDifference]) -> list[ImportDifference]:
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
    found = Service.objects.filter(pk__in=pks).prefetch_related(
        "phones", "schedules", "at_locations__location", "eligibilities", "areas", "languages"
    )
    return {service.pk: service for service in found}


def _differing(service: Service, offered: Offered) -> Iterator[tuple[str, str, str]]:
    said = {name: fields.said(value) for name, value in offered.service.items()}
    theirs = offered.at[0][1] if offered.at else {}
    said |= {fields.place_field(name): fields.said(value) for name, value in theirs.items()}
    if offered.phone:
        said["phone"] = offered.phone
    if offered.hours:
        said["hours"] = fields.hours_text(schedules_of(offered, service))
    if offered.rules:
        said["rules"] = "\n".join(offered.rules)
    if offered.areas:
        said["areas"] = fields.in_lines(offered.areas)
    if offered.languages:
        said["languages"] = fields.in_lines(offered.languages)
    for name, after in said.items():
        if name not in NOT_COMPARED and (before := fields.of(name).read(service)) != after:
            yield name, before, after


@transaction.atomic
def settle(*, service: Service, answers: Mapping[int, Settled], by: User, at: datetime | None = None) -> None:
    """A moderator takes over what an import says, or keeps what the page says: each field by itself."""
    _check(service, by)
    now, subject = at or timezone.now(), proposals.fresh(service)
    waiting = list(waiting_of(subject).filter(pk__in=answers))
    if len(waiting) < len(answers):
        raise Moved("Somebody else answered this just now.")
    if any(answers[one.pk].seen != seen(one.field, fields.of(one.field).read(subject)) for one in waiting):
        raise Moved("The page changed again while you looked. Look once more.")
    taken = [one for one in waiting if answers[one.pk].takes_new]
    for one in waiting:
        _settle_one(one, one in taken, by, now)
    _take(subject, taken, by, now)


def waiting_of(service: Service) -> QuerySet[ImportDifference]:
    found = ImportDifference.objects.filter(service=service, settled_at=None)
    return found.select_related("imported__feed").order_by("field", "pk")


def _check(service: Service, by: User) -> None:
    if not may(by, Permission.MODERATE_LISTINGS) or roles_in(by, service.organisation):
        raise Refused("You work for this organisation, so somebody else must answer it.")


def _settle_one(one: ImportDifference, is_taken: bool, by: User, now: datetime) -> None:
    row = {"taken": is_taken, "settled_at": now, "settled_by": by}
    if not ImportDifference.objects.filter(pk=one.pk, settled_at=None).update(**row):
        raise Moved("Somebody else answered this just now.")
    detail = {"difference": one.pk, "field": one.field}
    action = "difference.taken" if is_taken else "difference.left"
    audit(action=action, by=by, subject=f"service:{one.service_id}", detail=detail, at=now)


def _take(service: Service, taken: Sequence[ImportDifference], by: User, now: datetime) -> None:
    """Written at once, and to search; what the law or the page's own rules forbid is refused whole."""
    for one in taken:
        fields.of(one.field).write(service, one.after)
    _refuse_what_cannot_be(service)
    service.save()
    ends = any(one.field == fields.STATUS for one in taken)
    if ends and service.status == Status.PUBLISHED:
        services.withdraw(service=service, by=by, reason=fields.ENDED, at=now)
    place = fields.place_of(service)
    shared = proposals.services_of(place) if place else []
    documents.refresh_services(*{service.pk, *shared})


def _refuse_what_cannot_be(service: Service) -> None:
    if service.status == Status.PUBLISHED and service.gives_personal_care and not service.is_cqc_registered:
        raise NotPublishable(services.NO_CQC)
    ages = (service.minimum_age, service.maximum_age)
    if ages[0] is not None and ages[1] is not None and ages[0] > ages[1]:
        raise Refused("The lowest age would be above the highest. Take both, or none.")
