"""SQLite's writers wait in turn: one after another, as long as each is willing to, and nobody is left out."""

import multiprocessing
import os
import threading
import time
from concurrent.futures import Future

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.ledger.invariants import snapshot
from accounts.models import AuditLine
from config.sqlite_in_turn import base
from tests.processes import together

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has locks of its own."),
    pytest.mark.django_db(transaction=True),
]
LONG, SHORT, HELD = 2.0, 0.2, 0.6  # seconds


def write(action: str = "in.turn") -> None:
    AuditLine.objects.create(action=action, subject="test:1", by="", at=timezone.now())


class Somebody:
    """In the middle of a transaction, for as long as the block."""

    def __enter__(self) -> "Somebody":
        self.begun, self.over = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.hold)
        self.thread.start()
        self.begun.wait(30)
        return self

    def hold(self) -> None:
        try:
            with transaction.atomic():
                write("held")
                self.begun.set()
                self.over.wait(30)
        finally:
            connection.close()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def patient(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def test_whoever_waits_writes_as_soon_as_it_is_free():
    somebody = Somebody()
    with somebody:
        threading.Timer(HELD, somebody.over.set).start()
        began = time.monotonic()
        write()
        assert time.monotonic() - began > HELD / 2
    assert AuditLine.objects.filter(action__in=["held", "in.turn"]).count() == 2


@pytest.mark.parametrize("how", ["a transaction", "a statement by itself"])
def test_the_callers_own_patience_holds(how):
    patient(SHORT)
    with Somebody():
        began = time.monotonic()
        with pytest.raises(OperationalError, match="database is locked"):
            if how == "a transaction":
                with transaction.atomic():
                    write()
            else:
                AuditLine.objects.filter(action="none").update(by="")
        assert SHORT <= time.monotonic() - began < LONG
    write()  # and whoever gave up stands in nobody's way afterwards
    connection.close()


def test_reading_waits_for_nobody():
    with Somebody():
        assert AuditLine.objects.filter(action="in.turn").count() == 0


def test_who_reads_everything_as_it_stood_at_one_moment_holds_nobody_up():
    with snapshot():
        assert not AuditLine.objects.filter(action="held").exists()
        with Somebody() as somebody:
            somebody.over.set()
            somebody.thread.join(10)
            assert not somebody.thread.is_alive()
        assert not AuditLine.objects.filter(action="held").exists()
    assert AuditLine.objects.filter(action="held").exists()


def test_of_many_that_write_without_a_pause_all_have_their_turn():
    def all_of(number: int) -> float:
        longest = 0.0
        for _ in range(40):
            began = time.monotonic()
            with transaction.atomic():
                write(f"w{number}")
            longest = max(longest, time.monotonic() - began)
        return longest

    waits = together(all_of, processes=8)
    assert len(waits) == 8
    assert AuditLine.objects.filter(action__startswith="w").count() == 8 * 40


def test_a_transaction_that_came_to_nothing_gives_its_turn_on():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        1 / 0  # noqa: B018
    with Somebody():
        pass
    assert AuditLine.objects.filter(action="held").count() == 1


def test_what_is_locked_belongs_to_whom_the_database_does(tmp_path):
    """Where an administrator's command is the first to write, the service must still be able to."""
    database = tmp_path / "db.sqlite3"
    database.touch()
    database.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(database, 12_345, 12_346)
    os.close(base.beside(str(database)))
    made, like = (tmp_path / "db.sqlite3-turn").stat(), database.stat()
    assert (made.st_mode & 0o777, made.st_uid, made.st_gid) == (0o640, like.st_uid, like.st_gid)


def test_a_lock_that_cannot_be_opened_is_a_fault_of_the_database(tmp_path):
    (tmp_path / "db.sqlite3-turn").mkdir()
    with pytest.raises(OperationalError, match="sqlite3-turn"):
        base.beside(str(tmp_path / "db.sqlite3"))


@pytest.mark.parametrize("leaves", [True, False], ids=["closes what it inherited", "keeps it"])
def test_a_fork_keeps_nobody_waiting_and_ends_no_turn_but_its_own(leaves):
    fork = multiprocessing.get_context("fork")
    begun, over = fork.Event(), fork.Event()

    def child() -> None:
        if leaves:
            connection._leave()
        begun.set()
        over.wait(30)
        os._exit(0)

    patient(SHORT)
    inherited, another = fork.Process(target=child), base.beside(connection.settings_dict["NAME"])
    with transaction.atomic():
        write()
        inherited.start()
        assert begun.wait(30)
        assert not base.first(another)
    assert base.first(another)
    os.close(another)
    over.set()
    inherited.join()


def test_whoever_is_interrupted_while_waiting_keeps_nobody_waiting(tmp_path, monkeypatch):
    held, waiting, next_one = (base.beside(str(tmp_path / "db")) for _ in range(3))
    assert base.first(held)
    with monkeypatch.context() as interrupted:
        interrupted.setattr(base, "Future", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            base.within(waiting, 30)
    base.Turn(held, os.getpid()).end()
    assert base.within(next_one, 30)
    os.close(next_one)


class Interrupted(Future):
    def result(self, timeout: float | None = None) -> None:
        raise KeyboardInterrupt
