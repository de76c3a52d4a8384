"""Places where a drill makes a process die: each is one line of code, and nothing else is accepted."""

import ast
import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.utils import timezone

from accounts import checks, failpoints
from accounts.models import AuditLine
from config.checks import refuse_to_start

fork = multiprocessing.get_context("fork")
ROOMS = ("accounts", "search", "cms", "directory", "marketplace", "config", "design")


def reached() -> Iterator[object]:
    """What the code of every room hands to `reach` and `reach_after_commit`."""
    for path in (path for room in ROOMS for path in (Path(settings.BASE_DIR) / room).rglob("*.py")):
        text = path.read_text()
        for node in ast.walk(ast.parse(text)) if "from accounts.failpoints import" in text else ():
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called in ("reach", "reach_after_commit"):
                    yield getattr(node.args[0], "value", ast.dump(node.args[0]))


def test_every_name_is_reached_by_one_line_of_code_and_no_other_is_used():
    assert Counter(reached()) == Counter(failpoints.NAMES)


def test_what_is_accepted():
    assert [failpoints.understood(text) for text in ("purchase.held", "purchase.held:3")] == [
        ("purchase.held", 1),
        ("purchase.held", 3),
    ]


def test_without_a_text_nothing_is_switched_on():
    assert ended("", *failpoints.NAMES) == 0


@pytest.mark.parametrize("text", ["purchase", "purchase.held:0", "purchase.held:-1", "purchase.held:x", "purchase.eld"])
def test_a_name_that_nobody_knows_is_refused_and_kills_nobody(text):
    with pytest.raises(ValueError, match=text):
        failpoints.understood(text)
    assert ended(text, "purchase.held", "purchase.held") == 0


def ended(text: str, *names: str) -> int:
    """How a process ends in which `text` is switched on and these places are reached."""

    def run() -> None:
        failpoints.arm(text)
        for name in names:
            failpoints.reach(name)
        os._exit(0)

    process = fork.Process(target=run)
    process.start()
    process.join(timeout=30)
    return process.exitcode


def test_the_process_dies_at_its_place_and_at_no_other():
    assert ended("purchase.held", "purchase.ordered", "purchase.held") == -signal.SIGKILL
    assert ended("purchase.held", "purchase.ordered", "purchase.written") == 0


def test_the_third_time_is_the_third():
    assert ended("purchase.held:3", *["purchase.held"] * 2) == 0
    assert ended("purchase.held:3", *["purchase.held"] * 3) == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("name", "kept"), [("purchase.written", 0), ("purchase.committed", 1)])
def test_what_was_not_committed_is_gone_and_what_was_is_there(name, kept):
    def run() -> None:
        failpoints.arm(name)
        with transaction.atomic():
            failpoints.reach_after_commit("purchase.committed")
            AuditLine.objects.create(action="drill.tried", subject="drill:1", detail={}, at=timezone.now())
            failpoints.reach("purchase.written")
        os._exit(0)

    connections.close_all()
    process = fork.Process(target=run)
    process.start()
    process.join(timeout=30)
    assert (process.exitcode, AuditLine.objects.filter(action="drill.tried").count()) == (-signal.SIGKILL, kept)


@pytest.fixture
def ids(monkeypatch, settings):
    def found(text: str, **changed: object) -> list[str]:
        monkeypatch.setenv(failpoints.VARIABLE, text)
        for name, value in changed.items():
            setattr(settings, name, value)
        return [message.id for message in checks.failpoint()]

    return found


HERE = {"ALLOWED_HOSTS": ["127.0.0.1"]}


def test_only_a_known_name_on_this_machine_without_a_live_key_is_allowed(ids):
    assert ids("purchase.held:2", **HERE) == []
    assert ids("purchase.hold", **HERE) == ["accounts.E002"]
    assert ids("purchase.held", STRIPE_SECRET_KEY="rk_live_1", **HERE) == ["accounts.E003"]
    assert ids("purchase.held", STRIPE_SECRET_KEY="sk_test_1", **HERE) == []
    assert ids("purchase.held", SITE_URL="https://care.example.org", **HERE) == ["accounts.E004"]
    assert ids("purchase.held", SITE_URL="http://127.0.0.1:8000", ALLOWED_HOSTS=["*"]) == ["accounts.E004"]
    assert ids("", SITE_URL="https://care.example.org", STRIPE_SECRET_KEY="sk_live_1") == []


def test_the_web_server_does_not_start_with_one_for_real(monkeypatch, settings):
    monkeypatch.setenv(failpoints.VARIABLE, "purchase.held")
    settings.STRIPE_SECRET_KEY = "sk_live_1"
    with pytest.raises(ImproperlyConfigured, match="WAYMARK_FAILPOINT is set together with a live Stripe key"):
        refuse_to_start()
