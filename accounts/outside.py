"""What we ask of a company outside, done exactly once whatever breaks.

`plan` writes an `Intent` in the caller's transaction. After commit a task carries it out; `run_day` finds what is left.
A try is: claim it, call with the intent's own key outside any transaction, then book the answer and end the intent in
one transaction. Who dies in between leaves a planned intent behind, and the next try by the same key changes nothing
there. Who owns a kind registers it: `register("transfer", Kind(call=..., booked=..., refused=...))`.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from accounts.failpoints import reach, reach_after_commit
from accounts.models import Intent
from accounts.stripe.client import Rejected, Unreachable
from design.registry import Registry

log = logging.getLogger(__name__)
State = Intent.State
LEASE = timedelta(minutes=2)  # how long one try may take before another may begin
LONGEST_PAUSE = timedelta(hours=1)
GONE_AFTER = 3  # in a row without an answer: they are gone, and what else is due by the clock does not wait for them
KEYS_LAST = timedelta(hours=20)  # Stripe forgets a key after a day: then what it made is looked for first
OTHER_WORDS = "idempotency_error"  # Stripe: the key was used before, with other parameters
SLACK = timedelta(hours=1)  # their clock and ours

Made = tuple[str, Any]
T = TypeVar("T", bound=models.Model)


class NotYet(Exception):
    """Something of ours comes first: it is tried again later, and nobody is gone."""


@dataclass(frozen=True)
class Kind:
    """How one kind of intent is done. `call` answers with the id of what it made there, and the whole of it."""

    call: Callable[[Intent], Made]
    booked: Callable[[Intent, Any], None]  # in the transaction that ends the intent
    refused: Callable[[Intent, Rejected], None]  # likewise: it will never be done
    find: Callable[[Intent], Made | None] = lambda intent: None  # what an earlier try made, once its key is forgotten


_kinds: Registry[Kind] = Registry("what is done outside")
register = _kinds.register


def plan(
    kind: str, *, key: str, subject: str, params: dict[str, Any], at: datetime | None = None, send: bool = True
) -> Intent:
    """In the caller's transaction; the same key again is the same intent. `send=False` leaves it to the clock."""
    if _kinds.get(kind) is None:
        raise LookupError(f"Nobody does {kind!r}")
    now = at or timezone.now()
    made = {"kind": kind, "subject": subject, "params": params, "planned_at": now, "next_try_at": now}
    intent, new = Intent.objects.get_or_create(key=key, defaults=made)
    if (intent.kind, intent.subject, intent.params) != (kind, subject, params):
        raise ValueError(f"The key {key!r} already stands for something else")
    if new and send:
        transaction.on_commit(lambda: do.enqueue(intent.pk))
    return intent


def carry_out(intent: Intent, *, at: datetime | None = None) -> Intent:
    """One try. The intent as it is afterwards: planned (nobody answered), done, refused, or as another left it."""
    _try(intent, at or timezone.now())
    intent.refresh_from_db()
    return intent


def _try(intent: Intent, now: datetime) -> Exception | None:
    """Why it is still to be done, where it was tried."""
    refuse_inside_a_transaction()
    if not _claimed(intent, now):
        return None
    kind = _kinds.get(intent.kind)
    if kind is None:
        raise LookupError(f"Nobody does {intent.kind!r}")
    try:
        reach("intent.claimed")
        made, answer = _asked(kind, intent, now)
        reach("intent.called")
    except (Unreachable, NotYet) as why:
        _later(intent, now)
        return why
    except Rejected as no:
        refusal = no
        _end(intent, State.REFUSED, lambda: kind.refused(intent, refusal), why=no.code[:120] or "refused")
    else:
        _end(intent, State.DONE, lambda: kind.booked(intent, answer), outside_id=made)
    return None


