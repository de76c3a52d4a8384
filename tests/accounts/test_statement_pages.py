"""What a statement says of how the money comes, on the page, on paper and in the spreadsheet."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import PersonalBudget
from tests import sessions
from tests.accounts.screens import words
from tests.factories import money

pytestmark = pytest.mark.django_db
GROSS, NET = "before the contribution is taken off (gross)", "After the contribution is taken off (net)"
WAYS = ("/money/statement/", "/money/statement/?print=1", "/money/statement/csv/")


@pytest.fixture
def budget() -> PersonalBudget:
    return money.card_account(10_000).pots.get().budget


@pytest.mark.parametrize("address", WAYS)
@pytest.mark.parametrize(("is_gross", "said", "unsaid"), [(True, GROSS, NET), (False, NET, GROSS)])
def test_each_statement_says_whether_the_budget_is_paid_gross_or_net(budget, address, is_gross, said, unsaid):
    PersonalBudget.objects.update(is_gross=is_gross)
    text = words(sessions.enter(Client(), budget.person.user).get(address))
    assert (text.count(said), text.count(unsaid)) == (1, 0)


def test_a_budget_of_another_time_is_not_spoken_of(budget):
    budget.starts_on, budget.ends_on = date(2020, 1, 1), timezone.localdate() - timedelta(days=400)
    budget.save()
    text = words(sessions.enter(Client(), budget.person.user).get("/money/statement/"))
    assert (GROSS in text, NET in text) == (False, False)


def test_own_money_has_no_contribution():
    tom = money.own_money(5_000).person
    text = words(sessions.enter(Client(), tom.user).get("/money/statement/"))
    assert "contribution" not in text
