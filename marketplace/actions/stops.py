"""An assistant's approval stopped: open requests end at once, and people with visits booked hear what that means."""

from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from directory.bookings import Booked, Stop, Unregistered
from directory.models import PersonalAssistantProfile, Service
from marketplace import emails
from marketplace.actions import own_card
from marketplace.actions.clashes import lock_diary
from marketplace.actions.moves import Overtaken, move_order
from marketplace.actions.orders import drop_visits
from marketplace.models import Listing, Order, Visit
from marketplace.states import OrderState, Party, VisitState


def carry_out(stop: Stop) -> None:
    """In the transaction of the decision. Nothing is done while another approval of the assistant still holds."""
    for listing in Listing.objects.filter(personal_assistant=stop.profile).order_by("pk"):
        lock_diary(listing)
        if listing.is_sound(timezone.localdate(stop.at)):
            continue
        for order in listing.orders.filter(state=OrderState.REQUESTED).order_by("pk"):
            _end(order, stop)
        for order in listing.orders.filter(state=OrderState.PAYING).order_by("pk"):
            if own_card.end_as(order, "stop", by=stop.by, at=stop.at):
                emails.to_buyer(order, "request_stopped", at=stop.at, send=True)
        if stop.tell:
            _tell(listing, stop.at)


def unregistered(stop: Unregistered) -> None:
    """It may not go on without a registration. Requests end; who has visits booked is told once, by the next visit."""
    of = "service" if isinstance(stop.subject, Service) else "personal_assistant"
    mine = Order.objects.filter(**{f"listing__{of}": stop.subject}).order_by("pk")
    for order in mine.filter(state=OrderState.REQUESTED):
        _end(order, stop)
    for order in mine.filter(state=OrderState.PAYING):
        if own_card.end_as(order, "stop", by=stop.by, at=stop.at):
            emails.to_buyer(order, "request_stopped", at=stop.at, send=True)
    planned = Visit.objects.filter(order__in=mine, state=VisitState.PLANNED, starts_at__gt=stop.at)
    told: set[int] = set()
    for visit in planned.select_related("order__person__user", "order__placed_by").order_by("starts_at", "pk"):
        if visit.order.person_id not in told:
            told.add(visit.order.person_id)
            emails.to_buyer(visit.order, "registration_ended", at=stop.at, send=True, visit=visit)


def _end(order: Order, stop: Stop | Unregistered) -> None:
    """All of the money goes back. A request that was taken back or ran out just now has ended: the stop goes on."""
    party = Party.STAFF if stop.by else Party.CLOCK
    try:
        move_order(order, "stop", party=party, by=stop.by, at=stop.at, closed_at=stop.at)
    except Overtaken:
        return
    drop_visits(order, party, stop.by, stop.at)
    emails.to_buyer(order, "request_stopped", at=stop.at, send=True)
    emails.to_seller(order, "request_stopped_seller", at=stop.at, send=True)


def _tell(listing: Listing, at: datetime) -> None:
    """Once for each person, about the order whose visit comes next."""
    told: set[int] = set()
    for visit in coming(listing.personal_assistant, at).filter(order__listing=listing):
        if visit.order.person_id not in told:
            told.add(visit.order.person_id)
            emails.to_buyer(visit.order, "approval_stopped", at=at, send=True, visit=visit)


def coming(profile: PersonalAssistantProfile | None, at: datetime) -> QuerySet[Visit]:
    """Visits of an assistant that are booked and have not begun, the next first."""
    planned = Visit.objects.filter(order__listing__personal_assistant=profile, state=VisitState.PLANNED)
    sellers = ("order__person__user", "order__placed_by", "order__listing__personal_assistant")
    return planned.filter(starts_at__gt=at).select_related(*sellers).order_by("starts_at", "pk")


def visitors(profile: PersonalAssistantProfile, at: datetime) -> list[Booked]:
    """Who has visits of this assistant booked: for those who decide about the approval."""
    hers = sorted(coming(profile, at), key=lambda visit: (visit.order.person_id, visit.starts_at))
    people = ((visits[0], len(visits)) for _, group in groupby(hers, key=_person) if (visits := list(group)))
    return [Booked(first.order.person, count, first.starts_at) for first, count in people]


def _person(visit: Visit) -> int:
    return visit.order.person_id
