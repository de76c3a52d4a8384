"""A time of the week that somebody asks for: "Tuesday 8 to 9am". Who has room then is asked of the rooms that know.

It is asked of the tables when somebody searches, and no copy of the index holds it: a place that is sold, or was told
of too long ago, is out of the results at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import time

from design.formats import open_hours
from search import truth
from search.documents import Ref
from search.facets import DAYS
from search.places import Near

WEEK = tuple(DAYS)
HOUR = 60
WHOLE_DAY = 24 * 60


@dataclass(frozen=True)
class Window:
    """A weekday, and from when until when: `starts` None is any time that day. Until earlier is past midnight."""

    day: str  # "tue"
    starts: time | None = None
    ends: time | None = None

    @property
    def weekday(self) -> int:
        """1 is Monday."""
        return WEEK.index(self.day) + 1

    @property
    def minutes(self) -> int:
        if self.starts is None or self.ends is None:
            return 0
        return (_minute(self.ends) - _minute(self.starts)) % WHOLE_DAY or WHOLE_DAY

    @property
    def words(self) -> str:
        """ "Tuesday 8am to 9am", "Tuesday" """
        if self.starts is None or self.ends is None:
            return DAYS[self.day]
        return f"{DAYS[self.day]} {_hours(self.starts, self.ends)}"


def _hours(starts: time, ends: time) -> str:
    """ "8 to 9am", "11am to 1pm": am or pm once where both are the same."""
    said = open_hours(starts, ends)
    first, to, last = said.partition(" to ")
    return f"{first[:-2]}{to}{last}" if to and first[-2:] == last[-2:] in ("am", "pm") else said


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def at(text: str) -> time | None:
    """ "08:00"; None for what is no time of a day."""
    hours, colon, minutes = text.partition(":")
    if not colon or len(text) != len("08:00") or not (hours + minutes).isascii() or not (hours + minutes).isdecimal():
        return None
    return time(int(hours), int(minutes)) if int(hours) < 24 and int(minutes) < 60 else None


def window(day: str, starts: str, ends: str) -> Window | None:
    """As an address says it. Without a day there is none; without an end it is an hour."""
    if day not in DAYS:
        return None
    begins, finishes = at(starts), at(ends)
    if begins is None:
        return Window(day)
    return Window(day, begins, finishes or time((begins.hour + 1) % 24, begins.minute))


Find = Callable[[Window, "Near | None", "float | None"], Collection[Ref]]
_finders: dict[str, Find] = {}


def register(kind: str, find: Find) -> None:
    """`find(window, near, miles)` names those of a kind that have room then, no farther away than that."""
    if kind in _finders:
        raise ValueError(f"Who of {kind!r} has room is answered already")
    _finders[kind] = find


def kinds() -> tuple[str, ...]:
    """Of which kinds somebody knows who has room."""
    return tuple(_finders)


def ids(asked: Window, near: Near | None, miles: float | None, among: Collection[str] = ()) -> tuple[int, ...]:
    """The documents of all that have room then."""
    found = [(kind, find(asked, near, miles)) for kind, find in _finders.items() if not among or kind in among]
    return tuple(sorted(number for kind, refs in found for number in _ids_of(kind, refs)))


def _ids_of(kind: str, refs: Iterable[Ref]) -> list[int]:
    return truth.ids_of(kind, sorted(set(refs)))
