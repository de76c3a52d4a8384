"""A card company waits two seconds. Whatever the database does then, it is answered, and nothing is half-posted."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from accounts import audits, health, ledger, patience
from accounts.actions import cards
from accounts.ledger import Move
from accounts.models import CardAuthorisation, OutsideEvent
from accounts.queries import finance_today
from tests.factories import money, outside

pytestmark = pytest.mark.django_db(transaction=True)
TWO_SECONDS = 2.0  # the card company's own
WITHIN = 8.0  # what a busy machine of tests may add to it: what is in the way stays there until all are answered
SECRET = "whsec_i"
fork = multiprocessing.get_context("fork")
postgresql = pytest.mark.skipif("postgresql" not in site.DATABASES["default"]["ENGINE"], reason="PostgreSQL only")


@pytest.fixture
def card(settings):
    settings.STRIPE_WEBHOOK_SECRET_ISSUING = [SECRET]
    made = money.card(money.card_account(1_000))
    yield made
    assert {finding.rule: finding.faults for finding in audits.all_findings() if finding.faults} == {}


@pytest.fixture
def unhurried(monkeypatch):
    """Where only what is decided counts, not how soon on a busy machine."""
    monkeypatch.setattr(patience, "ANSWER_WITHIN", 60.0)
    monkeypatch.setattr(patience, "LOCKS_WITHIN", 60.0)


@pytest.fixture
def lasting(monkeypatch):
    """Connections that stay open from one question to the next, as they do for real."""
    monkeypatch.setitem(connections["default"].settings_dict, "CONN_MAX_AGE", 60)


def ask(card, pence: int, id: str) -> tuple[bool, float]:
    """What is answered over the view, and after how many seconds."""
    body = outside.event("issuing_authorization.request", outside.question(card.issuer_reference, pence, id=id))
    sign = outside.signature(body, SECRET)
    started = time.monotonic()
    answer = Client().post(
        "/webhooks/stripe/issuing/", body, content_type="application/json", headers={"Stripe-Signature": sign}
    )
    took = time.monotonic() - started
    connection.close()
    assert answer.status_code == 200
    return answer.json()["approved"], took


def ask_at_once(questions) -> list[tuple[bool, float]]:
    with ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(lambda question: ask(*question), questions))


def balances(card) -> tuple[int, int]:
    return ledger.balance(card.pot.available), ledger.balance(card.pot.held)


def asked() -> list[tuple[str, str]]:
    return list(CardAuthorisation.objects.order_by("pk").values_list("state", "decline_reason"))


def wait_for(true, seconds: float = 30.0) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return true()


@contextmanager
def locked_by_somebody(pot):
    """Its row on PostgreSQL, the whole database on SQLite."""
    ready, over = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            ledger.lock([pot.available])
            ready.set()
            over.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait(30)
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_our_patience_ends_before_the_card_companys():
    assert patience.LOCKS_WITHIN < patience.ANSWER_WITHIN < TWO_SECONDS


def test_while_somebody_holds_the_account_the_answer_is_no_and_staff_are_told(card):
    with locked_by_somebody(card.pot):
        approved, took = ask(card, 640, "iauth_1")
    assert (approved, took < WITHIN) == (False, True)
    assert wait_for(lambda: asked() == [("declined", "try_again")])
    assert (balances(card), OutsideEvent.objects.count()) == ((1_000, 0), 0)
    assert health.card_questions(timezone.now()).well is False
    work = finance_today.card_questions(timezone.localdate())
    assert (work.title, work.line) == ("Purchases declined through a fault of ours", "1 purchase in the last day")
    assert ask(card, 640, "iauth_2")[0] is True


def test_the_refused_question_again_is_refused_again(card):
    """The card company has told the shop no: a later yes would hold money for nothing."""
    with locked_by_somebody(card.pot):
        ask(card, 640, "iauth_1")
    assert wait_for(lambda: asked() == [("declined", "try_again")])
    assert (ask(card, 640, "iauth_1")[0], balances(card)) == (False, (1_000, 0))


def test_while_eight_processes_write_without_pause_every_question_is_answered_in_time(card):
    pots = [money.pot(1_000_000) for _ in range(8)]
    over = fork.Event()

    def write(pot):
        connections.close_all()
        number = 0
        while not over.is_set():
            number += 1
            try:
                moves = [Move(pot.available, pot.held, 1), Move(pot.held, pot.available, 1)]
                ledger.post(key=f"{os.getpid()}:{number}", kind="test", moves=moves, by=None)
            except Exception:  # SQLite's twenty seconds are over: the next one
                connection.close()
        connections.close_all()
        os._exit(0)

    connections.close_all()
    writers = [fork.Process(target=write, args=(pot,)) for pot in pots]
    for writer in writers:
        writer.start()
    try:
        answers = [ask(card, 10, f"iauth_{number}") for number in range(8)]
    finally:
        over.set()
        for writer in writers:
            writer.join(60)
    assert [took for _, took in answers if took >= WITHIN] == []
    assert wait_for(lambda: len(asked()) == 8)
    assert balances(card)[1] == 10 * sum(approved for approved, _ in answers)


def processes_of_postgresql() -> list[int]:
    """The server's first process and those of this database, where they are on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
        lines = Path(cursor.fetchone()[0], "postmaster.pid")
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        theirs = [pid for (pid,) in cursor.fetchall()]
    if not lines.exists() or os.geteuid() != 0:
        pytest.skip("PostgreSQL's processes are not ours to stop")
    return [int(lines.read_text().splitlines()[0]), *theirs]


