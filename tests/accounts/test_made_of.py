"""A payment file, line by line: what each payee is paid for, and nothing of another file."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import payments
from accounts.actions import payment_files, payment_returns
from accounts.queries import made_of
from accounts.roles import Role
from tests import sessions
from tests.factories import accounts as make
from tests.factories import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo():
    return make.staff(Role.FINANCE, name="Bo Day")


@pytest.fixture
def ben():
    return money.payee("Ben Okafor")


def told(file) -> dict[str, tuple[list[int], int]]:
    return {one.line.payee.name: ([e.pence for e in one.entries], one.rest_pence) for one in made_of.of(file)}


def test_each_payee_has_the_lines_that_come_to_what_is_paid(ann, ben):
    money.earned(ben, 3300)
    refunded = money.earned(ben, 1650)
    payments.refund(payment=refunded, pence=150, by=None)
    money.earned(money.payee("Hollybank"), 2000)
    file = payment_files.prepare(by=ann)
    assert told(file) == {"Ben Okafor": ([3300, 1650, -150], 0), "Hollybank": ([2000], 0)}


def test_what_came_after_and_what_was_paid_before_is_in_its_own_file(ann, bo, ben):
    money.earned(ben, 3300)
    first = payment_files.prepare(by=ann)
    money.earned(ben, 700)
    assert told(first) == {"Ben Okafor": ([3300], 0)}
    first = payment_files.release(file=first, by=bo)
    second = payment_files.prepare(by=ann)
    money.earned(ben, 90)
    assert [told(first), told(second)] == [{"Ben Okafor": ([3300], 0)}, {"Ben Okafor": ([700], 0)}]
    second = payment_files.release(file=second, by=bo)
    third = payment_files.prepare(by=ann)
    assert [told(one)["Ben Okafor"][0] for one in (first, second, third)] == [[3300], [700], [90]]


def test_what_is_too_old_to_be_listed_is_said(ann, bo, ben, monkeypatch):
    for _ in range(3):
        money.earned(ben, 100)
    file = payment_files.prepare(by=ann)
    monkeypatch.setattr(made_of, "LOOKED_AT", 2)
    assert told(file) == {"Ben Okafor": ([100, 100], 100)}
    file = payment_files.release(file=file, by=bo)
    for _ in range(3):
        money.earned(ben, 100)
    assert told(file) == {"Ben Okafor": ([], 300)}


def test_what_came_back_is_in_the_file_that_pays_it_again(ann, bo, ben):
    for pence in (100, 200):
        money.earned(ben, pence)
    first = payment_files.release(file=payment_files.prepare(by=ann), by=bo)
    payment_returns.record(line=first.lines.get(), reason="closed", returned_on=timezone.localdate(), by=ann)
    assert told(first) == {"Ben Okafor": ([100, 200], 0)}
    assert told(payment_files.prepare(by=ann)) == {"Ben Okafor": ([300], 0)}


def test_a_cancelled_file_pays_for_nothing(ann, ben):
    money.earned(ben, 100)
    assert told(payment_files.cancel(file=payment_files.prepare(by=ann), by=ann)) == {"Ben Okafor": ([], 0)}


def test_the_second_person_sees_it_with_links_and_no_names_of_residents(ann, bo, ben):
    payment = money.earned(ben, 3300)
    file = payment_files.prepare(by=ann)
    page = sessions.enter(Client(), bo).get(f"/staff/finance/payments/{file.reference}/").content.decode()
    for words in (f"visit {payment.reference}", "+£33.00", f"/staff/finance/accounts/payable/{ben.payable_id}/"):
        assert words in page
    assert payment.pot.person.name not in page


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many(ann, bo, number, django_assert_num_queries):
    for n in range(number):
        payee = money.payee(f"Payee {n}")
        for _ in range(number):
            money.earned(payee, 100)
    file = payment_files.prepare(by=ann)
    client = sessions.enter(Client(), bo)
    with django_assert_num_queries(3):
        made_of.of(file)
    client.get(f"/staff/finance/payments/{file.reference}/")
    with django_assert_num_queries(14):
        client.get(f"/staff/finance/payments/{file.reference}/")
