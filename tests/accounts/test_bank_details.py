"""Bank details change by two people and a telephone call to a number from the record; until then the old ones hold."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audits, ledger, payee_records
from accounts.actions import bank_details, payment_files, payment_returns
from accounts.actions.bank_details import BankDetailsRefused
from accounts.actions.payment_returns import NotPaidOut
from accounts.models import AuditLine, BankDetailsChange, Notice, PaymentReturn
from accounts.payee_records import Record
from accounts.queries import payables
from accounts.roles import Role
from design.registry import Registry
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db
NUMBER = "01632 960701"


@pytest.fixture
def bo():
    return make.staff(Role.FINANCE, name="Bo Day")


@pytest.fixture
def ben(monkeypatch):
    """A seller whom a higher room knows."""
    payee, user = money.payee("Ben Okafor"), make.user("Ben Okafor")
    registry = Registry("payee records")
    registry.register("sellers", lambda asked: Record([("Ben", NUMBER)], [user]) if asked == payee else None)
    monkeypatch.setattr(payee_records, "_records", registry)
    return payee


def ask(payee, by, sort_code="998877", account_number="11223344"):
    return bank_details.ask(payee=payee, sort_code=sort_code, account_number=account_number, how="email", by=by)


def confirm(change, by, number=NUMBER, **more):
    given = {"called_at": timezone.now(), "spoke_to": "Ben himself", **more}
    return bank_details.confirm(change=change, called_number=number, by=by, **given)


def test_the_old_details_are_paid_until_a_second_person_has_called(ann, bo, ben):
    money.earned(ben, 3_300)
    change = ask(ben, ann)
    file = payment_files.prepare(by=ann)
    confirm(change, bo)
    ben.refresh_from_db()
    assert (ben.sort_code, ben.account_number) == ("998877", "11223344")
    assert [(line.sort_code, line.account_number) for line in file.lines.all()] == [("123456", "12345678")]
    change.refresh_from_db()
    assert (change.called_number, change.spoke_to, change.confirmed_by) == (NUMBER, "Ben himself", bo)


def test_the_payee_is_told_when_it_is_asked_for_and_when_it_is_done(ann, bo, ben):
    confirm(ask(ben, ann), bo)
    assert list(Notice.objects.order_by("pk").values_list("subject", flat=True)) == [
        "Somebody asked us to pay into another bank account",
        "We now pay into another bank account",
    ]
    assert "11223344" not in "".join(Notice.objects.values_list("body", flat=True))


def test_the_one_who_entered_it_does_not_confirm_it(ann, ben):
    change = ask(ben, ann)
    with pytest.raises(BankDetailsRefused, match="Someone else"):
        confirm(change, ann)
    change.confirmed_by, change.confirmed_at = ann, timezone.now()
    change.called_at, change.called_number, change.spoke_to = timezone.now(), NUMBER, "Ben"
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"number": "07700 900123"}, "never one from the request"),
        ({"number": ""}, "never one from the request"),
        ({"called_at": timezone.now() - timedelta(days=1)}, "after the change was entered"),
        ({"called_at": timezone.now() + timedelta(days=1)}, "before now"),
        ({"spoke_to": " "}, "whom you spoke to"),
    ],
)
def test_a_call_that_proves_nothing_is_refused(ann, bo, ben, more, why):
    change = ask(ben, ann)
    with pytest.raises(BankDetailsRefused, match=why):
        confirm(change, bo, **more)
    ben.refresh_from_db()
    assert ben.account_number == "12345678"


def test_a_number_put_on_record_between_two_requests_proves_nothing(ann, bo, ben):
    first = ask(ben, ann)
    bank_details.record_phone(payee=ben, phone="07700 900999", by=ann)
    bank_details.refuse(change=first, why="Entered wrongly", by=ann)
    with pytest.raises(BankDetailsRefused, match="put on record after the request came"):
        confirm(ask(ben, ann), bo, "07700 900999")
    ben.refresh_from_db()
    assert ben.account_number != "11223344"


def test_what_is_confirmed_needs_the_whole_call_in_the_database(ann, bo, ben):
    change = ask(ben, ann)
    change.confirmed_by, change.confirmed_at = bo, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()


def test_a_refused_change_changes_nothing_and_another_may_follow(ann, bo, ben):
    change = ask(ben, ann)
    with pytest.raises(BankDetailsRefused, match="waits already"):
        ask(ben, bo, account_number="55555555")
    bank_details.refuse(change=change, why="Ben knew nothing of it", by=bo)
    bank_details.refuse(change=change, why="Ben knew nothing of it", by=bo)
    with pytest.raises(BankDetailsRefused, match="refused before"):
        confirm(change, bo)
    ben.refresh_from_db()
    assert (ben.account_number, ask(ben, ann).waits) == ("12345678", True)


def test_confirming_again_is_nothing_and_refusing_after_it_is_too_late(ann, bo, ben):
    change = ask(ben, ann)
    assert confirm(change, bo) == confirm(change, bo)
    with pytest.raises(BankDetailsRefused, match="confirmed before"):
        bank_details.refuse(change=change, why="Too late", by=bo)
    with pytest.raises(BankDetailsRefused, match="details that we have"):
        ask(ben, ann)


def test_each_step_is_on_record_without_numbers(ann, bo, ben):
    change = ask(ben, ann)
    confirm(change, bo)
    found = AuditLine.objects.filter(subject=f"payee:{ben.pk}").order_by("pk")
    assert [(line.action, line.by, line.detail) for line in found] == [
        ("bank_details.asked", str(ann.pk), {"how": "email"}),
        ("bank_details.confirmed", str(bo.pk), {"change": change.pk}),
    ]


def test_a_person_who_is_paid_herself_is_called_on_her_own_number(ann, bo):
    rosa = make.person("Rosa Alvarez", phone=NUMBER)
    payee = money.payee("Rosa Alvarez")
    payee.person = rosa
    payee.save()
    assert payee_records.of(payee) == Record([("Rosa Alvarez", NUMBER)], [rosa.user])
    confirm(ask(payee, ann), bo)
    assert BankDetailsChange.objects.get().called_number == NUMBER


# What a bank sent back


@pytest.fixture
def paid(ann, bo, ben):
    money.earned(ben, 3_300)
    return payment_files.release(file=payment_files.prepare(by=ann), by=bo).lines.get()


def returned(line, by):
    return payment_returns.record(line=line, reason="closed", returned_on=timezone.localdate(), by=by)


def test_a_payment_sent_back_is_owed_again_and_paid_by_the_next_file(ann, bo, ben, paid):
    assert returned(paid, ann) == returned(paid, ann)
    assert (ledger.balance(ben.payable), PaymentReturn.objects.count()) == (3_300, 1)
    assert [one.pence for one in payables.standing().ready] == [3_300]
    file = payment_files.release(file=payment_files.prepare(by=ann), by=bo)
    assert (file.lines.get().pence, ledger.balance(ben.payable)) == (3_300, 0)
    assert [finding.rule for finding in audits.all_findings() if finding.faults] == []


def test_what_was_not_paid_out_cannot_come_back(ann, ben):
    money.earned(ben, 500)
    line = payment_files.prepare(by=ann).lines.get()
    with pytest.raises(NotPaidOut, match="not released"):
        returned(line, ann)


def test_it_comes_back_after_it_went(ann, paid):
    with pytest.raises(NotPaidOut, match="later than that day"):
        yesterday = timezone.localdate() - timedelta(days=1)
        payment_returns.record(line=paid, reason="closed", returned_on=yesterday, by=ann)
