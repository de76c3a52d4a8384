"""What somebody was told is there, also where the process that told it died in the next moment."""

import multiprocessing
import os
import signal
from collections.abc import Callable

import pytest
from django.db import connections

from accounts import audits, ledger
from accounts.actions import cards
from accounts.models import CardAuthorisation
from tests.factories import money

pytestmark = pytest.mark.django_db(transaction=True)
fork = multiprocessing.get_context("fork")


def last_deed(do: Callable[[], object]) -> int:
    """How a process ends that does this and is killed as soon as it has its answer."""

    def run() -> None:
        do()
        os.kill(os.getpid(), signal.SIGKILL)

    connections.close_all()
    process = fork.Process(target=run)
    process.start()
    process.join(timeout=60)
    return process.exitcode


def clean() -> bool:
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


@pytest.fixture
def card():
    return money.card(money.card_account(1_000))


def held(card):
    return ledger.balance(card.pot.held)


def test_a_yes_to_a_shop_is_held_in_the_books(card):
    ended = last_deed(lambda: cards.authorise(card=card, reference="r1", merchant="Swim", pence=300))
    assert (ended, CardAuthorisation.objects.get().state, held(card)) == (-signal.SIGKILL, "approved", 300)
    assert clean()


def test_what_a_shop_took_and_gave_back_stays_so(card):
    asked = cards.authorise(card=card, reference="r1", merchant="Swim", pence=300)
    assert last_deed(lambda: cards.capture(authorisation=asked, pence=200)) == -signal.SIGKILL
    assert last_deed(lambda: cards.refund(authorisation=asked, pence=50, reference="f1")) == -signal.SIGKILL
    kept = CardAuthorisation.objects.get()
    assert (kept.captured_pence, kept.refunded_pence, held(card), clean()) == (200, 50, 0, True)
