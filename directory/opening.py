"""Opening times in the days and words people use. Pure: anything with Open Referral's schedule fields goes in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Protocol

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = time(0)
EARLY = time(6)
NOON = time(12)
TEA_TIME = time(17, 30)
END_OF_DAY = time(23, 59)  # how many lists write midnight


class Times(Protocol):
    freq: str
    interval: int
    byday: str
    opens_at: time | None
    closes_at: time | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, order=True)
class Hours:
    """One stretch of a day: 1 is Monday. Closing before opening means after midnight."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Day:
    """A row of the table of times."""

    name: str
    hours: tuple[Hours, ...]
    is_today: bool


def weekdays(byday: str) -> list[int]:
    """ "MO,WE" → [1, 3]. A monthly "1MO" is not a weekly day and gives nothing."""
    codes = [code.strip().upper() for code in byday.split(",")]
    return [CODES.index(code) + 1 for code in codes if code in CODES]


def in_force(times: Times, day: date) -> bool:
    started = times.valid_from is None or times.valid_from <= day
    return started and (times.valid_to is None or day <= times.valid_to)


def weekly(schedules: Iterable[Times], day: date) -> list[Hours]:
    """What holds every week, as things stand on a day."""
    found = set()
    for times in schedules:
        every_week = times.freq == "WEEKLY" and times.interval == 1 and in_force(times, day)
        if every_week and times.opens_at and times.closes_at:
            found |= {Hours(weekday, times.opens_at, times.closes_at) for weekday in weekdays(times.byday)}
    return sorted(found)


def week(hours: Sequence[Hours], today: date) -> list[Day]:
    """Seven rows, Monday first."""
    return [
        Day(name, tuple(one for one in hours if one.weekday == number), number == today.isoweekday())
        for number, name in enumerate(NAMES, start=1)
    ]


def day_values(hours: Iterable[Hours]) -> tuple[str, ...]:
    """For the filter by day: "mon", "tue"."""
    return tuple(SHORT[weekday - 1] for weekday in sorted({one.weekday for one in hours}))


def part_values(hours: Iterable[Hours]) -> tuple[str, ...]:
    """For the filter by time of day. Night is when most people sleep: from midnight to early morning."""
    return tuple(sorted({part for one in hours for part in _parts(one)}))


def _parts(one: Hours) -> Iterator[str]:
    overnight = one.closes <= one.opens or one.closes >= END_OF_DAY
    if one.opens < NOON and (one.closes > EARLY or overnight):
        yield "morning"
    if one.opens < TEA_TIME and (one.closes > NOON or overnight):
        yield "afternoon"
    if one.closes > TEA_TIME or overnight:
        yield "evening"
    if one.opens < EARLY or (one.closes <= one.opens and one.closes > MIDNIGHT):
        yield "night"


def hours_on(hours: Iterable[Hours], day: date) -> list[Hours]:
    return [one for one in hours if one.weekday == day.isoweekday()]
