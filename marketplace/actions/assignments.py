"""Who goes to a visit: somebody of the seller's own staff, who cannot be with two people at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from directory.bookings import Left
from directory.models import StaffMember
from marketplace import words
from marketplace.actions.moves import Overtaken, Refused, record_visit
from marketplace.models import Visit
from marketplace.permissions import check_visit
from marketplace.queries import diaries
from marketplace.queries.diaries import Span
from marketplace.states import Party, VisitState


@transaction.atomic
def assign(*, visit: Visit, member: StaffMember | None, by: User, at: datetime | None = None) -> Visit:
    """Say who goes, or that it is open again. Raises Refused with "not_yours", "left", "not_planned" or "busy"."""
    now = at or timezone.now()
    check_visit(by, visit)
    if visit.state != VisitState.PLANNED:
        raise Refused("not_planned", "You can choose who goes while a visit is planned.")
    if member is not None:
        member = lock(member)
        _check(member, visit)
    if visit.staff_member_id == (member.pk if member else None):
        return visit
    _move(visit, member, by, now)
    return visit


def lock(member: StaffMember) -> StaffMember:
    """Whoever fills this member's week waits for us until we commit."""
    return StaffMember.objects.select_for_update().get(pk=member.pk)


def _check(member: StaffMember, visit: Visit) -> None:
    if visit.order.listing.service is None or visit.sold_by.pk != member.organisation_id:
        raise Refused("not_yours", "Choose somebody who works for you.")
    if not member.is_active:
        raise Refused("left", f"{member.name} has left. Choose somebody else.")
    busy = diaries.of_member(member, [diaries.span(visit)], but=visit)
    if busy:
        raise Refused("busy", f"{where(member, busy[0])} Choose somebody else.")


def where(member: StaffMember, visit: Visit) -> str:
    """Sam is with Joan Whitfield 8am to 9am on Monday 23 November."""
    then = words.at_then_on(visit.starts_at, visit.ends_at)
    return f"{member.name} is with {visit.order.person.name} {then}."


def _move(visit: Visit, member: StaffMember | None, by: User, now: datetime) -> None:
    held = Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED, version=visit.version)
    if not held.update(staff_member=member, version=F("version") + 1):
        raise Overtaken
    visit.refresh_from_db()
    detail = {"staff_member": member.pk if member else None}
    record_visit(visit, "assign", from_state=visit.state, party=Party.PROVIDER, by=by, at=now, detail=detail)


def assign_rest(*, visit: Visit, member: StaffMember, by: User, at: datetime | None = None) -> tuple[int, list[Visit]]:
    """The order's later visits for which nobody is chosen: how many were given to this member, and which could not be.

    Each is done in its own transaction, so that one at which they are busy does not hold back the others.
    """
    done, busy = 0, []
    rest = Visit.objects.filter(order=visit.order_id, state=VisitState.PLANNED, staff_member=None)
    rest = rest.filter(starts_at__gt=visit.starts_at).select_related("order__person", "order__listing__service")
    for other in rest.order_by("starts_at", "pk"):
        try:
            assign(visit=other, member=member, by=by, at=at)
            done += 1
        except Refused:
            busy.append(other)
    return done, busy


def at_new_time(visit: Visit, wanted: Sequence[Span]) -> StaffMember | None:
    """Who still goes when a visit moves: nobody where its member is with somebody else then, or has left."""
    if visit.staff_member is None:
        return None
    member = lock(visit.staff_member)
    free = member.is_active and not diaries.of_member(member, wanted, but=visit)
    return member if free else None


def open_again(left: Left) -> None:
    """In the transaction in which somebody leaves: their planned visits wait for somebody else."""
    lock(left.member)
    planned = Visit.objects.filter(staff_member=left.member, state=VisitState.PLANNED, starts_at__gt=left.at)
    for visit in planned.select_related("order__person", "order__listing").order_by("pk"):
        _move(visit, None, left.by, left.at)
