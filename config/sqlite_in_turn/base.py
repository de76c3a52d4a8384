"""Django's SQLite backend, where whoever writes waits in a row for the one lock there is.

SQLite's own way to wait is to look again after a pause of up to 100 ms: with eight writers one of them is passed over
for a second and more. Here each takes a lock on a file beside the database first, and the system wakes the next one as
soon as it is free. How long one waits is still SQLite's own `busy_timeout`, also where a caller has shortened it.
"""

import fcntl
import os
import re
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any, NamedTuple

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turn | None = None
        self.execute_wrappers.append(self._alone)

    def _start_transaction_under_autocommit(self) -> None:
        if getattr(self, "transaction_mode", None):  # else it is only going to read
            self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _alone(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """A statement that is a transaction by itself."""
        if self._turn is not None or self.in_atomic_block or not WRITES.match(sql):
            return execute(sql, params, many, context)
        self._take_turn()
        try:
            return execute(sql, params, many, context)
        finally:
            self._leave()

    def _take_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self._turn is not None or not name or self.is_in_memory_db() or name.startswith("file:"):
            return
        file = beside(name)
        if not first(file) and not within(file, self._patience()):
            raise OperationalError("database is locked")
        self._turn = Turn(file, os.getpid())

    def _leave(self) -> None:
        if self._turn is not None:
            self._turn.end()
            self._turn = None

    def _patience(self) -> float:
        """Seconds."""
        self.ensure_connection()
        return float(self.connection.execute("PRAGMA busy_timeout").fetchone()[0]) / 1000


class Turn(NamedTuple):
    file: int
    process: int

    def end(self) -> None:
        """A fork has a copy: it must neither end what is not its own, nor keep what we end."""
        if self.process == os.getpid():
            fcntl.flock(self.file, fcntl.LOCK_UN)
        os.close(self.file)


def beside(name: str) -> int:
    """The file to lock, for all who may write the database: a command of the administrator shuts nobody out.
    Raises OperationalError."""
    path = f"{name}-turn"
    try:
        with suppress(FileNotFoundError):
            return os.open(path, os.O_RDWR | os.O_CLOEXEC)
        return _made(path, like=name)
    except OSError as why:
        raise OperationalError(f"{path}: {why.strerror}. Whoever may write the database must be able to") from why


def _made(path: str, like: str) -> int:
    """As SQLite does with its own files: with the owner and the rights of the database."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with suppress(FileNotFoundError):  # a database that is only being made
        database = os.stat(like)
        os.fchmod(file, database.st_mode & 0o777)
        if os.geteuid() == 0:
            os.fchown(file, database.st_uid, database.st_gid)
    return file


def first(file: int) -> bool:
    """Nobody is before us, and it is ours."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def within(file: int, seconds: float) -> bool:
    """In turn, or not at all: the system's lock knows no time limit, so it is waited for beside."""
    ours: Future[None] = Future()

    def wait() -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
        if ours.set_running_or_notify_cancel():
            ours.set_result(None)
        else:
            Turn(file, os.getpid()).end()  # too late: whoever asked has gone

    Thread(target=wait, daemon=True).start()
    try:
        ours.result(timeout=seconds)
    except TimeoutError:
        return not ours.cancel()  # at the last moment it may have come
    except BaseException:  # we are told to stop: nobody may wait behind us
        if not ours.cancel():
            Turn(file, os.getpid()).end()
        raise
    return True
