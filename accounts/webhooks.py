"""What a company outside tells us: a hint, stored once, whose truth is fetched before it is booked.

`receive` stores an event in a transaction of its own and the caller answers 2xx; a task, and after it the clock, books
it: the object is fetched outside any transaction, then booked in the transaction that ends the event. So events may
come in any order and any number of times. Who books a type registers it: `register("transfer.reversed", Booker(...))`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from accounts.failpoints import reach, reach_after_commit
from accounts.models import OutsideEvent
from accounts.outside import LEASE, LONGEST_PAUSE, NotYet, refuse_inside_a_transaction, until_they_are_gone
from accounts.stripe.client import Rejected, Unreachable
from accounts.stripe.events import Event
from design.registry import Registry

log = logging.getLogger(__name__)
State = OutsideEvent.State


@dataclass(frozen=True)
class Booker:
    """`fetch(event)` gets the truth; `book(event, truth)` writes it down, as often as it is told."""

    fetch: Callable[[OutsideEvent], Any]
    book: Callable[[OutsideEvent, Any], None]


_bookers: Registry[Booker] = Registry("events from outside")
register = _bookers.register


def receive(endpoint: OutsideEvent.Endpoint, event: Event, *, at: datetime | None = None) -> OutsideEvent:
    """Once for each of their ids; a type that nobody books is stored as such."""
    now = at or timezone.now()
    known = _bookers.get(event.type) is not None
    with transaction.atomic():
        row, new = OutsideEvent.objects.get_or_create(
            event_id=event.id,
            defaults={
                "endpoint": endpoint,
                "type": event.type[:80],
                "object_id": event.object_id[:80],
                "account": event.account[:80],
                "state": State.WAITING if known else State.UNKNOWN,
                "made_at": event.created,
                "received_at": now,
                "next_try_at": now,
                "ended_at": None if known else now,
            },
        )
        reach_after_commit("receipt.committed")
        reach("receipt.stored")
        if new and known:
            transaction.on_commit(lambda: do.enqueue(row.pk))
    return row


def book(row: OutsideEvent, *, at: datetime | None = None) -> OutsideEvent:
    """One try. It is booked in the transaction that ends it, or stays for the next."""
    _try(row, at or timezone.now())
    row.refresh_from_db()
    return row


def _try(row: OutsideEvent, now: datetime) -> Exception | None:
    """Why it still waits, where it was tried."""
    refuse_inside_a_transaction()
    if not _claimed(row, now):
        return None
    booker = _bookers.get(row.type)
    if booker is None:
        raise LookupError(f"Nobody books {row.type!r}")
    try:
        reach("event.claimed")
        truth = booker.fetch(row)
        reach("event.fetched")
        with transaction.atomic():
            if _ended(row):
                reach_after_commit("event.committed")
                booker.book(row, truth)
                reach("event.booked")
    except (Unreachable, Rejected, NotYet) as why:
        _later(row, now, type(why).__name__)
        return why
    return None


@task()
def do(pk: int) -> None:
    """A nudge. If it is lost, the clock finds the event again."""
    if row := OutsideEvent.objects.filter(pk=pk, state=State.WAITING).first():
        book(row)


def do_due(at: datetime) -> str:
    due = list(OutsideEvent.objects.filter(state=State.WAITING, next_try_at__lte=at).order_by("made_at", "pk")[:500])
    until_they_are_gone(due, lambda row: _try(row, at))
    booked = OutsideEvent.objects.filter(pk__in=[row.pk for row in due], state=State.DONE).count()
    return f"{booked} of {len(due)} booked"


def _claimed(row: OutsideEvent, now: datetime) -> bool:
    free = OutsideEvent.objects.filter(
        Q(next_try_at__lte=now) | Q(attempts=0), pk=row.pk, state=State.WAITING, attempts=row.attempts
    )
    return bool(free.update(attempts=F("attempts") + 1, next_try_at=now + LEASE))


def _ended(row: OutsideEvent) -> bool:
    waiting = OutsideEvent.objects.filter(pk=row.pk, state=State.WAITING)
    return bool(waiting.update(state=State.DONE, ended_at=timezone.now()))


def _later(row: OutsideEvent, now: datetime, why: str) -> None:
    pause = min(timedelta(seconds=15) * 2 ** min(row.attempts, 10), LONGEST_PAUSE)
    OutsideEvent.objects.filter(pk=row.pk, state=State.WAITING).update(next_try_at=now + pause)
    log.warning("event %s (%s) was not booked: %s", row.pk, row.type, why)
