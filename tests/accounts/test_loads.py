"""Days and pence of council loads: whatever starts, pauses and ends, no day twice, no gap, the sum to the penny."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import loads
from accounts.loads import Days, Rate

MONDAY = date(2026, 4, 6)
DATES = st.dates(min_value=date(2023, 1, 1), max_value=date(2029, 12, 31))
PER = st.sampled_from([loads.WEEK, loads.FOUR_WEEKS, loads.YEAR])
PENCE = st.integers(min_value=1, max_value=10_000_000)


@st.composite
def runs(draw, longest=200):
    first = draw(DATES)
    return Days(first, first + timedelta(days=draw(st.integers(min_value=0, max_value=longest))))


def each(days):
    """Every single day, so that a day named twice shows."""
    return [run.first + timedelta(days=number) for run in days for number in range(len(run))]


@given(PENCE, PER, runs(longest=900), DATES)
def test_the_periods_come_to_the_whole_to_the_penny(pence, per, whole, calendar):
    rate = Rate(pence, per, whole.first)
    parts = loads.by_period([whole], calendar)
    assert each(parts) == each([whole])
    assert sum(rate.of(part) for part in parts) == rate.of(whole)
    assert all(rate.of(part) >= 0 for part in parts)


@given(PENCE, PER, runs(longest=900), st.lists(runs(), max_size=4), DATES)
def test_what_is_paid_and_what_pauses_keep_back_come_to_the_whole(pence, per, whole, pauses, calendar):
    rate = Rate(pence, per, whole.first)
    paid = loads.by_period(loads.payable(whole.first, whole.last, pauses), calendar)
    kept = loads.without([whole], paid)
    assert sorted(each(paid) + each(kept)) == each([whole])
    assert sum(rate.of(run) for run in [*paid, *kept]) == rate.of(whole)


@given(PENCE, PER, DATES, st.lists(st.tuples(st.integers(0, 600), st.lists(runs(), max_size=3)), max_size=6), DATES)
def test_loads_made_day_after_day_while_pauses_change_pay_no_day_twice_and_leave_none(
    pence, per, first, turns, calendar
):
    """As the clock does: at some days, with the pauses known then. In the end, with no pause, every day is paid."""
    loaded: list[Days] = []
    for after, pauses in [*sorted(turns, key=lambda turn: turn[0]), (600, [])]:
        until = loads.four_weeks(first + timedelta(days=after), calendar).last
        loaded += loads.due(loads.payable(first, until, pauses), loaded, calendar)
    days = each(loaded)
    assert len(days) == len(set(days))
    whole = Days(first, loads.four_weeks(first + timedelta(days=600), calendar).last)
    assert sorted(days) == each([whole])
    rate = Rate(pence, per, first)
    assert sum(rate.of(run) for run in loaded) == rate.of(whole)
    assert all(loads.four_weeks(run.first, calendar) == loads.four_weeks(run.last, calendar) for run in loaded)


@given(st.lists(runs(), max_size=6), st.lists(runs(), max_size=6))
def test_runs_are_sets_of_days(days, taken):
    left = loads.without(days, taken)
    assert set(each(left)) == set(each(days)) - set(each(taken))
    assert each(left) == sorted(set(each(left)))


@given(st.integers(0, 5_000_000), st.lists(st.integers(0, 50_000), min_size=1, max_size=8))
def test_a_split_adds_up_and_no_part_is_a_penny_off(pence, weights):
    parts = loads.split(pence, weights)
    total = sum(weights)
    assert sum(parts) == pence
    if total:
        exact = [pence * weight / total for weight in weights]
        assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))
        assert [part for part, weight in zip(parts, weights, strict=True) if not weight and part] == []


@given(st.integers(1, 100_000), st.lists(st.tuples(st.integers(0, 50_000), st.integers(-5, 50_000)), min_size=1))
def test_what_is_drawn_was_there(pence, pots):
    weights, there = zip(*pots, strict=True)
    parts = loads.draw(pence, weights, there)
    if parts is None:
        assert sum(max(one, 0) for one in there) < pence
    else:
        assert sum(parts) == pence
        assert all(0 <= part <= max(one, 0) for part, one in zip(parts, there, strict=True))


@given(PENCE, st.integers(0, 2000))
def test_any_four_weeks_are_four_times_a_week_and_any_year_is_a_year(pence, start):
    first = MONDAY + timedelta(days=start)
    four = Days(first, first + timedelta(days=27))
    assert Rate(pence, loads.WEEK, MONDAY).of(four) == 4 * pence
    assert Rate(pence, loads.FOUR_WEEKS, MONDAY).of(four) == pence
    year = Days(MONDAY, date(2027, 4, 5))
    assert Rate(pence, loads.YEAR, MONDAY).of(year) == pence


def test_examples_that_can_be_checked_on_paper():
    week = Rate(10_000, loads.WEEK, MONDAY)
    assert week.of(Days(MONDAY, MONDAY)) == 1_429  # 1428.57
    assert week.of(Days(MONDAY, date(2026, 4, 8))) == 4_286  # 4285.71
    assert week.of(Days(date(2026, 4, 7), date(2026, 4, 8))) == 4_286 - 1_429
    assert week.of(Days(date(2026, 3, 1), date(2026, 4, 5))) == 0
    assert Rate(10_000, loads.WEEK, MONDAY, date(2026, 4, 12)).of(Days(MONDAY, date(2026, 5, 3))) == 10_000
    assert loads.split(100, [1, 1, 1]) == [34, 33, 33]
    assert loads.split(7, [0, 0]) == [7, 0]
    assert loads.draw(10, [1, 1], [2, 20]) == [2, 8]


def test_a_year_that_begins_on_29_february_and_one_with_366_days():
    leap = Rate(36_600, loads.YEAR, date(2024, 2, 29))
    assert leap.of(Days(date(2024, 2, 29), date(2025, 2, 28))) == 36_600
    assert leap.of(Days(date(2024, 2, 29), date(2024, 2, 29))) == 100
    assert leap.of(Days(date(2025, 3, 1), date(2026, 2, 28))) == 36_600


def test_periods_run_before_and_after_the_calendars_day():
    assert loads.four_weeks(MONDAY, MONDAY) == Days(MONDAY, date(2026, 5, 3))
    assert loads.four_weeks(date(2026, 4, 5), MONDAY) == Days(date(2026, 3, 9), date(2026, 4, 5))
    assert loads.four_weeks(date(2026, 5, 4), MONDAY).first == date(2026, 5, 4)


def test_what_stands_is_what_was_loaded_less_what_was_taken_back():
    april, week = Days(MONDAY, date(2026, 5, 3)), Days(date(2026, 4, 13), date(2026, 4, 19))
    before, after = Days(MONDAY, date(2026, 4, 12)), Days(date(2026, 4, 20), date(2026, 5, 3))
    assert loads.standing([april], [week]) == ([before, after], [])
    assert loads.standing([april, week], [week]) == ([april], [])
    assert loads.standing([april, week], []) == ([april], [week])


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="no run of days"):
        Days(MONDAY, date(2026, 4, 5))
    with pytest.raises(ValueError, match="nothing to split"):
        loads.split(5, [])
    assert loads.payable(MONDAY, date(2026, 4, 5), []) == []
