"""How old a page may grow (issue 8, §1: reminders at 5 months, a notice at 6, hidden at 12 with a last warning)."""

from datetime import date

import pytest

from directory.freshness import Age, Months, after, age_on, hide_on

SINCE = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2026, 1, 15), Age.FRESH),
        (date(2026, 6, 14), Age.FRESH),
        (date(2026, 6, 15), Age.REMIND),
        (date(2026, 7, 14), Age.REMIND),
        (date(2026, 7, 15), Age.OLD),
        (date(2026, 12, 24), Age.OLD),
        (date(2026, 12, 25), Age.LAST_WARNING),
        (date(2027, 1, 14), Age.LAST_WARNING),
        (date(2027, 1, 15), Age.HIDE),
    ],
)
def test_five_six_and_twelve_months(today, age):
    assert age_on(today, SINCE, Months()) is age


def test_the_months_are_settings():
    assert age_on(date(2026, 4, 1), SINCE, Months(remind=1, old=2, hide=3)) is Age.LAST_WARNING


def test_months_end_with_the_month():
    assert after(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_nothing_is_hidden_before_its_warning_has_had_its_days():
    assert hide_on(SINCE, date(2026, 12, 25), Months()) == date(2027, 1, 15)
    assert hide_on(SINCE, date(2027, 3, 1), Months()) == date(2027, 3, 22)
