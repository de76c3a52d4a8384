"""A successor takes a service over: the record goes on under the new provider, and what hangs on it goes along.

The record keeps its uuid, its address and the ids of its places in the open feed. The successor's own page, which came
from CQC's file, is put into it. What the room that sells has to do is done in the same transaction (`bookings`): so it
is done whole or not at all, and done once however often it is asked for.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import bookings, documents
from directory.actions import approvals, merges, proposals, services
from directory.approval_rules import State
from directory.models import Organisation, PublicationEvent, RegistrationEvent, Service, Status, Succession
from directory.permissions import has_part
from directory.refusals import Refused

REASON = "Another provider took it over"
THEIRS = ("name", "url", "email", "confirmed_on", "confirmed_as", "confirmed_by")  # the provider before spoke for these
CQC = ("cqc_location_id", "cqc_checked_on", "cqc_ended_on")


@transaction.atomic
def take_over(*, service: Service, successor: Service, by: User, at: datetime | None = None) -> Succession:
    """Asked for again it is the same succession. Raises Refused."""
    now = at or timezone.now()
    locked = Service.objects.select_for_update(of=("self",)).select_related("organisation")
    found = {one.pk: one for one in locked.filter(pk__in=[service.pk, successor.pk]).order_by("pk")}
    service, successor = found[service.pk], found[successor.pk]
    if done := Succession.objects.filter(service=service, merge__service_gone=successor).first():
        return done
    check(service, successor)
    if has_part(by, service.organisation) or has_part(by, successor.organisation):
        raise Refused("You work for one of these providers. Somebody else decides.")
    before, to, location = service.organisation, successor.organisation, successor.cqc_location_id
    was = service.cqc_location_id
    bookings.succeeded(service, before, to, by=by, at=now)
    _end_approvals(service, by, now)
    proposals.end_of(service, before, reasons=REASON, by=by, at=now)
    _take_places(service, successor)
    merged = merges.merge(kept=service, gone=successor, by=by, at=now)
    _take_record(service, successor)
    successor.change_proposals.update(service=service)
    RegistrationEvent.objects.create(
        service=service,
        from_location_id=was,
        to_location_id=location,
        on=timezone.localdate(now),
        at=now,
        reason=REASON,
    )
    made = write(service, before, to, was, location, by=by, at=now)
    Succession.objects.filter(pk=made.pk).update(merge=merged)
    made.refresh_from_db()
    _put_up_again(service, by, now)
    documents.refresh_services(service.pk, successor.pk)
    return made


def check(service: Service, successor: Service) -> None:
    """Raises Refused with the sentence of what stands in the way."""
    if service.pk == successor.pk or service.organisation_id == successor.organisation_id:
        raise Refused("This is the same provider. Choose the location of another one.")
    if not successor.is_cqc_registered:
        raise Refused("This location is not registered with CQC now.")
    if service.is_cqc_registered and service.gives_personal_care:
        raise Refused("This service is still registered with CQC. Nobody takes it over before that ends.")


def write(
    service: Service, before: Organisation, to: Organisation, was: str, location: str, *, by: User | None, at: datetime
) -> Succession:
    made = Succession.objects.create(
        service=service,
        from_organisation=before,
        to_organisation=to,
        from_location_id=was,
        to_location_id=location,
        by=by,
        at=at,
    )
    detail = {"from": before.pk, "to": to.pk}
    audit(action="service.taken_over", by=by, subject=f"service:{service.pk}", detail=detail, at=at)
    return made


def followed(service: Service, before: Organisation, was: str, *, at: datetime) -> None:
    """CQC's own file said it, in the transaction of the import: the record has its new provider already."""
    if before.pk == service.organisation_id:
        return
    bookings.succeeded(service, before, service.organisation, by=None, at=at)
    proposals.end_of(service, before, reasons=REASON, by=None, at=at)
    if not service.successions.filter(to_location_id=service.cqc_location_id):  # it may have been theirs before
        write(service, before, service.organisation, was, service.cqc_location_id, by=None, at=at)


def _end_approvals(service: Service, by: User, at: datetime) -> None:
    """What was checked was checked of somebody else."""
    for approval in service.approvals.exclude(state=State.WITHDRAWN).order_by("pk"):
        approvals.withdraw(approval=approval, by=by, reason=REASON, at=at)


def _take_places(service: Service, successor: Service) -> None:
    """Each place keeps its id at the service, and is where the successor says. Numbers and names are theirs too."""
    theirs = list(successor.at_locations.order_by("pk"))
    for mine, new in zip(service.at_locations.order_by("pk"), theirs, strict=False):
        place = new.location_id
        new.delete()
        mine.location_id = place
        mine.save(update_fields=["location"])
    if successor.phones.exists():
        service.phones.all().delete()
    service.contacts.all().delete()


def _take_record(service: Service, successor: Service) -> None:
    """The record is the location in CQC's file from now on, so the next import finds it and no second one."""
    given = {name: getattr(successor, name) for name in (*CQC, *THEIRS)}
    given["organisation"] = successor.organisation
    given["gives_personal_care"] = service.gives_personal_care or successor.gives_personal_care
    source, theirs, mine = successor.source, successor.source_id, service.source_id
    same = bool(source) and service.source == source
    Service.objects.filter(pk=successor.pk).update(
        cqc_location_id="", **({"source_id": f"{theirs}-taken"} if same else {})
    )
    if same:
        Service.objects.filter(pk=service.pk).update(source_id=theirs, source_fingerprint="")
        Service.objects.filter(pk=successor.pk).update(source_id=mine)
    service.refresh_from_db()
    for name, value in given.items():
        setattr(service, name, value)
    service.hidden_at = None
    service.save()


def _put_up_again(service: Service, by: User, at: datetime) -> None:
    """It came down only because its registration had ended."""
    last = PublicationEvent.objects.filter(service=service).last()
    if service.status == Status.WITHDRAWN and last and last.reason == services.REGISTRATION_ENDED:
        services.publish(service=service, by=by, at=at)
