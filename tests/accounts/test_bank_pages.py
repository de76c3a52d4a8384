"""Bank details change on screen by two people and a call; a payment that a bank sent back is noted and paid again."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import bank_details, payment_files
from accounts.models import (
    PaymentReturn,
)
from accounts.roles import Role
from tests import sessions
from tests.accounts.screens import boxes, page_of, send, words
from tests.factories import accounts as make
from tests.factories import money
from tests.factories.money import came_back

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NUMBER = "01632 960701"


@pytest.fixture
def ben(monkeypatch):
    return money.on_record(monkeypatch, NUMBER)


def test_two_people_change_bank_details(finance, ben):
    details = {"sort_code": "99-88-77", "account_number": "1122 3344", "how": "email"}
    address = page_of("bank-new", ben.reference)
    assert "99-88-77" in words(send(finance, address, **details))
    send(finance, address, sure=True, **details)
    change = ben.bank_changes.get()
    own = finance.get(page_of("bank-change", change.pk))
    assert "You entered this. Someone else must call and check it." in words(own)
    assert "Confirm and use" not in words(own)
    second = sessions.enter(Client(), make.staff(Role.FINANCE, name="Bo Day"))
    now = timezone.localtime()
    call = {
        "called_number": NUMBER,
        **boxes("called_on", now.date()),
        "called_time": f"{now:%H:%M}",
        "spoke_to": "Ben",
        "read_back": "on",
    }
    invented = {**call, "called_number": "07700 900123"}
    assert ben.bank_changes.get().waits
    assert "Select a valid choice" not in words(send(second, page_of("bank-change", change.pk), **invented))
    assert ben.bank_changes.get().waits
    done = words(send(second, page_of("bank-change", change.pk), **call))
    assert "Confirmed. From now on Ben Okafor is paid into the new account" in done
    ben.refresh_from_db()
    assert (ben.sort_code, ben.account_number) == ("998877", "11223344")
    assert f"called {NUMBER}" in words(finance.get("/staff/finance/bank-details/"))


def test_a_change_is_refused_with_a_reason(finance, ann, ben):
    change = bank_details.ask(payee=ben, sort_code="998877", account_number="11223344", how="email", by=ann)
    assert "Enter why this is not right." in words(send(finance, page_of("bank-change", change.pk), why=" "))
    send(finance, page_of("bank-change", change.pk), why="Ben knew nothing of it")
    change.refresh_from_db()
    assert change.refused_why == "Ben knew nothing of it"


def test_a_number_put_on_record_after_the_request_proves_nothing(finance, ann):
    payee = money.payee("Ada Quill")
    change = bank_details.ask(payee=payee, sort_code="998877", account_number="11223344", how="email", by=ann)
    second = sessions.enter(Client(), make.staff(Role.FINANCE))
    assert "We hold no telephone number for them" in words(second.get(page_of("bank-change", change.pk)))
    send(finance, page_of("payee-phone", payee.reference), phone=NUMBER)
    now = timezone.localtime()
    call = {
        "called_number": NUMBER,
        **boxes("called_on", now.date()),
        "called_time": f"{now:%H:%M}",
        "spoke_to": "Ada",
        "read_back": "on",
    }
    said = words(send(second, page_of("bank-change", change.pk), **call))
    assert "This number was put on record after the request came" in said
    assert "Enter a telephone number" in words(send(finance, page_of("payee-phone", payee.reference), phone="abc"))


def test_what_is_no_bank_account_is_refused(finance, ben):
    said = words(send(finance, page_of("bank-new", ben.reference), sort_code="12-34", account_number="x"))
    assert "Sort code must be 6 numbers" in said
    assert "Account number must be 8 numbers" in said
    assert "Choose how the request came" in said


def test_a_payment_that_came_back_is_recorded_on_its_file(finance, ann, ben):
    money.earned(ben, 3_300)
    file = payment_files.prepare(by=ann)
    payment_files.release(file=file, by=make.staff(Role.FINANCE))
    line = file.lines.get()
    assert "Did the bank send it back?" in words(finance.get(page_of("file", file.reference)))
    send(finance, page_of("returned", file.reference, line.pk), reason="closed", **boxes("returned_on", TODAY))
    assert PaymentReturn.objects.get().line == line
    assert "Payments that came back 1 payment, £33.00" in words(finance.get("/staff/finance/"))
    assert "The account is closed" in words(finance.get("/staff/finance/returns/"))
    assert finance.get(page_of("returned", file.reference, line.pk)).status_code == 404


def test_what_a_later_file_paid_again_says_so_and_is_no_work(finance, ann, ben):
    bo = make.staff(Role.FINANCE)
    money.earned(ben, 14_000)
    came_back(ben, ann, bo)
    assert "Not yet: the next file pays it" in words(finance.get("/staff/finance/returns/"))
    cancelled = payment_files.cancel(file=payment_files.prepare(by=ann), by=ann)
    again = payment_files.prepare(by=ann)
    assert f"In file {again.reference}, not released" in words(finance.get("/staff/finance/returns/"))
    waits = "Payments that came back 1 payment, £140.00 in all"
    assert waits in words(finance.get("/staff/finance/"))
    payment_files.release(file=again, by=bo)
    money.earned(ben, 200)  # owed, but not for what came back
    shown = words(finance.get("/staff/finance/returns/"))
    assert f"Paid again in file {again.reference}" in shown
    assert cancelled.reference not in shown
    assert waits not in words(finance.get("/staff/finance/"))


@pytest.mark.parametrize("number", [1, 3])
def test_returns_cost_the_same_however_many(finance, ann, number, django_assert_num_queries):
    bo = make.staff(Role.FINANCE)
    for n in range(number):
        payee = money.payee(f"Payee {n}")
        money.earned(payee, 100)
        came_back(payee, ann, bo)
    finance.get("/staff/finance/returns/")
    with django_assert_num_queries(9):
        finance.get("/staff/finance/returns/")
