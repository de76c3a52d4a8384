from datetime import UTC, date, datetime, time

import pytest

from design import formats


@pytest.mark.parametrize(
    ("pence", "words"),
    [(1250, "£12.50"), (0, "£0.00"), (5, "£0.05"), (123456, "£1,234.56"), (-300, "−£3.00"), (None, ""), ("", "")],
)
def test_pounds(pence, words):
    assert formats.pounds(pence) == words


def test_signed_and_short():
    assert [formats.pounds_signed(pence) for pence in (26400, -3300, 0)] == ["+£264.00", "−£33.00", "£0.00"]
    assert [formats.pounds_short(pence) for pence in (24800, 24850, None)] == ["£248", "£248.50", ""]


def test_days_are_local():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in British Summer Time
    assert formats.day(late) == "1 July 2026"
    assert formats.weekday(date(2026, 11, 24)) == "Tuesday 24 November"
    assert formats.moment(datetime(2026, 4, 1, 16, tzinfo=UTC)) == "1 April 2026 at 5pm"
    assert (formats.day(None), formats.weekday(None), formats.moment(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(17), "5pm"),
        (time(9, 30), "9:30am"),
        (time(0), "midnight"),
        (time(12), "midday"),
        (time(12, 5), "12:05pm"),
        (time(0, 15), "12:15am"),
        (None, ""),
    ],
)
def test_clock(at, words):
    assert formats.clock(at) == words


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (0.8, "0.8 miles"),
        (1.02, "1 mile"),
        (2.0, "2 miles"),
        (12.4, "12 miles"),
        (9.96, "10 miles"),
        (0.01, "less than 0.1 miles"),
        (0, "less than 0.1 miles"),
        (None, ""),
    ],
)
def test_miles(distance, words):
    assert formats.miles(distance) == words


def test_initials():
    names = ["Ben Okafor", "Hollybank Home Care", "Rosa", "", "Anne-Marie Lee"]
    assert [formats.initials(name) for name in names] == ["BO", "HH", "R", "", "AM"]


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (time(9), time(12), "9am to midday"),
        (time(22), time(7), "10pm to 7am"),
        (time(21), time(23, 59), "9pm to midnight"),
        (time(18), time(0), "6pm to midnight"),
        (time(0), time(6), "midnight to 6am"),
        (time(0), time(23, 59), "24 hours"),
        (time(0), time(0), "24 hours"),
        (time(8), time(8), "24 hours"),
    ],
)
def test_opening_hours(opens, closes, words):
    assert formats.open_hours(opens, closes) == words


def test_a_number_of_things():
    assert [formats.counted(number, "day") for number in (0, 1, 2, 1204)] == ["0 days", "1 day", "2 days", "1,204 days"]
