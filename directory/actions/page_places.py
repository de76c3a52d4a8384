"""Where a service is given: a place comes to its page, and a place closes for all that an organisation gives there.

Both are changes of the services' pages, so a moderator sees them first, and the feed and search follow.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.audit import audit
from accounts.models import User
from directory import page_places, pages
from directory.actions import proposals
from directory.change_rules import State
from directory.models import ChangeProposal, Location, Organisation, ProposedChange, Service
from directory.page_lists import Value
from directory.permissions import may_write
from directory.refusals import Refused

DRAFT = "“{name}” has a draft. Send it, or take this place out of it, first."
CLOSED = "You sent this already. We are looking at it."


@transaction.atomic
def add(
    *, service: Service, name: str, address: Value, access: Collection[str], by: User, at: datetime | None = None
) -> Location:
    """A place that nobody sees yet: it is in the draft of one page."""
    if not may_write(by, service.organisation, ["places"]):
        raise Refused(proposals.NOT_YOURS)
    made = Location(name=name)
    page_places.write_address(made, address)
    made.save()
    page_places.write_access(made, list(access))
    values = {"places": [*said(service), made.pk]}
    proposals.write(subject=service, of=service.organisation, values=values, by=by, at=at)
    audit(action="place.added", by=by, subject=f"place:{made.pk}", detail={"service": service.pk}, at=at)
    return made


def said(service: Service) -> list[int]:
    """Where it is given, with the draft."""
    draft = proposals.open_one(service)
    for change in draft.changes.all() if draft else ():
        if change.field == "places":
            return list(change.after or [])
    return page_places.given_at(service)


@transaction.atomic
def close(*, place: Location, of: Organisation, by: User, at: datetime | None = None) -> list[ChangeProposal]:
    """A change is sent for each of their services there. What others give at the same place stays."""
    if not may_write(by, of, ["places"]):
        raise Refused(proposals.NOT_YOURS)
    there = [service for service in pages.services_at(place, of) if not _is_closing(service, place)]
    if not there:
        raise Refused(CLOSED)
    for service in there:
        if proposals.open_one(service):
            raise Refused(DRAFT.format(name=service.name))
    audit(action="place.closing", by=by, subject=f"place:{place.pk}", at=at)
    return [_leave(service, place, by, at) for service in there]


def _is_closing(service: Service, place: Location) -> bool:
    waits = ProposedChange.objects.filter(
        proposal__service=service, proposal__state=State.WAITING, proposal__came_from="provider", field="places"
    )
    return any(place.pk not in (change.after or []) for change in waits)


def _leave(service: Service, place: Location, by: User, at: datetime | None) -> ChangeProposal:
    values = {"places": [pk for pk in page_places.given_at(service) if pk != place.pk]}
    made = proposals.write(subject=service, of=service.organisation, values=values, by=by, at=at)
    return proposals.send(proposal=made, by=by, at=at)
