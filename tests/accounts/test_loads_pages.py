"""Finance's page of loads: what ran, without names, and what did not, which is run by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import daily
from accounts.models import (
    DueWork,
    PersonalBudget,
)
from tests.accounts.screens import rows, send, words
from tests.factories import budgets

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_the_loads_page_shows_what_ran_without_names(finance, budget):
    page = words(finance.get("/staff/finance/loads/"))
    assert f"Budget {budget.pk}" in page
    assert "£400.00" in page
    assert "Rosa" not in page
    sheet = rows(finance.get("/staff/finance/loads.csv"))
    assert sheet[1][1] == str(budget.pk)
    assert sheet[1][4:] == ["400.00", "0.00", "400.00"]


def test_what_did_not_run_is_named_and_run_by_hand(finance):
    made = budgets.budget(starts_on=TODAY, load_calendar=TODAY)
    page = words(finance.get("/staff/finance/loads/"))
    assert f"Budget {made.pk} The clock has not run yet today. £400.00" in page
    assert "Loads that have not run" in words(finance.get("/staff/finance/"))
    assert "Done: 1 load." in words(send(finance, "/staff/finance/loads/run/"))
    assert budgets.in_pots(made) == [28_000, 12_000]
    assert "Done: 0 loads." in words(send(finance, "/staff/finance/loads/run/"))


def test_a_budget_agreed_after_the_clock_ran_says_so(finance):
    earlier = timezone.now() - timedelta(days=2)
    old = budgets.budget(starts_on=TODAY, load_calendar=TODAY, at=earlier)
    DueWork.objects.create(name="loads", ran_at=earlier, went_well=True, said="0 loads")
    assert "The clock has not run yet today" in words(finance.get("/staff/finance/loads/"))
    assert list(daily.run(timezone.now()))
    assert list(old.loads.all())
    made = budgets.budget(starts_on=TODAY, load_calendar=TODAY)
    page = words(finance.get("/staff/finance/loads/"))
    assert f"Budget {made.pk} It was agreed after the clock ran today. It is loaded at the clock’s next run." in page
    assert "has not run yet" not in page
    PersonalBudget.objects.filter(pk=made.pk).update(agreed_on=TODAY - timedelta(days=1))
    assert "The clock ran today and did not load it" in words(finance.get("/staff/finance/loads/"))
