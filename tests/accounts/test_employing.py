"""What the law asks of whoever employs: boundaries by hand, a year by hand, and what is always so."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import employing as law
from accounts.employing import BelowMinimumWage, Job, Rates
from accounts.employing_cost import cost

OLD = Rates(
    starts_on=date(2025, 4, 6),
    minimum_wage_21_pence_an_hour=12_21,
    minimum_wage_18_pence_an_hour=10_00,
    minimum_wage_16_pence_an_hour=7_55,
    employer_ni_basis_points=1_500,
    employer_ni_above_pence_a_year=5_000_00,
    employer_ni_under_21_above_pence_a_year=50_270_00,
    employment_allowance_pence_a_year=10_500_00,
    sick_pay_pence_a_week=118_75,
    sick_pay_most_percent_of_pay=100,
    sick_pay_from_pence_a_week=125_00,
    sick_pay_waiting_days=3,
    pension_above_pence_a_year=10_000_00,
    pension_lower_pence_a_year=6_240_00,
    pension_upper_pence_a_year=50_270_00,
    pension_employer_basis_points=300,
    pension_from_age_years=22,
    pension_below_age_years=66,
    redundancy_most_pence_a_week=719_00,
)
NEW = replace(
    OLD,
    starts_on=date(2026, 4, 6),
    minimum_wage_21_pence_an_hour=12_71,
    minimum_wage_18_pence_an_hour=10_85,
    minimum_wage_16_pence_an_hour=8_00,
    sick_pay_pence_a_week=123_25,
    sick_pay_most_percent_of_pay=80,
    sick_pay_from_pence_a_week=0,
    sick_pay_waiting_days=0,
    pension_below_age_years=67,
    redundancy_most_pence_a_week=751_00,
)
JOB = Job(
    minutes_a_week=20 * 60,
    days_a_week=5,
    rate_pence_an_hour=13_00,
    age_years=30,
    sick_weeks=1,
    cover_weeks=6,
    cover_rate_pence_an_hour=13_00,
    insurance_pence_a_year=90_00,
    payroll_pence_a_year=180_00,
    training_pence_a_year=100_00,
)


def lines(job, rates=NEW):
    return {line.key: line.pence for line in cost(rates, job).lines}


def test_a_year_worked_out_by_hand():
    """20 hours at £13 is £260 a week. 45.4 weeks are worked, 5.6 are holiday, 1 is sickness."""
    found = cost(NEW, JOB)
    assert {line.key: line.pence for line in found.lines} == {
        "wage": 11_804_00,
        "holiday": 1_456_00,
        "sick": 123_25,
        "ni": 1_257_49,  # 15% of £13,383.25 less £5,000
        "allowance": -1_257_49,
        "pension": 214_30,  # 3% of £13,383.25 less £6,240
        "insurance": 90_00,
        "payroll": 180_00,
        "training": 100_00,
        "notice": 260_00,
        "redundancy": 260_00,
        "cover": 1_560_00,
    }
    assert (found.total_pence, found.week_pence, found.hour_pence) == (16_047_55, 308_61, 15_61)
    assert found.minutes == Fraction("51.4") * 1_200


def test_a_year_before_sick_pay_changed():
    """Two weeks of 5 days, less 3 days: 7 days of £118.75 a week."""
    assert lines(replace(JOB, sick_weeks=2), OLD)["sick"] == 166_25
    assert lines(replace(JOB, sick_weeks=0), OLD)["sick"] == 0


@pytest.mark.parametrize(
    ("age", "minimum"), [(16, 8_00), (17, 8_00), (18, 10_85), (20, 10_85), (21, 12_71), (22, 12_71), (70, 12_71)]
)
def test_exactly_the_minimum_of_that_age_is_enough(age, minimum):
    law.check_wage(NEW, age, minimum)
    with pytest.raises(BelowMinimumWage) as refused:
        cost(NEW, replace(JOB, age_years=age, rate_pence_an_hour=minimum - 1))
    assert refused.value.minimum_pence == minimum


@pytest.mark.parametrize(
    ("days", "weeks"), [(1, "5.6"), (3, "5.6"), (5, "5.6"), (6, Fraction(28, 6)), (7, 4)]
)  # fmt: skip
def test_holiday_stops_at_28_days(days, weeks):
    assert law.holiday_weeks(days) == Fraction(weeks)


@pytest.mark.parametrize(
    ("age", "pay", "ni"),
    [
        (30, 5_000_00, 0),
        (30, 5_000_03, 0),  # 0.45 of a penny
        (30, 5_000_04, 1),  # 0.6 of a penny
        (30, 5_100_00, 15_00),
        (20, 50_270_00, 0),
        (20, 50_370_00, 15_00),
        (21, 50_270_00, 6_790_50),
    ],
)
def test_national_insurance_begins_above_its_threshold(age, pay, ni):
    assert law.employer_ni(NEW, age, pay) == ni


def test_the_allowance_takes_off_no_more_than_there_is_and_only_if_claimed():
    assert law.employment_allowance(NEW, 10_500_01) == 10_500_00
    assert law.employment_allowance(NEW, 7) == 7
    unclaimed = cost(NEW, replace(JOB, claims_allowance=False))
    assert unclaimed.total_pence == cost(NEW, JOB).total_pence + 1_257_49
    assert [line.pence for line in unclaimed.set_aside if line.key == "ni"] == [1_257_49]
    assert "ni" not in [line.key for line in cost(NEW, JOB).set_aside]


@pytest.mark.parametrize(
    ("age", "pay", "enrolled"),
    [
        (30, 10_000_00, False),
        (30, 10_000_01, True),
        (21, 20_000_00, False),
        (22, 20_000_00, True),
        (66, 20_000_00, True),
        (67, 20_000_00, False),
    ],
)
def test_a_pension_is_automatic_above_its_trigger_and_between_its_ages(age, pay, enrolled):
    assert law.is_enrolled(NEW, age, pay) is enrolled


@pytest.mark.parametrize(
    ("pay", "pension"), [(6_240_00, 0), (6_340_00, 3_00), (50_270_00, 1_320_90), (90_000_00, 1_320_90)]
)
def test_a_pension_is_a_share_of_pay_between_two_limits(pay, pension):
    assert law.pension(NEW, pay) == pension


@pytest.mark.parametrize(
    ("minutes", "old", "new"),
    [
        (60, 0, 10_40),  # £13 a week: nothing, then 80%
        (570, 0, 98_80),  # £123.50
        (600, 47_50, 104_00),  # £130: 2 days of 5, then 80%
        (1_200, 47_50, 123_25),  # £260
    ],
)
def test_sick_pay_for_a_week_before_and_after_april_2026(minutes, old, new):
    job = replace(JOB, minutes_a_week=minutes)
    assert (law.sick_pay(OLD, job), law.sick_pay(NEW, job)) == (old, new)


@pytest.mark.parametrize(("years", "weeks"), [(0, 1), (1, 1), (2, 2), (3, 3), (12, 12), (13, 12)])
def test_notice(years, weeks):
    assert law.notice_weeks(years) == weeks


@pytest.mark.parametrize(
    ("age", "years", "weeks"),
    [
        (30, 1, 0),
        (20, 2, 1),
        (23, 2, "1.5"),  # one year began at 21, one at 22
        (24, 2, 2),
        (42, 2, "2.5"),
        (43, 2, 3),
        (45, 10, 12),
        (61, 20, 30),
        (65, 40, 30),
    ],
)
def test_redundancy_by_age_and_years(age, years, weeks):
    assert Fraction(law.redundancy_half_weeks(age, years), 2) == Fraction(weeks)


def test_a_weeks_pay_is_capped_for_redundancy_and_not_for_notice():
    well_paid = replace(JOB, rate_pence_an_hour=40_00, service_years=4)  # £800 a week
    found = cost(NEW, well_paid)
    assert (found.notice_now_pence, found.redundancy_now_pence) == (4 * 800_00, 4 * 751_00)
    assert lines(well_paid)["redundancy"] == 751_00


def test_after_12_years_notice_grows_no_more():
    assert lines(replace(JOB, age_years=60, service_years=11))["notice"] == 260_00
    assert lines(replace(JOB, age_years=60, service_years=12))["notice"] == 0


@pytest.mark.parametrize(
    "wrong", [{"minutes_a_week": 0}, {"days_a_week": 8}, {"age_years": 15}, {"sick_weeks": 29}, {"cover_weeks": 53}]
)
def test_no_such_job(wrong):
    with pytest.raises(ValueError, match=r"\d"):
        replace(JOB, **wrong)


@pytest.mark.parametrize(("exact", "pence"), [("0.49", 0), ("0.5", 1), ("1.5", 2), ("2.49", 2)])
def test_half_a_penny_is_rounded_up(exact, pence):
    assert law.whole(Fraction(exact)) == pence


JOBS = st.builds(
    Job,
    minutes_a_week=st.integers(1, 6_000),
    days_a_week=st.integers(1, 7),
    rate_pence_an_hour=st.integers(12_71, 100_00),
    age_years=st.integers(16, 80),
    service_years=st.integers(0, 40),
    sick_weeks=st.integers(0, 28),
    cover_weeks=st.integers(0, 52),
    cover_rate_pence_an_hour=st.integers(0, 100_00),
    insurance_pence_a_year=st.integers(0, 50_000),
    claims_allowance=st.booleans(),
)
YEARS = st.sampled_from([OLD, NEW])


@given(job=JOBS, more=st.integers(1, 600), rates=YEARS)
def test_more_hours_never_cost_less(job, more, rates):
    longer = replace(job, minutes_a_week=job.minutes_a_week + more)
    assert cost(rates, longer).total_pence >= cost(rates, job).total_pence


@given(job=JOBS, more=st.integers(1, 1_000), rates=YEARS)
def test_a_higher_wage_never_costs_less(job, more, rates):
    better = replace(job, rate_pence_an_hour=job.rate_pence_an_hour + more)
    assert cost(rates, better).total_pence >= cost(rates, job).total_pence


@given(job=JOBS, rates=YEARS)
def test_the_total_is_the_sum_of_its_lines_and_what_is_put_by_is_enough(job, rates):
    found = cost(rates, job)
    paid = sum(line.pence for line in found.lines if not line.is_set_aside)
    aside = sum(line.pence for line in found.set_aside)
    assert found.total_pence == paid + aside == sum(line.pence for line in found.lines)
    assert 52 * found.set_aside_week_pence >= aside
    assert all(line.how and line.source and line.when for line in found.lines)