def tell(pid: int, what: signal.Signals) -> None:
    """One that tidied up in the background may be done by now."""
    with suppress(ProcessLookupError):
        os.kill(pid, what)


@postgresql
def test_while_the_database_is_stopped_dead_every_question_is_answered_in_time_and_all_is_well_after(card, lasting):
    """More questions than there are threads for them: those that hang must not hold up the next."""
    assert ask(card, 100, "iauth_before")[0] is True
    number = 2 * patience.AT_ONCE + 1
    stopped = processes_of_postgresql()
    connection.close()
    for pid in stopped:
        tell(pid, signal.SIGSTOP)
    try:
        answers = ask_at_once([(card, 10, f"iauth_{each}") for each in range(number)])
        answers.append(ask(card, 10, "iauth_last"))
    finally:
        for pid in stopped:
            tell(pid, signal.SIGCONT)
    assert [(approved, took < WITHIN) for approved, took in answers] == [(False, True)] * (number + 1)
    assert wait_for(lambda: asked().count(("declined", "try_again")) == number + 1)
    assert ask(card, 250, "iauth_after")[0] is True
    assert balances(card) == (650, 350)


@postgresql
def test_connections_that_the_database_ended_are_opened_again(card, lasting):
    for number in range(2 * patience.AT_ONCE):
        assert ask(card, 10, f"iauth_{number}")[0] is True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    for number in range(2 * patience.AT_ONCE):
        assert ask(card, 10, f"iauth_again_{number}")[0] is True


def test_fifty_copies_of_one_question_are_one_hold_and_fifty_equal_answers(card, unhurried):
    answers = ask_at_once([(card, 640, "iauth_1")] * 50)
    assert [approved for approved, _ in answers] == [True] * 50
    assert (asked(), balances(card)) == ([("approved", "")], (360, 640))


def test_fifty_questions_for_one_balance_spend_it_exactly(card, unhurried):
    answers = ask_at_once([(card, 40, f"iauth_{number}") for number in range(50)])
    assert (sum(approved for approved, _ in answers), balances(card)) == (25, (0, 1_000))
    assert sorted(asked()) == [("approved", "")] * 25 + [("declined", "not_enough")] * 25


def test_a_freeze_that_is_done_before_a_shop_asks_is_obeyed(card, unhurried):
    """Shops ask all the while. What was asked after a freeze, and answered before it was lifted, is no."""
    over, answers = threading.Event(), []

    def shop(name):
        number = 0
        while not over.is_set():
            number += 1
            began = time.monotonic()
            approved, took = ask(card, 1, f"iauth_{name}_{number}")
            answers.append((began, began + took, approved))

    threads = [threading.Thread(target=shop, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    frozen = []
    for _ in range(4):
        cards.freeze(card=card, by=card.holder)
        began = time.monotonic()
        assert wait_for(lambda: any(asked >= began for asked, _, _ in answers))  # noqa: B023  called at once
        ended = time.monotonic()
        cards.unfreeze(card=card, by=card.holder)
        frozen.append((began, ended))
        assert wait_for(lambda: any(asked >= ended and yes for asked, _, yes in answers))  # noqa: B023  likewise
    over.set()
    for thread in threads:
        thread.join()
    inside = [yes for asked, told, yes in answers for began, ended in frozen if began <= asked and told <= ended]
    assert (len(inside) >= 4, any(inside)) == (True, False)
    assert balances(card)[1] == sum(yes for _, _, yes in answers)


STUCK = """
import threading, time
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
from accounts import patience
patience.ANSWER_WITHIN = 0.1
for _ in range(3):
    try:
        patience.in_time(lambda: time.sleep(60))
    except patience.TooLate:
        print("too late", flush=True)
patience.later(lambda: time.sleep(60))
"""


def test_threads_that_hang_do_not_keep_a_process_from_ending():
    """A web process that is told to stop would else be killed after half a minute, with what others still wait for."""
    ended = subprocess.run([sys.executable, "-c", STUCK], cwd=site.BASE_DIR, capture_output=True, timeout=50)
    assert (ended.returncode, ended.stdout.decode().split("\n")[:3]) == (0, ["too late"] * 3)
