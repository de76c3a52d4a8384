"""What is done with a service: put up, taken down, confirmed. Search hears of it in the same transaction."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory import bookings, documents
from directory.actions import confirming
from directory.models import PublicationEvent, Service, Status
from directory.refusals import Moved, NotPublishable

REGISTRATION_ENDED = "Its registration with CQC has ended"
NO_CQC = (
    "This service gives personal care. It can be published when it has the id of a location "
    "that is registered with the Care Quality Commission (CQC) now."
)


@transaction.atomic
def publish(*, service: Service, by: User | None, at: datetime | None = None) -> None:
    """Let the public find it. Personal care needs a live CQC registration (Health and Social Care Act 2008 s.10)."""
    if service.gives_personal_care and not service.is_cqc_registered:
        raise NotPublishable(NO_CQC)
    _move(service, Status.PUBLISHED, by, at or timezone.now(), reason="")


@transaction.atomic
def withdraw(*, service: Service, by: User | None, reason: str, at: datetime | None = None) -> None:
    _move(service, Status.WITHDRAWN, by, at or timezone.now(), reason)


def confirm(*, service: Service, by: User | None, confirmed_as: str, at: datetime | None = None) -> None:
    """Somebody who knows says that the page is still right."""
    confirming.confirm(page=service, by=by, confirmed_as=confirmed_as, at=at)


@transaction.atomic
def end_registration(*, service: Service, on: date, by: User | None, at: datetime | None = None) -> None:
    """CQC no longer registers it: a service that gives personal care comes down, and people with orders hear, also
    where its page was down already. Said again, it is done: nobody hears twice."""
    now, is_new = at or timezone.now(), service.cqc_ended_on is None
    if service.gives_personal_care and service.status == Status.PUBLISHED:
        _move(service, Status.WITHDRAWN, by, now, reason=REGISTRATION_ENDED)
    if service.gives_personal_care and is_new:
        bookings.unregistered(service, by=by, at=now)
    service.cqc_ended_on = on
    service.save(update_fields=["cqc_ended_on", "changed_at"])
    audit(action="service.registration_ended", by=by, subject=f"service:{service.pk}", at=now)
    documents.refresh_services(service.pk)


def _move(service: Service, to: Status, by: User | None, at: datetime, reason: str) -> None:
    """Compare and swap: it goes on only where the state that was seen still holds."""
    seen = service.status
    if seen == to:
        raise Moved(f"This service is {Status(to).label.lower()} already.")
    if not Service.objects.filter(pk=service.pk, status=seen).update(status=to, changed_at=at):
        raise Moved("Somebody else changed this service just now.")
    service.status = to
    PublicationEvent.objects.create(service=service, from_status=seen, to_status=to, reason=reason, at=at, by=by)
    audit(action=f"service.{to.value}", by=by, subject=f"service:{service.pk}", at=at)
    documents.refresh_services(service.pk)