def _asked(kind: Kind, intent: Intent, now: datetime) -> Made:
    """Called by its key; what an earlier try made is looked for where the key is forgotten, or stands for that try's
    other words (an address has changed since)."""
    forgotten = intent.first_tried_at is not None and now - intent.first_tried_at > KEYS_LAST
    try:
        return (kind.find(intent) if forgotten else None) or kind.call(intent)
    except Rejected as no:
        found = kind.find(intent) if no.code == OTHER_WORDS else None
        if found is None:
            raise
        return found


def answered(intent: Intent, made: str, answer: Any) -> None:
    """Book what was answered at some time before: history is written, and nobody is called."""
    kind = _kinds.get(intent.kind)
    if kind is None:
        raise LookupError(f"Nobody does {intent.kind!r}")
    _end(intent, State.DONE, lambda: kind.booked(intent, answer), outside_id=made)


def drop(intent: Intent, *, at: datetime | None = None) -> bool:
    """Not wanted any more: only what nobody has ever tried. Whether it was dropped."""
    now = at or timezone.now()
    untried = Intent.objects.filter(pk=intent.pk, state=State.PLANNED, attempts=0)
    return bool(untried.update(state=State.DROPPED, ended_at=now))


def first_try(intent: Intent) -> datetime:
    """No earlier can it have been made there, by any clock: from when `find` looks."""
    return (intent.first_tried_at or intent.planned_at) - SLACK


@task()
def do(pk: int) -> None:
    """A nudge. If it is lost, the clock finds the intent again."""
    if intent := Intent.objects.filter(pk=pk, state=State.PLANNED).first():
        carry_out(intent)


def do_due(at: datetime) -> str:
    due = list(Intent.objects.filter(state=State.PLANNED, next_try_at__lte=at).order_by("next_try_at", "pk")[:500])
    until_they_are_gone(due, lambda intent: _try(intent, at))
    ended = Intent.objects.filter(pk__in=[intent.pk for intent in due]).exclude(state=State.PLANNED).count()
    return f"{ended} of {len(due)} done"


def until_they_are_gone(due: Iterable[T], attempt: Callable[[T], Exception | None]) -> None:
    """One that breaks does not stop the rest, and is tried again. With nobody there the rest waits."""
    unanswered = 0
    for one in due:
        try:
            gone = isinstance(attempt(one), Unreachable)
        except Exception:
            log.exception("%s %s was not done", type(one).__name__, one.pk)
            continue
        unanswered = unanswered + 1 if gone else 0
        if unanswered == GONE_AFTER:
            return


def refuse_inside_a_transaction() -> None:
    """A call that waits for somebody else would hold our locks meanwhile, and could be undone by our rollback."""
    blocks: list[Any] = connection.atomic_blocks  # as Django itself sees that one is durable: a test's own is none
    if any(not block._from_testcase for block in blocks):
        raise RuntimeError("No call to the outside inside a database transaction")


def _claimed(intent: Intent, now: datetime) -> bool:
    """Ours for the length of a lease: whoever raises the count of attempts first."""
    free = Intent.objects.filter(
        Q(next_try_at__lte=now) | Q(attempts=0), pk=intent.pk, state=State.PLANNED, attempts=intent.attempts
    )
    claimed = free.update(
        attempts=F("attempts") + 1, next_try_at=now + LEASE, first_tried_at=intent.first_tried_at or now
    )
    return bool(claimed)


def _later(intent: Intent, now: datetime) -> None:
    pause = min(timedelta(seconds=15) * 2 ** min(intent.attempts, 10), LONGEST_PAUSE)
    Intent.objects.filter(pk=intent.pk, state=State.PLANNED).update(next_try_at=now + pause)
    log.warning("intent %s (%s) was not answered", intent.pk, intent.kind)


@transaction.atomic
def _end(intent: Intent, state: Intent.State, booked: Callable[[], None], **words: str) -> None:
    """By compare and swap: a try that took longer than its lease finds it ended by the next one, and books nothing."""
    ended = Intent.objects.filter(pk=intent.pk, state=State.PLANNED)
    if ended.update(state=state, ended_at=timezone.now(), **words):
        reach_after_commit("intent.committed")
        booked()
        reach("intent.booked")
