"""Whether a budget can lawfully employ (National Minimum Wage Act 1998 s.1, and all that comes on top of a wage)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import employer_budget as rules
from accounts.employer_budget import Fit
from accounts.employing import Job
from accounts.employing_cost import cost
from accounts.queries import employing

JOB = Job(minutes_a_week=600, days_a_week=2, rate_pence_an_hour=1_500, age_years=30, cover_rate_pence_an_hour=1_500)
pytestmark = pytest.mark.django_db


@pytest.fixture
def rates(db):
    return employing.figures(employing.years()[0])


def test_it_fits_or_not_at_this_wage_or_not_at_all(rates):
    total, least = cost(rates, JOB).total_pence, rules.least(rates, JOB)
    assert least < total
    assert [rules.fit(rates, JOB, pence) for pence in (total, total - 1, least, least - 1)] == [
        Fit.FITS, Fit.NOT_AT_THIS_WAGE, Fit.NOT_AT_THIS_WAGE, Fit.CANNOT,
    ]  # fmt: skip


def test_a_wage_that_the_law_has_overtaken_is_said(rates):
    old = replace(JOB, rate_pence_an_hour=rates.minimum_wage_21_pence_an_hour - 1)
    assert rules.fit(rates, old, 10_000_000) == Fit.BELOW_MINIMUM
    assert rules.fit(rates, old, 1) == Fit.CANNOT


def test_the_hours_that_fit_are_the_most_that_fit(rates):
    for budget in (0, 100_000, 300_000, 500_000):
        minutes = rules.most_minutes(rates, JOB, budget)
        assert minutes % rules.QUARTER == 0
        if minutes:
            assert rules.least(rates, replace(JOB, minutes_a_week=minutes)) <= budget
        if minutes < JOB.minutes_a_week:
            assert rules.least(rates, replace(JOB, minutes_a_week=minutes + rules.QUARTER)) > budget


def test_a_year_of_weeks_covers_all_but_the_wage(rates):
    @given(st.integers(15, 3_000), st.integers(1, 7), st.integers(0, 20), st.integers(0, 4))
    def holds(minutes, days, service, sick):
        job = replace(
            JOB, minutes_a_week=minutes, days_a_week=days, service_years=service, age_years=60, sick_weeks=sick
        )
        found = cost(rates, job)
        wage = next(line.pence for line in found.lines if line.key == "wage")
        assert 0 <= 52 * rules.aside_week_pence(found) - (found.total_pence - wage) < 52

    holds()


def test_what_would_be_owed_today_is_notice_redundancy_and_holiday_that_was_not_taken(rates):
    """Employment Rights Act 1996 ss.86 and 135; Working Time Regulations 1998 reg 14."""
    assert rules.owed_if_ended(rates, JOB, 0, 0) == 15_000  # one week's notice
    assert rules.owed_if_ended(rates, JOB, 52, 10_000) == 15_000 + 84_000 - 10_000
    assert rules.owed_if_ended(rates, rules.after(JOB, 3), 0, 0) == 45_000 + 45_000
