"""Opening times and free times in days and words. Pure."""

from dataclasses import dataclass
from datetime import date, time

import pytest

from directory import free_times, opening
from directory.opening import Hours

SUNDAY = date(2026, 11, 22)


@dataclass
class Times:
    byday: str = "MO"
    opens_at: time | None = time(9)
    closes_at: time | None = time(17)
    valid_from: date | None = None
    valid_to: date | None = None
    freq: str = "WEEKLY"
    interval: int = 1


def test_days_of_a_rule():
    assert opening.weekdays("MO, we,SU") == [1, 3, 7]
    assert opening.weekdays("1MO") == []
    assert opening.weekdays("") == []


def test_a_week_is_what_holds_every_week_on_that_day():
    told = [
        Times("TU,MO"),
        Times("MO", freq="MONTHLY"),
        Times("MO", interval=2),
        Times("WE", valid_to=date(2026, 11, 21)),
        Times("TH", valid_from=date(2026, 11, 23)),
        Times("FR", opens_at=None, closes_at=None),
        Times("SA", valid_from=SUNDAY, valid_to=SUNDAY),
    ]
    assert [hours.weekday for hours in opening.weekly(told, SUNDAY)] == [1, 2, 6]


def test_the_table_of_a_week_marks_today_and_keeps_closed_days():
    rows = opening.week([Hours(7, time(10), time(16))], SUNDAY)
    assert [(day.name, len(day.hours), day.is_today) for day in rows][-2:] == [
        ("Saturday", 0, False),
        ("Sunday", 1, True),
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "parts"),
    [
        (time(9), time(12), ("morning",)),
        (time(9), time(17), ("afternoon", "morning")),
        (time(13), time(17, 30), ("afternoon",)),
        (time(18), time(22), ("evening",)),
        (time(7), time(22), ("afternoon", "evening", "morning")),
        (time(21), time(7), ("evening", "night")),
        (time(18), time(0), ("evening",)),
        (time(18), time(23, 59), ("evening",)),
        (time(0), time(6), ("night",)),
        (time(5), time(10), ("morning", "night")),
        (time(0), time(0), ("afternoon", "evening", "morning", "night")),
        (time(0), time(23, 59), ("afternoon", "evening", "morning", "night")),
        (time(8), time(8), ("afternoon", "evening", "morning", "night")),
    ],
)
def test_parts_of_the_day(opens, closes, parts):
    assert opening.part_values([Hours(1, opens, closes)]) == parts


@pytest.mark.parametrize(
    ("free", "said"),
    [
        ([(2, "morning"), (4, "morning")], "Tuesday and Thursday mornings"),
        ([(day, "afternoon") for day in range(1, 6)], "Weekday afternoons"),
        ([(6, "morning"), (7, "morning")], "Weekend mornings"),
        ([(day, "evening") for day in range(1, 8)], "Every evening"),
        ([(1, "morning"), (1, "afternoon")], "Monday mornings and afternoons"),
        ([(1, "night"), (3, "morning")], "Wednesday mornings; Monday nights"),
        ([], ""),
    ],
)
def test_free_times_as_a_sentence(free, said):
    assert free_times.in_words(free) == said


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ([(day, "afternoon") for day in range(1, 6)], "Free weekday afternoons"),
        ([(2, "morning"), (4, "morning")], "Free Tuesday and Thursday mornings"),
    ],
)
def test_free_times_after_another_word(times, said):
    assert free_times.free(times) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(30, "30 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (120, "2 hours")]
)
def test_minutes_in_words(minutes, said):
    assert free_times.minutes_in_words(minutes) == said
