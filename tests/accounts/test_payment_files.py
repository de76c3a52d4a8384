"""One prepares, another releases; each payable is paid once."""

import re

import pytest
from django.db import IntegrityError, transaction

from accounts import audits, bank, ledger, payments
from accounts.actions import payment_files
from accounts.actions.payment_files import NothingToPay, NotWaiting, OwedLess, SamePerson
from accounts.ledger import LedgerKind, Transaction
from accounts.models import AuditLine, Payee, PaymentFileLine
from accounts.queries import payables
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make.user("Ann Lee")


@pytest.fixture
def bo():
    return make.user("Bo Day")


@pytest.fixture
def ben():
    return money.payee("Ben Okafor")


def lines(file):
    return [(line.payee.name, line.pence) for line in file.lines.order_by("payee__name")]


def paid_out():
    return ledger.balance(ledger.council_account(LedgerKind.PAID_OUT))


def test_a_file_pays_what_is_owed_once(ann, bo, ben):
    grace = money.payee("Hollybank")
    money.earned(ben, 3300)
    money.earned(ben, 1650)
    money.earned(grace, 2000)
    file = payment_files.prepare(by=ann)
    assert lines(file) == [("Ben Okafor", 4950), ("Hollybank", 2000)]
    assert paid_out() == 0
    file = payment_files.release(file=file, by=bo)
    assert (file.released_by, paid_out()) == (bo, 6950)
    assert (ledger.balance(ben.payable), ledger.balance(grace.payable)) == (0, 0)
    assert [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_what_payees_read_on_their_bank_statement_fits_and_tells_files_apart(ann):
    references = set()
    for _ in range(20):
        money.earned(money.payee("Ben Okafor"), 3300)
        references.add(bank.reference(payment_files.prepare(by=ann).reference))
    assert len(references) == 20
    assert [text for text in references if not re.fullmatch(r"[A-Z][A-Z0-9 -]{5,17}", text)] == []


@pytest.mark.parametrize("made", ["261122-G8MX234", "261122_G8MX", "261122-g8mx", "261122-G8M£", "261122-G8M "])
def test_a_reference_that_a_bank_would_cut_or_refuse_is_never_handed_out(made):
    with pytest.raises(bank.NotForABank):
        bank.reference(made)


def test_the_one_who_prepared_it_does_not_release_it(ann, ben):
    money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    with pytest.raises(SamePerson):
        payment_files.release(file=file, by=ann)
    assert paid_out() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        type(file).objects.filter(pk=file.pk).update(released_by=ann, released_at=file.prepared_at)


def test_releasing_twice_pays_once(ann, bo, ben):
    money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    for _ in range(2):
        payment_files.release(file=file, by=bo)
    with pytest.raises(NotWaiting):
        payment_files.release(file=file, by=make.user("Cy Orr"))
    with pytest.raises(NotWaiting):
        payment_files.cancel(file=file, by=ann)
    assert (paid_out(), Transaction.objects.filter(kind="payout").count()) == (3300, 1)


def test_what_is_in_a_waiting_file_goes_into_no_other(ann, bo, ben):
    money.earned(ben, 3300)
    first = payment_files.prepare(by=ann)
    money.earned(ben, 1000)
    with pytest.raises(NothingToPay):
        payment_files.prepare(by=bo)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentFileLine.objects.create(file=first, payee=money.payee("X"), pence=0)
    payment_files.release(file=first, by=bo)
    assert lines(payment_files.prepare(by=bo)) == [("Ben Okafor", 1000)]


def test_the_database_keeps_a_payee_in_one_waiting_file(ann, bo, ben):
    money.earned(ben, 3300)
    payment_files.prepare(by=ann)
    money.earned(money.payee("Hollybank"), 100)
    second = payment_files.prepare(by=bo)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentFileLine.objects.create(file=second, payee=ben, pence=5)


def test_a_cancelled_file_pays_nobody_and_frees_what_is_owed(ann, bo, ben):
    money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    for _ in range(2):
        file = payment_files.cancel(file=file, by=ann)
    with pytest.raises(NotWaiting):
        payment_files.release(file=file, by=bo)
    assert (paid_out(), lines(payment_files.prepare(by=ann))) == (0, [("Ben Okafor", 3300)])


def test_a_refund_after_checking_stops_the_file(ann, bo, ben):
    payment = money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    payments.refund(payment=payment, pence=300, by=None)
    with pytest.raises(OwedLess, match="Ben Okafor"):
        payment_files.release(file=file, by=bo)
    assert paid_out() == 0
    payment_files.cancel(file=file, by=bo)
    assert lines(payment_files.prepare(by=ann)) == [("Ben Okafor", 3000)]


def test_more_earned_after_checking_waits_for_the_next_file(ann, bo, ben):
    money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    money.earned(ben, 700)
    payment_files.release(file=file, by=bo)
    assert (paid_out(), ledger.balance(ben.payable)) == (3300, 700)


def test_who_is_left_out_and_why(ann, bo, ben):
    money.earned(money.payee("No Bank", sort_code="", account_number=""), 500)
    money.earned(money.payee("Odd Bank", sort_code="12345", account_number="12345678"), 600)
    refunded = money.earned(ben, 3300)
    payment_files.release(file=payment_files.prepare(by=ann), by=bo)
    payments.refund(payment=refunded, pence=400, by=None)
    waits = money.payee("Waits")
    money.earned(waits, 100)
    money.earned(money.payee("Waits, and no more"), 100)
    file = payment_files.prepare(by=ann)
    money.earned(waits, 30)
    standing = payables.standing()
    assert [(one.payee.name, one.pence, one.why_not.split(":")[0]) for one in standing.left_out] == [
        ("Ben Okafor", -400, "They owe us"),
        ("No Bank", 500, "We do not have their bank details."),
        ("Odd Bank", 600, "We do not have their bank details."),
        ("Waits", 30, f"File {file.reference} waits to be released. After that this can be paid."),
    ]
    assert (standing.ready, standing.pence) == ([], 0)


def test_changed_bank_details_do_not_redirect_what_was_checked(ann, ben):
    money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    Payee.objects.update(sort_code="999999", account_number="99999999")
    assert [(line.sort_code, line.account_number) for line in file.lines.all()] == [("123456", "12345678")]


def test_each_step_is_on_record_without_names(ann, bo, ben):
    money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    payment_files.release(file=file, by=bo)
    payment_files.downloaded(file=file, by=bo)
    found = AuditLine.objects.filter(subject=f"payment-file:{file.reference}").order_by("pk")
    assert [(line.action, line.by, line.detail) for line in found] == [
        ("payment_file.prepared", str(ann.pk), {"lines": 1, "pence": 3300}),
        ("payment_file.released", str(bo.pk), {"pence": 3300}),
        ("payment_file.downloaded", str(bo.pk), {}),
    ]


def test_the_queue_costs_one_query_however_long(django_assert_num_queries):
    for number in range(3):
        money.earned(money.payee(f"P{number}"), 100)
    with django_assert_num_queries(1):
        assert len(payables.standing().ready) == 3
