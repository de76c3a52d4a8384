"""That a relative of the household is paid has ended: what was booked after today ends too, and costs nothing.

As when the council stops an approval (`stops`): the person did not decide to cancel, so no notice is owed.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from accounts.loads import DAY
from accounts.models import User
from accounts.periods import midnight
from marketplace import emails
from marketplace.actions.moves import Overtaken, move_order
from marketplace.actions.orders import drop_visits
from marketplace.actions.visits import cancel_as
from marketplace.models import NecessityDecision, Order, Visit
from marketplace.states import OrderState, Party, VisitState


@dataclass(frozen=True)
class Ends:
    """What would be cancelled now: requests that nobody answered, visits after today, and what is free again."""

    requests: int
    visits: int
    pence: int


def seen(decision: NecessityDecision, now: datetime) -> Ends:
    waiting = Visit.objects.filter(order__in=_requests(decision), state=VisitState.REQUESTED)
    booked = _booked(decision, now)
    held = sum(each.price_pence for each in [*waiting, *booked])
    return Ends(_requests(decision).count(), len(booked), held)


def carry_out(decision: NecessityDecision, by: User, now: datetime) -> int:
    """In the transaction of the decision. Gives back how many visits it cancelled."""
    for order in _requests(decision).order_by("pk"):
        _end(order, by, now)
    booked = _booked(decision, now).order_by("order_id", "starts_at", "pk")
    return sum(_cancel(list(visits), by, now) for _, visits in groupby(booked, key=_order))


def _orders(decision: NecessityDecision) -> QuerySet[Order]:
    """From a budget, for care: what somebody pays of her own money is her own affair, and help with the money is not
    booked here."""
    if decision.what_for != NecessityDecision.WhatFor.CARE:
        return Order.objects.none()
    theirs = Order.objects.filter(person=decision.person, listing__personal_assistant=decision.personal_assistant_id)
    return theirs.exclude(pot__budget=None)


def _requests(decision: NecessityDecision) -> QuerySet[Order]:
    return _orders(decision).filter(state=OrderState.REQUESTED)


def _booked(decision: NecessityDecision, now: datetime) -> QuerySet[Visit]:
    tomorrow = midnight(timezone.localdate(now) + DAY)
    planned = Visit.objects.filter(order__in=_orders(decision), state=VisitState.PLANNED, starts_at__gte=tomorrow)
    return planned.select_related("payment", "order__person__user", "order__placed_by", "order__listing")


def _order(visit: Visit) -> int:
    return visit.order_id


def _end(order: Order, by: User, now: datetime) -> None:
    try:
        move_order(order, "stop", party=Party.STAFF, by=by, at=now, closed_at=now)
    except Overtaken:
        return
    drop_visits(order, Party.STAFF, by, now)
    emails.to_buyer(order, "request_ended_by_council", at=now, send=True)
    emails.to_seller(order, "request_ended", at=now, send=True)


def _cancel(visits: list[Visit], by: User, now: datetime) -> int:
    """The visits of one order, and one message to each side."""
    count = sum(_cancel_one(visit, by, now) for visit in visits)
    if count:
        order = visits[0].order
        emails.to_buyer(order, "visits_ended_by_council", at=now, send=True, count=count)
        emails.to_seller(order, "visits_ended_by_council_seller", at=now, send=True, count=count)
    return count


def _cancel_one(visit: Visit, by: User, now: datetime) -> bool:
    try:
        cancel_as(visit, 0, Party.STAFF, by, now)
    except Overtaken:
        return False
    return True
