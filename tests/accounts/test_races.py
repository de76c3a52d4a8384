"""Real processes at the same money, on the database under test."""

from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from accounts import audits, daily, ledger, payments
from accounts.actions import payment_files
from accounts.actions.payment_files import PaymentFileError
from accounts.ledger import KeyReused, LedgerKind, Move, NotEnough, Transaction
from accounts.models import Load, Payment, PaymentFile
from accounts.payments import TooMuch
from accounts.roles import Role
from tests import sessions
from tests.accounts.screens import at, boxes
from tests.factories import accounts as make
from tests.factories import budgets, money, setting_up
from tests.processes import PROCESSES, together

pytestmark = pytest.mark.django_db(transaction=True)


def clean() -> bool:
    return [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_one_balance_is_spent_exactly():
    pot = money.pot(1000)

    def spend(number):
        done = 0
        for turn in range(20):
            try:
                moves = [Move(pot.available, pot.held, 25)]
                ledger.post(key=f"{number}:{turn}", kind="test", moves=moves, by=None)
                done += 1
            except NotEnough:
                pass
        return done

    assert sum(together(spend)) == 40
    assert (ledger.balance(pot.available), ledger.balance(pot.held)) == (0, 1000)
    ledger.reverse(Transaction.objects.filter(kind="test").latest("pk"), key="tidy", by=None)
    assert {finding.rule for finding in audits.all_findings() if finding.faults} == {"holds_are_open_payments"}


def test_one_request_sent_by_all_is_done_once():
    pot = money.pot(1000)

    def send(number):
        moves = [Move(pot.available, pot.held, 25)]
        return [ledger.post(key=f"turn {turn}", kind="test", moves=moves, by=None).pk for turn in range(10)]

    answers = together(send)
    assert answers == [answers[0]] * PROCESSES
    assert ledger.balance(pot.held) == 250


def test_one_key_on_different_accounts_is_had_by_one():
    pots = [money.pot(1000) for _ in range(PROCESSES)]

    def send(number):
        pot, got = pots[number], 0
        for turn in range(10):
            try:
                ledger.post(key=f"turn {turn}", kind="test", moves=[Move(pot.available, pot.held, 25)], by=None)
                got += 1
            except KeyReused:
                pass
        return got

    assert sum(together(send)) == 10
    assert sum(ledger.balance(pot.held) for pot in pots) == 250


def test_money_going_round_in_both_directions_does_not_stick():
    one, two = money.pot(1000), money.pot(1000)

    def round_about(number):
        giver, taker = (one, two) if number % 2 else (two, one)
        for turn in range(15):
            moves = [Move(giver.available, taker.available, 10), Move(taker.available, giver.available, 5)]
            ledger.post(key=f"{number}:{turn}", kind="test", moves=moves, by=None)

    together(round_about)
    assert (ledger.balance(one.available), ledger.balance(two.available), clean()) == (1000, 1000, True)


def test_captures_and_releases_of_one_payment_stay_within_its_hold():
    pot, ben = money.pot(1000), money.payee()
    payment = payments.hold(purpose="visit", reference="1", pot=pot, payee=ben, pence=1000, by=None)

    def settle(number):
        done = Counter()
        step = payments.capture if number % 2 else payments.release
        for _ in range(10):
            try:
                step(payment=payment, pence=40, by=None)
                done[step.__name__] += 40
            except TooMuch:
                pass
        return done

    done = sum(together(settle), Counter())
    kept = Payment.objects.get()
    assert (kept.captured_pence, kept.released_pence) == (done["capture"], done["release"])
    assert (kept.open_pence, clean()) == (0, True)


def test_one_hold_asked_for_by_all_is_one_payment():
    pot, ben = money.pot(1000), money.payee()

    def ask(number):
        return payments.hold(purpose="visit", reference="1", pot=pot, payee=ben, pence=300, by=None).pk

    assert len(set(together(ask))) == 1
    assert (ledger.balance(pot.held), clean()) == (300, True)


def test_a_day_that_runs_several_times_at_once_loads_each_budget_once():
    made = [budgets.budget() for _ in range(3)]

    def run_day(number):
        return [well for _, _, well in daily.run(budgets.on(budgets.CALENDAR))]

    assert all(well for went in together(run_day) for well in went)
    assert [budgets.in_pots(each) for each in made] == [[28_000, 12_000]] * 3
    assert (Load.objects.count(), clean()) == (3, True)


def test_a_payable_is_prepared_once_and_released_once():
    for number in range(3):
        money.earned(money.payee(f"P{number}"), 1000)
    staff = [make.user(f"Staff {number}") for number in range(PROCESSES)]

    def prepare(number):
        try:
            return payment_files.prepare(by=staff[number]).pk
        except PaymentFileError:
            return None

    made = [pk for pk in together(prepare) if pk]
    assert len(made) == 1
    file = PaymentFile.objects.get()
    others = [user for user in staff if user != file.prepared_by]

    def release(number):
        try:
            return payment_files.release(file=file, by=others[number % len(others)]).released_by_id
        except PaymentFileError:
            return None

    assert len({who for who in together(release) if who}) == 1
    assert (ledger.balance(ledger.council_account(LedgerKind.PAID_OUT)), clean()) == (3000, True)


def test_one_budget_agreed_by_all_clicks_at_once_is_agreed_once_and_told_once():
    practitioner = make.staff(Role.PRACTITIONER)
    desk, edith = sessions.enter(Client(), practitioner), setting_up.newcomer(practitioner=practitioner)
    typed = {
        f"outcome_{money.outcome('Getting out').pk}": "30",
        **{"kind": "care", "contribution": "net", "reassessment": "", "confirm": "1"},
        **boxes("starts_on", timezone.localdate()),
    }

    def click(number):
        return desk.post(at(edith, "budget/"), typed).headers.get("Location")

    assert together(click) == [at(edith)] * PROCESSES
    assert (edith.budgets.count(), edith.letters.count()) == (1, 1)
