from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import pricing
from marketplace.pricing import Terms, TooShort, Unit

TUESDAY, SATURDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29)
BEN = Terms(Unit.HOUR, 1650, weekend_price_pence=1800, minimum_minutes=60, free_cancel_hours=24, late_cancel_percent=50)


@pytest.mark.parametrize(
    ("day", "minutes", "pence"),
    [
        (TUESDAY, 60, 1650),
        (TUESDAY, 120, 3300),
        (TUESDAY, 75, 2063),  # 2062.5: half a penny goes up
        (SATURDAY, 120, 3600),
        (SUNDAY, 90, 2700),
    ],
)
def test_an_hourly_visit_costs_its_minutes(day, minutes, pence):
    assert pricing.visit_pence(BEN, day, minutes) == pence


def test_a_visit_shorter_than_the_minimum_has_no_price():
    with pytest.raises(TooShort):
        pricing.visit_pence(BEN, TUESDAY, 45)


def test_a_visit_of_no_time_has_no_price():
    with pytest.raises(TooShort):
        pricing.visit_pence(Terms(Unit.HOUR, 1650), TUESDAY, 0)


@pytest.mark.parametrize("unit", [Unit.VISIT, Unit.DAY, Unit.ITEM])
def test_other_units_have_one_price_however_long(unit):
    terms = Terms(unit, 4200, weekend_price_pence=5000)
    assert [pricing.visit_pence(terms, TUESDAY, 0), pricing.visit_pence(terms, SATURDAY, 360)] == [4200, 5000]


def test_without_a_weekend_price_every_day_costs_the_same():
    assert pricing.visit_pence(Terms(Unit.HOUR, 1650), SUNDAY, 60) == 1650


def test_weekly_days_keep_the_weekday_over_the_change_of_clocks():
    days = pricing.weekly_days(date(2026, 10, 20), 3)
    assert days == [date(2026, 10, 20), date(2026, 10, 27), date(2026, 11, 3)]


def test_the_total_is_the_sum_of_visits_each_rounded():
    assert pricing.total_pence(BEN, pricing.weekly_days(TUESDAY, 4), 75) == 4 * 2063


@pytest.mark.parametrize(
    ("delivered", "pence"),
    [(120, 3300), (90, 2475), (30, 1650), (0, 1650), (180, 3300)],
)
def test_a_shorter_visit_costs_the_time_given_but_at_least_the_minimum_and_never_more_than_agreed(delivered, pence):
    assert pricing.delivered_pence(BEN, TUESDAY, 120, delivered) == pence


START = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("notice", "free", "pence"),
    [
        (timedelta(hours=24), False, 0),
        (timedelta(hours=23, minutes=59), False, 1650),
        (timedelta(hours=1), True, 0),
    ],
)
def test_notice_decides_what_is_owed_on_cancelling(notice, free, pence):
    assert pricing.cancel_pence(BEN, 3300, START, START - notice, free=free) == pence


def test_late_cancelling_rounds_half_a_penny_up():
    assert pricing.cancel_pence(BEN, 2063, START, START - timedelta(hours=1)) == 1032


def test_the_right_to_cancel_lasts_fourteen_days_after_the_day_of_the_contract():
    assert pricing.cooling_off_ends_on(date(2026, 11, 22)) == date(2026, 12, 6)
    assert pricing.starts_in_cooling_off(date(2026, 12, 6), date(2026, 11, 22))
    assert not pricing.starts_in_cooling_off(date(2026, 12, 7), date(2026, 11, 22))


@given(price=st.integers(1, 100_000), minutes=st.integers(1, 1440), less=st.integers(0, 1440))
def test_a_shorter_visit_never_costs_more(price, minutes, less):
    terms = Terms(Unit.HOUR, price)
    agreed = pricing.visit_pence(terms, TUESDAY, minutes)
    assert 0 <= pricing.delivered_pence(terms, TUESDAY, minutes, min(less, minutes)) <= agreed


@given(pence=st.integers(0, 10**7), percent=st.integers(0, 100))
def test_cancelling_never_costs_more_than_the_visit(pence, percent):
    terms = Terms(Unit.HOUR, 1650, free_cancel_hours=24, late_cancel_percent=percent)
    assert 0 <= pricing.cancel_pence(terms, pence, START, START) <= pence
