"""An answer in time, whatever the database does: a card company waits two seconds, and then decides by itself.

`in_time(work)` has the work done beside, on a connection of its own. Its transaction waits shortly for locks, looks at
the clock before each statement and before it commits, and comes to nothing when its time is over. A database that does
not answer at all keeps our threads, never the caller; they are daemons, so that nothing waits for them at the end.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from functools import lru_cache, partial
from queue import Full, Queue
from threading import Thread
from typing import Any, TypeVar

import psycopg
from django.db import close_old_connections, connection, transaction

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[], Any]
ANSWER_WITHIN = 1.5  # seconds of the two that the card company waits
LOCKS_WITHIN = 0.8  # for one lock; also for SQLite's only writer
AT_ONCE = 8  # questions that one process looks into side by side: as many as it has threads, and those left stuck
AFTERWARDS = 1000  # pieces of work that may wait for their turn after an answer


class TooLate(Exception):
    """The time is over. Nothing was written, unless a commit was under way and comes after the answer: whoever asks in
    such a way must hear of it from outside, as the card company tells us what it made of our answer."""


def in_time(work: Callable[[], T]) -> T:
    """What `work` answers, in a transaction of its own. Raises TooLate, or what the work raises."""
    until = time.monotonic() + ANSWER_WITHIN
    if connection.in_atomic_block:  # a test's own transaction: nobody beside would see what is in it
        return _bounded(work, until)
    asked: Future[T] = Future()
    _questions().put((asked, partial(_bounded, work, until)))
    try:
        return asked.result(timeout=ANSWER_WITHIN)
    except TimeoutError:
        asked.cancel()  # what nobody has begun need not begin
        raise TooLate from None


def later(work: Callable[[], None]) -> None:
    """Done beside, one after another, after the answer has gone; in a test's own transaction at once. Nobody waits for
    what it raises, so that is logged."""
    if connection.in_atomic_block:
        _logged(work)
        return
    try:
        _afterwards().put_nowait((Future(), partial(_logged, work)))
    except Full:
        log.error("too much waits to be done after an answer")


def _logged(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("what was to be done after an answer was not")


def _bounded(work: Callable[[], T], until: float) -> T:
    clock = _Clock(until)
    with _short_locks(), connection.execute_wrapper(clock), transaction.atomic():
        answer = work()
        clock.check()
        return answer


class _Clock:
    """Stands before each statement. The first takes along how long its transaction may wait."""

    def __init__(self, until: float) -> None:
        self.until = until
        self.first = connection.vendor == "postgresql"

    def check(self) -> None:
        if time.monotonic() > self.until:
            raise TooLate

    def __call__(self, execute: Callable[..., Any], *words: Any) -> Any:
        self.check()
        if self.first:
            self.first = False
            _short_waits()
        return execute(*words)


def _short_waits() -> None:
    """PostgreSQL: for this transaction alone. On one journey with its BEGIN, and with what is asked `kept.together`."""
    bare: Any = connection.connection
    with connection.wrap_database_errors, nullcontext() if bare.info.pipeline_status else bare.pipeline():
        for name, seconds in (("lock_timeout", LOCKS_WITHIN), ("statement_timeout", ANSWER_WITHIN)):
            psycopg.Cursor(bare).execute(f"SET LOCAL {name} = {int(seconds * 1000)}")


@contextmanager
def _short_locks() -> Iterator[None]:
    """SQLite waits for its only writer when a transaction begins: less patiently here, and as before afterwards."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    usual = int(float(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5)) * 1000)
    _busy_timeout(int(LOCKS_WITHIN * 1000))
    try:
        yield
    finally:
        _busy_timeout(usual)


def _busy_timeout(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


# Threads are made on first use, in the process that serves: a fork does not take them along.


@lru_cache(maxsize=1)
def _questions() -> "Queue[tuple[Future[Any], Work]]":
    return _done_by(AT_ONCE, 0)


@lru_cache(maxsize=1)
def _afterwards() -> "Queue[tuple[Future[Any], Work]]":
    return _done_by(1, AFTERWARDS)


os.register_at_fork(after_in_child=_questions.cache_clear)
os.register_at_fork(after_in_child=_afterwards.cache_clear)


def _done_by(threads: int, most: int) -> "Queue[tuple[Future[Any], Work]]":
    waiting: Queue[tuple[Future[Any], Work]] = Queue(most)
    for number in range(threads):
        Thread(target=_take, args=(waiting,), name=f"in-time-{number}", daemon=True).start()
    return waiting


def _take(waiting: "Queue[tuple[Future[Any], Work]]") -> None:
    while True:
        asked, work = waiting.get()
        if asked.set_running_or_notify_cancel():
            try:
                close_old_connections()
                answer = work()
            except BaseException as why:  # whoever asked is told, and the thread goes on
                close_old_connections()
                asked.set_exception(why)
            else:
                close_old_connections()  # as at the end of a request: SQLite keeps none
                asked.set_result(answer)
