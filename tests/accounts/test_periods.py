"""Periods of a statement, and the moments between which their days lie."""

from datetime import UTC, date, datetime

import pytest

from accounts import periods


@pytest.mark.parametrize(
    ("on", "begins"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC)),  # summer time begins an hour later
        (date(2026, 6, 30), datetime(2026, 6, 29, 23, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC)),
    ],
)
def test_a_day_begins_by_the_clock_on_the_wall(on, begins):
    assert periods.midnight(on).astimezone(UTC) == begins
