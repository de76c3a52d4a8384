"""Working days in England and Wales, as the law on complaints counts them. Pure.

A working day is any day but Saturday, Sunday, Christmas Day, Good Friday and the bank holidays of the Banking and
Financial Dealings Act 1971 (regulation 2 of the Complaints Regulations 2009). A bank holiday that is proclaimed for one
year alone is not known here: a clock then asks for something a day early, never a day late.
"""

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5
MAY, AUGUST, DECEMBER = 5, 8, 12


def is_working_day(on: date) -> bool:
    return on.weekday() < SATURDAY and on not in holidays(on.year)


def after(on: date, days: int) -> date:
    """The working day that is so many after a day, which itself is not counted: Friday and 1 give Monday."""
    while days:
        on += DAY
        days -= is_working_day(on)
    return on


@cache
def holidays(year: int) -> frozenset[date]:
    easter = easter_sunday(year)
    moving = {easter - 2 * DAY, easter + DAY, first_monday(year, MAY), last_monday(year, MAY)}
    moving.add(last_monday(year, AUGUST))
    return frozenset(moving | winter(year))


def winter(year: int) -> set[date]:
    """New Year's Day, Christmas Day and Boxing Day, each with the weekday in its place where it falls on a weekend."""
    own = [date(year, 1, 1), date(year, DECEMBER, 25), date(year, DECEMBER, 26)]
    found = set(own)
    for on in (day for day in own if day.weekday() >= SATURDAY):
        while on.weekday() >= SATURDAY or on in found:
            on += DAY
        found.add(on)
    return found


def first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + (MONDAY - first.weekday()) % 7 * DAY


def last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - DAY
    return last - (last.weekday() - MONDAY) % 7 * DAY


def easter_sunday(year: int) -> date:
    """The Gregorian calendar's (the method printed in Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
