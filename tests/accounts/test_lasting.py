"""How long money lasts: the sums, their edges, and what may never happen whatever is typed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import lasting
from accounts.lasting import LOWER_PENCE, UPPER_PENCE, Costs, Means, Way, lasts

STEADY = Means(savings_pence=0, income_pence=0, price_rise=Decimal(0), income_rise=Decimal(0))
FOREVER = 10**9

pence = st.integers(0, 500_000_00)
weekly = st.integers(0, 5_000_00)
percent = st.decimals(0, 20, places=2)
means = st.builds(Means, savings_pence=pence, income_pence=weekly, price_rise=percent, income_rise=percent)
few = settings(max_examples=60, deadline=None)


def steady(savings, income=0):
    return replace(STEADY, savings_pence=savings, income_pence=income)


def weeks(found):
    return found.to_upper, found.to_lower


def test_the_limits_are_those_of_the_regulations():
    assert (UPPER_PENCE, LOWER_PENCE) == (2_325_000, 1_425_000)


def test_joans_sum_is_the_one_on_the_advice_page():
    """£80,000 above the limit, £1,250 a week to pay and £450 coming in: 100 weeks."""
    found = lasts(steady(UPPER_PENCE + 80_000_00, 450_00), 1_250_00)
    assert (found.gap_pence, found.to_upper) == (800_00, 100)
    assert found.to_lower == 112  # another £9,000 at £800 a week: 11 weeks and a part


@pytest.mark.parametrize(
    ("savings", "expected"),
    [
        (UPPER_PENCE, (0, 90)),  # at the limit exactly the council may help
        (UPPER_PENCE + 1, (1, 91)),
        (UPPER_PENCE + 100_00, (1, 91)),
        (UPPER_PENCE + 100_01, (2, 92)),
        (LOWER_PENCE, (0, 0)),
        (LOWER_PENCE + 1, (0, 1)),
        (0, (0, 0)),
    ],
)
def test_the_edges_are_exact(savings, expected):
    assert weeks(lasts(steady(savings), 100_00)) == expected


def test_prices_and_income_go_up_after_52_weeks_each_by_its_own_percent():
    given_ = Means(UPPER_PENCE + 5_300_00, 100_00, price_rise=Decimal(10), income_rise=Decimal(5))
    found = lasts(given_, 200_00)  # £100 a week in the first year, then 220 - 105 = £115
    assert found.months[12] == UPPER_PENCE + 100_00
    assert found.to_upper == 53
    assert found.months[24] == UPPER_PENCE + 100_00 - 52 * 115_00


def test_a_month_is_a_twelfth_of_52_weeks_and_nothing_is_below_zero():
    found = lasts(steady(1_000_00), 100_00)
    assert found.months[:4] == (1_000_00, 600_00, 200_00, 0)
    assert len(found.months) == 361
    assert set(found.months[4:]) == {0}


def test_a_year_that_does_not_end_in_the_time_looked_at_has_no_number():
    found = lasts(steady(UPPER_PENCE + 1560 * 1_00 + 1), 1_00)
    assert (found.to_upper, found.is_covered) == (None, False)
    assert lasts(steady(UPPER_PENCE + 1560 * 1_00), 1_00).to_upper == 1560


def test_only_ways_whose_cost_is_known_are_worked_out():
    given_ = steady(50_000_00, 200_00)
    assert set(lasting.ways(given_, Costs(300_00))) == {Way.AT_HOME}
    found = lasting.ways(given_, Costs(300_00, 100_00, 1_000_00))
    assert {way: each.cost_pence for way, each in found.items()} == {
        Way.AT_HOME: 300_00,
        Way.WITH_HELP: 400_00,
        Way.CARE_HOME: 1_000_00,
    }
    assert lasting.ways(given_, Costs(300_00, 0))[Way.WITH_HELP] == found[Way.AT_HOME]  # help that costs nothing


def test_halves_of_a_penny_go_up():
    assert lasting.of_hours(Decimal("7.5"), 23_33) == 174_98
    assert lasting.grown(100_00, Decimal(4), 2) == 108_16
    assert lasting.grown(50, Decimal(1), 1) == 51


@few
@given(means, weekly, weekly)
def test_it_never_lasts_longer_at_a_higher_cost(given_, cost, more):
    cheap, dear = lasts(given_, cost), lasts(given_, cost + more)
    for one, other in zip(weeks(cheap), weeks(dear), strict=True):
        assert (FOREVER if other is None else other) <= (FOREVER if one is None else one)
    assert all(other <= one for one, other in zip(cheap.months, dear.months, strict=True))


@few
@given(means, weekly, pence)
def test_it_never_lasts_shorter_with_more_savings(given_, cost, more):
    richer = replace(given_, savings_pence=given_.savings_pence + more)
    for one, other in zip(weeks(lasts(given_, cost)), weeks(lasts(richer, cost)), strict=True):
        assert (FOREVER if one is None else one) <= (FOREVER if other is None else other)


@few
@given(means, weekly)
def test_the_lower_limit_never_comes_before_the_upper(given_, cost):
    upper, lower = weeks(lasts(given_, cost))
    assert lower is None or (upper is not None and upper <= lower)


@few
@given(pence, weekly, weekly, percent)
def test_income_that_covers_the_cost_does_not_run_out(savings, cost, more, rise):
    found = lasts(Means(UPPER_PENCE + 1 + savings, cost + more, rise, rise), cost)
    assert (found.is_covered, found.gap_pence, *weeks(found)) == (True, 0, None, None)
    assert list(found.months) == sorted(found.months)


@few
@given(pence, weekly, st.integers(1, 2_000_00))
def test_without_rises_it_is_the_savings_above_the_limit_shared_by_the_gap(above, income, gap):
    expected = -(-above // gap)  # rounded up
    found = lasts(steady(UPPER_PENCE + above, income), income + gap)
    assert found.to_upper == (expected if expected <= 1560 else None)


@few
@given(means, weekly)
def test_money_is_whole_pence(given_, cost):
    found = lasts(given_, cost)
    assert {type(each) for each in (found.cost_pence, found.gap_pence, *found.months)} == {int}
