"""A provider takes its own page down, puts it back, or deletes one that nobody but itself has seen."""

from datetime import datetime

from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from accounts.audit import audit
from accounts.models import User
from directory.actions import services
from directory.models import Service, Status
from directory.permissions import may_write
from directory.refusals import Refused

BY_ITSELF = "Taken down by its provider"


@transaction.atomic
def take_down(*, service: Service, by: User, at: datetime | None = None) -> None:
    """Nobody finds it any more; what is booked goes on."""
    _check(service, by)
    services.withdraw(service=service, by=by, reason=BY_ITSELF, at=at)


@transaction.atomic
def put_back(*, service: Service, by: User, at: datetime | None = None) -> None:
    """As it was: it says nothing that a moderator has not seen. What the council took down, the council puts back."""
    _check(service, by)
    if not may_put_back(service):
        raise Refused("You did not take this page down yourself. Ask us to put it back.")
    services.publish(service=service, by=by, at=at)


def choices(service: Service, by: User) -> list[str]:
    """Which of the three somebody may do with it now."""
    if not may_write(by, service.organisation, ["name"]):
        return []
    found = {
        "take_down": service.status == Status.PUBLISHED,
        "put_back": may_put_back(service),
        "delete": may_delete(service),
    }
    return [choice for choice, may in found.items() if may]


def may_put_back(service: Service) -> bool:
    last = service.publications.order_by("-at", "-pk").first() if service.status == Status.WITHDRAWN else None
    return last is not None and last.reason == BY_ITSELF


@transaction.atomic
def delete(*, service: Service, by: User, at: datetime | None = None) -> None:
    """Of one that was begun and never sent, such as a copy made by mistake."""
    _check(service, by)
    locked = Service.objects.select_for_update().get(pk=service.pk)
    if not may_delete(locked):
        raise Refused("This page was sent to us, so it is kept. Nobody sees it while it is not on the site.")
    try:
        with transaction.atomic():
            locked.delete()
    except ProtectedError:
        raise Refused("Something else is kept with this page, such as an offer. Nobody sees the page.") from None
    audit(action="service.deleted", by=by, subject=f"service:{service.pk}", at=at or timezone.now())


def may_delete(service: Service) -> bool:
    """Ours alone: what came by an import would come again."""
    sent = service.change_proposals.filter(sent_at__isnull=False)
    return service.status == Status.DRAFT and not service.source and not sent.exists()


def _check(service: Service, by: User) -> None:
    if not may_write(by, service.organisation, ["name"]):
        raise Refused("Only a manager of this organisation can change this.")
