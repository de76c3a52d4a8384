"""How the system is, for whoever looks after it: each room says how its own part is.

`register("search", fn)`; `fn(now) -> Sign`. A sign that cannot be read is a bad sign.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import Min
from django_tasks_db.models import DBTaskResult

from accounts.models import DueWork, Notice
from accounts.queries import unanswered
from accounts.spending import Reason
from design.formats import counted
from design.registry import Registry

DAY = timedelta(days=1)
WORKER_LATE = timedelta(minutes=10)
CLOCK_LATE = timedelta(hours=3)  # README: run_day every hour
NOTICE_LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Sign:
    """One part of the system. `href` leads to more about it."""

    title: str
    well: bool
    words: str
    href: str = ""


_signs: Registry[Callable[[datetime], Sign]] = Registry("health")
register = _signs.register


def signs(now: datetime) -> Iterator[Sign]:
    for key, fn in _signs.items():
        try:
            yield fn(now)
        except (DatabaseError, OSError):
            yield Sign(key.capitalize(), False, "It does not answer.")


def database(_now: datetime) -> Sign:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    vendor = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite, for trying out"
    return Sign("Database", True, f"It answers. {vendor}.")


def worker(now: datetime) -> Sign:
    """Nobody hears from a worker that is idle: work that nobody takes tells that it is gone."""
    oldest = DBTaskResult.objects.ready().aggregate(oldest=Min("enqueued_at"))["oldest"]
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now - DAY).count()
    well = (oldest is None or now - oldest < WORKER_LATE) and not failed
    words = "Nothing waits." if oldest is None else f"The oldest work has waited {minutes(now - oldest)}."
    return Sign("Worker", well, words + (f" {failed} failed in the last day." if failed else ""))


def minutes(span: timedelta) -> str:
    whole = int(span.total_seconds() // 60)
    return "less than a minute" if whole < 1 else counted(whole, "minute")


def emails(now: datetime) -> Sign:
    late = Notice.objects.filter(sent_at=None, queued_at__lt=now - NOTICE_LATE).count()
    return Sign("E-mail", not late, f"{late} could not be sent yet." if late else "Nothing waits for long.")


def card_questions(now: datetime) -> Sign:
    """A card company waits two seconds for our answer, and pays from the council's account with it: what went wrong
    with either was declined, and the person told."""
    reasons = [reason for _, reason in unanswered.of_last_day(now)]
    late, short = reasons.count(Reason.TRY_AGAIN), reasons.count(Reason.COUNCIL_SHORT)
    words = [
        *([f"{counted(late, 'question')} could not be answered in time in the last day."] if late else []),
        *([f"{counted(short, 'purchase')} declined: our account at the card company is too low."] if short else []),
    ]
    return Sign("Card questions", not words, " ".join(words) or "All in time.")


def clock(now: datetime) -> Sign:
    """What is due by the clock: `run_day`, every hour."""
    rows = list(DueWork.objects.values_list("ran_at", "went_well"))
    if not rows:
        return Sign("Daily work", False, "It has never run. Run manage.py run_day every hour.")
    last, failed = max(at for at, _ in rows), sum(not well for _, well in rows)
    words = f"Last done {minutes(now - last)} ago." + (f" {failed} of it failed." if failed else "")
    return Sign("Daily work", now - last < CLOCK_LATE and not failed, words)
