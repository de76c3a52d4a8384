"""Money held for a purpose comes to an end: captured, released, refunded."""

import pytest
from django.db import transaction

from accounts import ledger, payments
from accounts.ledger import KeyReused, LedgerKind, Move, NotEnough, Transaction
from accounts.models import Payment, Pot, WayOfHolding
from accounts.payments import NotInLedger, TooMuch
from tests.factories import accounts as make
from tests.factories.money import payee as make_payee
from tests.factories.money import pot as make_pot

pytestmark = pytest.mark.django_db


@pytest.fixture
def pot():
    return make_pot(10_000)


@pytest.fixture
def ben():
    return make_payee()


def hold(pot, ben, pence=3000, reference="AB12-3"):
    return payments.hold(purpose="visit", reference=reference, pot=pot, payee=ben, pence=pence, by=None)


def books(pot, ben):
    """Available, held, owed."""
    return tuple(ledger.balance(account) for account in (pot.available, pot.held, ben.payable))


def test_a_hold_sets_money_aside(pot, ben):
    payment = hold(pot, ben)
    assert books(pot, ben) == (7000, 3000, 0)
    assert (payment.open_pence, payment.purpose, payment.reference) == (3000, "visit", "AB12-3")
    assert Transaction.objects.get(kind="hold").memo == "visit:AB12-3"


def test_a_hold_asked_for_twice_is_one_hold(pot, ben):
    assert hold(pot, ben) == hold(pot, ben)
    assert (books(pot, ben), Payment.objects.count()) == ((7000, 3000, 0), 1)


def test_the_same_reference_with_other_content_is_refused(pot, ben):
    hold(pot, ben)
    for other in [(pot, ben, 3001), (make_pot(5000), ben, 3000), (pot, make_payee("Hollybank"), 3000)]:
        with pytest.raises(KeyReused):
            hold(*other)
    assert books(pot, ben) == (7000, 3000, 0)


def test_a_hold_needs_the_money_and_leaves_the_callers_transaction_usable(pot, ben):
    with transaction.atomic():
        with pytest.raises(NotEnough) as refusal:
            hold(pot, ben, 10_001)
        hold(pot, ben, 10_000)
    assert (refusal.value.account, refusal.value.short_by) == (pot.available, 1)
    assert books(pot, ben) == (0, 10_000, 0)


def test_money_outside_our_books_or_in_a_closed_pot_is_not_held(pot, ben):
    own_bank = Pot.objects.create(person=make.person(), label="Own bank", held_as=WayOfHolding.OWN_BANK)
    pot.closed_at = pot.available.opened_at
    for not_here in (own_bank, pot):
        with pytest.raises(NotInLedger):
            hold(not_here, ben)
    assert Payment.objects.count() == 0


def test_a_capture_in_parts_and_a_release_of_the_rest(pot, ben):
    payment = hold(pot, ben)
    payments.capture(payment=payment, pence=1000, by=None)
    payments.capture(payment=payment, pence=500, by=None)
    assert books(pot, ben) == (7000, 1500, 1500)
    payment = payments.release(payment=payment, by=None)
    assert books(pot, ben) == (8500, 0, 1500)
    assert (payment.captured_pence, payment.released_pence, payment.open_pence) == (1500, 1500, 0)


def test_a_release_in_parts(pot, ben):
    payment = hold(pot, ben)
    payments.release(payment=payment, pence=1000, by=None)
    assert books(pot, ben) == (8000, 2000, 0)
    payments.release(payment=payment, by=None)
    assert books(pot, ben) == (10_000, 0, 0)


def test_releasing_when_nothing_is_left_changes_nothing(pot, ben):
    payment = payments.capture(payment=hold(pot, ben), pence=3000, by=None)
    assert payments.release(payment=payment, by=None).steps == payment.steps
    assert books(pot, ben) == (7000, 0, 3000)


