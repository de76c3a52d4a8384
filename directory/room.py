"""Whether somebody has room at a time of the week: what they said, less what was booked since. Pure.

A day here begins at 6am: the small hours belong to the night that began the evening before.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Protocol

from directory import free_times
from directory.opening import NAMES

COUNTS_FOR = timedelta(days=14)
WHOLE_DAY = 24 * 60
EVERYWHERE = ""  # the area of what is said of all areas


class Said(Protocol):
    """A row as it was said: places in a part of the week, and how many were booked since."""

    weekday: int
    part: str
    starts: time
    ends: time
    area: str
    places: int
    taken: int
    confirmed_at: datetime


@dataclass(frozen=True, order=True)
class Piece:
    """A stretch of time inside one part of one day, in minutes after 6am."""

    weekday: int
    part: str
    first: int
    last: int


def minute(at: time) -> int:
    """6am → 0, midnight → 1080, 5am → 1380."""
    return (at.hour * 60 + at.minute - free_times.MORNING.hour * 60) % WHOLE_DAY


def span(part: str, starts: time | None = None, ends: time | None = None) -> tuple[int, int]:
    """First and last minute of a part of the day, or of the hours in it. To 6am is to the end of the day."""
    begins, finishes = free_times.HOURS[part]
    return minute(starts or begins), minute(ends or finishes) or WHOLE_DAY


def pieces(weekday: int, starts: time, minutes: int) -> list[Piece]:
    """The parts of the week that a visit, or a time somebody asks for, lies in."""
    if starts < free_times.MORNING:
        weekday = _before(weekday)
    found, first, left = [], minute(starts), minutes
    while left > 0:
        part = next(part for part in free_times.PARTS if span(part)[0] <= first < span(part)[1])
        last = min(span(part)[1], first + left)
        found.append(Piece(weekday, part, first, last))
        left -= last - first
        first, weekday = (last, weekday) if last < WHOLE_DAY else (0, weekday % 7 + 1)
    return found


def _before(weekday: int) -> int:
    return (weekday - 2) % 7 + 1


def counts(said_at: datetime, now: datetime) -> bool:
    """Only while it is younger than 14 days, and not of a time before it was said."""
    return timedelta(0) <= now - said_at < COUNTS_FOR


def left(said: Said) -> int:
    return said.places - said.taken


def covers(said: Said, piece: Piece) -> bool:
    """It was said of these hours, whether there is room or not."""
    first, last = span(said.part, said.starts, said.ends)
    return (said.weekday, said.part) == (piece.weekday, piece.part) and first <= piece.first and piece.last <= last


def areas_with_room(rows: Collection[Said], wanted: Collection[Piece], now: datetime) -> set[str]:
    """The areas in which every piece has a place left. What is said of all areas holds in each."""
    open_now = [row for row in rows if counts(row.confirmed_at, now) and left(row) > 0]

    def has(area: str) -> bool:
        there = [row for row in open_now if row.area in (EVERYWHERE, area)]
        return all(any(covers(row, piece) for row in there) for piece in wanted)

    return {area for area in {row.area for row in open_now} if wanted and has(area)}


def areas_with_room_on(rows: Iterable[Said], weekday: int, now: datetime) -> set[str]:
    """The same for a day at any time."""
    return {row.area for row in rows if row.weekday == weekday and counts(row.confirmed_at, now) and left(row) > 0}


def free(rows: Iterable[Said]) -> list[tuple[int, str]]:
    """Weekday and part of the day, where there is a place left: once, however many areas have one."""
    return sorted(
        {(row.weekday, row.part) for row in rows if left(row) > 0},
        key=lambda one: (one[0], free_times.PARTS.index(one[1])),
    )


def said_ago(said_at: datetime, now: datetime) -> str:
    """ "today", "yesterday", "3 days ago": by days of the calendar. Both are local."""
    days = (now.date() - said_at.date()).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def when(weekday: int, part: str) -> str:
    """ "Tuesday mornings" """
    return f"{NAMES[weekday - 1]} {part}s"


def fingerprint(rows: Iterable[Said]) -> str:
    """What somebody saw before they pressed the button: other numbers, other hours or a booking change it."""
    lines = sorted(_line(row) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _line(row: Said) -> str:
    hours = f"{row.starts:%H:%M} {row.ends:%H:%M}"
    return f"{row.area} {row.weekday} {row.part} {hours} {row.places} {row.taken} {row.confirmed_at.timestamp()}"


def by_part(wanted: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Grouped by the part of the week: an order takes one place in each, however many visits it has there."""
    groups: dict[tuple[int, str], list[Piece]] = {}
    for piece in sorted(set(wanted)):
        groups.setdefault((piece.weekday, piece.part), []).append(piece)
    yield from groups.values()
