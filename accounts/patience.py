"""An answer in time, whatever the database does: a card company waits two seconds, and then decides by itself.

`in_time(work)` has the work done beside, on a connection of its own. Its transaction waits shortly for locks, looks at
the clock before each statement and before it commits, and comes to nothing when its time is over.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar

from django.db import close_old_connections, connection, transaction

T = TypeVar("T")
ANSWER_WITHIN = 1.5  # seconds of the two that the card company waits
LOCKS_WITHIN = 0.8  # for one lock; also for SQLite's only writer
AT_ONCE = 16  # questions that one process looks into side by side
_until: ContextVar[float | None] = ContextVar("until", default=None)


class TooLate(Exception):
    """The time is over. Nothing was written."""


def in_time(work: Callable[[], T], *, seconds: float = ANSWER_WITHIN) -> T:
    """What `work` answers, in a transaction of its own. Raises TooLate, or what the work raises."""
    until = time.monotonic() + seconds
    if connection.in_atomic_block:  # a test's own transaction: nobody beside would see what is in it
        return _bounded(work, until)
    try:
        return _beside().submit(_alone, work, until).result(timeout=seconds)
    except TimeoutError:
        raise TooLate from None


def _alone(work: Callable[[], T], until: float) -> T:
    close_old_connections()
    return _bounded(work, until)


def _bounded(work: Callable[[], T], until: float) -> T:
    token = _until.set(until)
    try:
        with _short_locks(), connection.execute_wrapper(_by_the_clock), transaction.atomic():
            _short_waits()
            answer = work()
            _check()
            return answer
    finally:
        _until.reset(token)


def _check() -> None:
    until = _until.get()
    if until is not None and time.monotonic() > until:
        raise TooLate


def _by_the_clock(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    _check()
    return execute(sql, params, many, context)


def _short_waits() -> None:
    """PostgreSQL: for this transaction alone."""
    if connection.vendor == "postgresql":
        lock, statement = int(LOCKS_WITHIN * 1000), int(ANSWER_WITHIN * 1000)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {lock}; SET LOCAL statement_timeout = {statement}")


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


@lru_cache(maxsize=1)
def _beside() -> ThreadPoolExecutor:
    """Made on first use, in the process that serves: a fork would not take its threads along."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="in-time")


def later(work: Callable[[], None]) -> None:
    """Done beside, after the answer has gone; in a test's own transaction at once."""
    if connection.in_atomic_block:
        work()
    else:
        threading.Thread(target=_and_close, args=(work,), daemon=True).start()


def _and_close(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