@pytest.mark.parametrize("step", [payments.capture, payments.release])
def test_no_more_than_is_held(pot, ben, step):
    payment = payments.capture(payment=hold(pot, ben), pence=1000, by=None)
    with pytest.raises(TooMuch):
        step(payment=payment, pence=2001, by=None)
    assert books(pot, ben) == (7000, 2000, 1000)


def test_a_step_needs_pence_above_zero(pot, ben):
    payment = hold(pot, ben)
    for step in (payments.capture, payments.release, payments.refund):
        for pence in (0, -5):
            with pytest.raises(ValueError, match="whole pence"):
                step(payment=payment, pence=pence, by=None)
    payment.refresh_from_db()
    assert (books(pot, ben), payment.steps) == ((7000, 3000, 0), 0)


def test_a_refund_is_within_what_was_captured(pot, ben):
    payment = payments.capture(payment=hold(pot, ben), pence=2000, by=None)
    payments.refund(payment=payment, pence=500, by=None)
    with pytest.raises(TooMuch):
        payments.refund(payment=payment, pence=1501, by=None)
    payments.refund(payment=payment, pence=1500, by=None)
    assert books(pot, ben) == (9000, 1000, 0)


def test_a_refund_after_the_payee_was_paid_is_owed_to_us(pot, ben):
    payment = payments.capture(payment=hold(pot, ben), pence=3000, by=None)
    paid_out = ledger.council_account(LedgerKind.PAID_OUT)
    ledger.post(key="file:1", kind="payout", moves=[Move(ben.payable, paid_out, 3000)], by=None)
    payments.refund(payment=payment, pence=1200, by=None)
    assert books(pot, ben) == (8200, 0, -1200)
    payments.capture(payment=hold(pot, ben, reference="AB12-4"), pence=3000, by=None)
    assert books(pot, ben) == (5200, 0, 1800)


def test_a_step_with_a_key_is_done_once(pot, ben):
    payment = hold(pot, ben)
    for _ in range(2):
        payment = payments.capture(payment=payment, pence=1000, by=None, key="settle")
    for _ in range(2):
        payment = payments.refund(payment=payment, pence=400, by=None, key="query")
    assert (books(pot, ben), payment.steps) == ((7400, 2000, 600), 2)


def test_steps_without_a_key_are_steps_of_their_own(pot, ben):
    stale = hold(pot, ben)
    payments.capture(payment=stale, pence=1000, by=None)
    payments.capture(payment=stale, pence=1000, by=None)
    assert books(pot, ben) == (7000, 1000, 2000)


def test_a_closed_pot_still_gets_its_money_back(pot, ben):
    payment = hold(pot, ben)
    Pot.objects.filter(pk=pot.pk).update(closed_at=pot.available.opened_at)
    payments.release(payment=payment, by=None)
    assert books(pot, ben) == (10_000, 0, 0)


@pytest.mark.parametrize("captured", [0, 1, 2999, 3000])
def test_nothing_is_held_for_ever(pot, ben, captured):
    payment = hold(pot, ben)
    if captured:
        payments.capture(payment=payment, pence=captured, by=None)
    payment = payments.release(payment=payment, by=None)
    assert (payment.open_pence, ledger.balance(pot.held)) == (0, 0)
    assert sum(books(pot, ben)) == 10_000


@pytest.fixture
def told(monkeypatch):
    """What a room that registered for "visit" hears."""
    heard = []
    monkeypatch.setattr(payments, "_settled", type(payments._settled)("on_settled"))
    payments.on_settled("visit", lambda payment, at: heard.append((payment.reference, payment.open_pence)))
    return heard


def test_the_purpose_is_told_once_when_nothing_is_held_any_more(pot, ben, told):
    payment = hold(pot, ben)
    payments.capture(payment=payment, pence=1000, by=None)
    assert told == []
    payments.release(payment=payment, by=None)
    payments.release(payment=payment, by=None)
    payments.refund(payment=payment, pence=10, by=None)
    assert told == [("AB12-3", 0)]


def test_a_purpose_is_taken_once(told):
    with pytest.raises(ValueError, match="taken"):
        payments.on_settled("visit", lambda payment, at: None)
