"""That a relative of the household is paid has ended: what was booked after today ends too, and costs nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.loads import DAY
from accounts.models import User
from accounts.periods import midnight
from marketplace import emails
from marketplace.actions import endings
from marketplace.models import NecessityDecision, Order, Visit
from marketplace.states import OrderState, VisitState


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
    """In the transaction of the decision, with one message to each side. Gives back how many visits it cancelled."""
    for order in endings.end_requests(_orders(decision), "stop", by=by, at=now):
        emails.to_buyer(order, "request_ended_by_council", at=now, send=True)
        emails.to_seller(order, "request_ended", at=now, send=True)
    cancelled = list(endings.cancel(_booked(decision, now), by=by, at=now))
    for order, count in cancelled:
        emails.to_buyer(order, "visits_ended_by_council", at=now, send=True, count=count)
        emails.to_seller(order, "visits_ended_by_council_seller", at=now, send=True, count=count)
    return sum(count for _, count in cancelled)


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
    return planned.select_related("order__person__user", "order__placed_by", "order__listing")
