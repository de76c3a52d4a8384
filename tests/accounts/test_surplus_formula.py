"""The formula of money that was not spent (domain.md §3): what there is, less all that is set aside, less
the weeks that stay."""

import pytest

from accounts import payments, surplus
from accounts.models import SurplusSettings
from accounts.queries import surplus as queries
from accounts.surplus import Commitment, Kind, Purse
from design.registry import Registry
from tests.factories import asks as asking
from tests.factories import money
from tests.factories import surplus as unspent

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return unspent.rich().person


def over(person):
    return queries.of(person).surplus.over_pence


def test_the_sum_is_balance_less_orders_employer_emergencies_lumpy_and_promised():
    purses = [Purse(5_000, 60_000, 7_000, promised_pence=2_000), Purse(0, 10_000, is_contingency=True)]
    found = surplus.of(purses, [Commitment(Kind.EMPLOYER, 3_000), Commitment(Kind.LUMPY, 4_000)], keep_weeks=8)
    assert (found.balance_pence, found.held_pence, found.contingency_pence) == (77_000, 7_000, 10_000)
    assert (found.left_pence, found.keep_pence) == (60_000 - 2_000 - 3_000 - 4_000, 40_000)
    assert found.over_pence == 11_000


def test_without_a_weekly_amount_nothing_is_ever_over():
    assert surplus.of([Purse(0, 1_000_000)], [], keep_weeks=8).over_pence == 0


def test_emergencies_orders_and_promises_never_count(rosa):
    assert over(rosa) == 20_000
    pot = queries.in_books().filter(person=rosa).first()
    payments.hold(purpose="visit", reference="V1", pot=pot, payee=money.payee(), pence=3_000, by=None)
    asking.answered(rosa, 4_500)
    assert over(rosa) == 20_000 - 3_000 - 4_500
    SurplusSettings.objects.create(keep_weeks=9)
    assert over(rosa) == 20_000 - 3_000 - 4_500 - 10_000


def test_own_money_and_ones_own_bank_account_are_nobody_elses():
    assert over(money.own_money(900_000).person) == 0


def test_a_higher_room_says_what_is_committed_besides(rosa, monkeypatch):
    asked = []
    registry = Registry("committed")
    registry.register("plan", lambda people: asked.append(people) or {rosa.pk: [Commitment(Kind.LUMPY, 12_000)]})
    monkeypatch.setattr(surplus, "_besides", registry)
    assert (over(rosa), len(asked)) == (8_000, 1)
