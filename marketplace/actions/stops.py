"""An assistant's approval stopped: open requests end at once, and people with visits booked hear what that means."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from directory.bookings import Booked, Stop, Unregistered
from directory.models import PersonalAssistantProfile, Service
from marketplace import emails
from marketplace.actions import endings, own_card
from marketplace.actions.clashes import lock_diary
from marketplace.models import Listing, Order, Visit
from marketplace.states import OrderState, VisitState


def carry_out(stop: Stop) -> None:
    """In the transaction of the decision. Nothing is done while another approval of the assistant still holds."""
    for listing in Listing.objects.filter(personal_assistant=stop.profile).order_by("pk"):
        lock_diary(listing)
        if listing.approval_holds(timezone.localdate(stop.at)):
            continue
        _end(listing.orders.all(), stop)
        if stop.tell:
            _tell(coming(stop.profile, stop.at).filter(order__listing=listing), "approval_stopped", stop.at)


def lapsed(profile: PersonalAssistantProfile, at: datetime) -> None:
    """The approval reached its last day. Visits stay booked, and requests wait: a renewal may come tomorrow."""
    for listing in Listing.objects.filter(personal_assistant=profile).order_by("pk"):
        if not listing.approval_holds(timezone.localdate(at)):
            _tell(coming(profile, at).filter(order__listing=listing), "approval_stopped", at)


def unregistered(stop: Unregistered) -> None:
    """It may not go on without a registration. Requests end. Who has visits booked is told once, by the next visit, and
    so is every delegate who sees it; nothing that is booked is cancelled, and the council's list has them
    (`queries.lost_support`)."""
    of = "service" if isinstance(stop.subject, Service) else "personal_assistant"
    mine = Order.objects.filter(**{f"listing__{of}": stop.subject})
    _end(mine, stop)
    for visit in _next_of_each(_coming(Visit.objects.filter(order__in=mine), stop.at)):
        emails.to_all_who_see(visit.order, "registration_ended", at=stop.at, send=True, visit=visit)


def _end(orders: QuerySet[Order], stop: Stop | Unregistered) -> None:
    """All of the money goes back. A request that was taken back or ran out just now has ended: the stop goes on."""
    for order in endings.end_requests(orders, "stop", by=stop.by, at=stop.at):
        emails.to_buyer(order, "request_stopped", at=stop.at, send=True)
        emails.to_seller(order, "request_stopped_seller", at=stop.at, send=True)
    for order in orders.filter(state=OrderState.PAYING).order_by("pk"):
        if own_card.end_as(order, "stop", by=stop.by, at=stop.at):
            emails.to_buyer(order, "request_stopped", at=stop.at, send=True)


def _tell(visits: QuerySet[Visit], template: str, at: datetime) -> None:
    for visit in _next_of_each(visits):
        emails.to_buyer(visit.order, template, at=at, send=True, visit=visit)


def _next_of_each(visits: Iterable[Visit]) -> list[Visit]:
    """Once for each person, by the visit that comes next: they come in order."""
    first: dict[int, Visit] = {}
    for visit in visits:
        first.setdefault(visit.order.person_id, visit)
    return list(first.values())


def coming(profile: PersonalAssistantProfile | None, at: datetime) -> QuerySet[Visit]:
    """Visits of an assistant that are booked and have not begun, the next first."""
    return _coming(Visit.objects.filter(order__listing__personal_assistant=profile), at)


def _coming(visits: QuerySet[Visit], at: datetime) -> QuerySet[Visit]:
    sellers = ("order__person__user", "order__placed_by", "order__listing__personal_assistant")
    planned = visits.filter(state=VisitState.PLANNED, starts_at__gt=at)
    return planned.select_related(*sellers).order_by("starts_at", "pk")


def visitors(profile: PersonalAssistantProfile, at: datetime) -> list[Booked]:
    """Who has visits of this assistant booked: for those who decide about the approval."""
    hers = sorted(coming(profile, at), key=lambda visit: (visit.order.person_id, visit.starts_at))
    people = ((visits[0], len(visits)) for _, group in groupby(hers, key=_person) if (visits := list(group)))
    return [Booked(first.order.person, count, first.starts_at) for first, count in people]


def _person(visit: Visit) -> int:
    return visit.order.person_id
