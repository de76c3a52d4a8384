"""SQLite's writers wait in turn: one after another, as long as each is willing to, and nobody is left out."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.ledger.invariants import snapshot
from accounts.models import AuditLine
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
