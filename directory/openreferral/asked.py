"""A question to the open feed, read strictly: what makes no sense is refused in words, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import isfinite
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from directory.opening import CODES
from search import places
from search.places import Near
from search.problems import Fault, Problem

PER_PAGE, MOST = 50, 100
LAST_PAGE = 1_000_000
LONGEST = 200
OLDEST = 150
FARTHEST = 1_000_000  # metres
NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")
CLOCKED = re.compile(r"[0-9]{2}:[0-9]{2}")
PAGES = ("page", "per_page")
FILED = ("taxonomy_term_id", "taxonomy_id")
TIMES = ("start_time", "end_time", "day")
LIST = (*PAGES, "search", "modified_after", *FILED, "minimum_age", "maximum_age", *TIMES, "postcode", "proximity")
TERMS = (*PAGES, "taxonomy_id")
ALIASES = {"perPage": "per_page", "text": "search"}


@dataclass(frozen=True)
class Asked:
    page: int = 1
    per_page: int = PER_PAGE
    search: str = ""
    modified_after: datetime | None = None
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    start_time: time | None = None
    end_time: time | None = None
    day: str = ""
    postcode: Near | None = None
    proximity: float | None = None


@dataclass(frozen=True)
class Parameter:
    """How one is read (ValueError where it cannot be), what it takes in words, and as OpenAPI writes it."""

    read: Callable[[str], Any]
    takes: str
    about: str
    schema: dict[str, Any] = field(default_factory=dict)


def read(get: QueryDict, names: Collection[str] = ()) -> Asked:
    """What is asked with the parameters there are here; Problem with everything that is wrong with it."""
    values: dict[str, Any] = {}
    faults = [*_unknown(get, names), *_twice(get, names)]
    for said, name in _spellings(names):
        if said in get and not faults:
            try:
                values[name] = PARAMETERS[name].read(str(get[said]))
            except ValueError:
                faults.append(Fault(said, f"{said} is {PARAMETERS[name].takes}."))
    if "proximity" in values and "postcode" not in get:
        faults.append(Fault("proximity", "proximity needs a postcode to measure from."))
    if faults:
        raise Problem(422, " ".join(fault.detail for fault in faults[:3]), faults=faults)
    return Asked(**values)


def parameters(names: Collection[str]) -> list[dict[str, Any]]:
    """The same as OpenAPI writes them."""
    return [
        {
            "name": said,
            "in": "query",
            "required": False,
            "description": PARAMETERS[name].about if said == name else f"The same as {name}.",
            "schema": PARAMETERS[name].schema,
        }
        for said, name in _spellings(names)
    ]


def _spellings(names: Collection[str]) -> list[tuple[str, str]]:
    others = [(said, name) for said, name in ALIASES.items() if name in names]
    return [*((name, name) for name in names), *others]


def _unknown(get: QueryDict, names: Collection[str]) -> Iterator[Fault]:
    known = [said for said, _ in _spellings(names)]
    for name in [name for name in get if name not in known][:5]:
        there = f"There are: {', '.join(known)}." if known else "There are none here."
        yield Fault(_plain(name)[:40], f"There is no parameter “{_plain(name)[:40]}”. {there}")


def _twice(get: QueryDict, names: Collection[str]) -> Iterator[Fault]:
    for name in names:
        said = [value for other, meant in _spellings(names) if meant == name for value in get.getlist(other)]
        if len(said) > 1:
            yield Fault(name, f"{name} can be said once.")


def _plain(text: str) -> str:
    return "".join(mark if mark.isprintable() else " " for mark in text)


def _whole(most: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most):
            raise ValueError
        return int(text[:9])

    return whole


def _number(most: float, *, above: float = -1) -> Callable[[str], float]:
    def number(text: str) -> float:
        if not NUMBER.fullmatch(text):
            raise ValueError
        found = float(text)
        if not isfinite(found) or not above < found <= most or found < 0:
            raise ValueError
        return found

    return number


def _words(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError
    return _plain(text).strip()


def _moment(text: str) -> datetime:
    """A moment, or a whole day from its midnight. Without a zone it is a time here. A "+" may have become a space."""
    text = text.strip().replace(" ", "+" if "T" in text else "T")
    found = datetime.fromisoformat(text) if len(text) > 10 else datetime.combine(date.fromisoformat(text), time())
    if not 1900 <= found.year <= 9000:
        raise ValueError
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def _time(text: str) -> time:
    if not CLOCKED.match(text):
        raise ValueError
    return time.fromisoformat(text).replace(tzinfo=None)


def _day(text: str) -> str:
    code = text.strip().upper()
    if code not in CODES:
        raise ValueError
    return code


def _postcode(text: str) -> Near:
    near = places.find(_words(text))
    if near is None or near.kind == "town":
        raise ValueError
    return near


def _whole_schema(most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


UUID_SCHEMA = {"type": "string", "format": "uuid"}
AGE = {"type": "number", "minimum": 0, "maximum": OLDEST}
AGE_TAKES = f"an age from 0 to {OLDEST}"
CLOCK = {"type": "string", "format": "time", "example": "09:00"}
CLOCK_TAKES = "a time of the clock, as 09:00"
TEXT = {"type": "string", "maxLength": LONGEST}
PARAMETERS = {
    "page": Parameter(_whole(LAST_PAGE), f"a page from 1 to {LAST_PAGE:,}", "Which page.", _whole_schema(LAST_PAGE, 1)),
    "per_page": Parameter(
        _whole(MOST), f"a number from 1 to {MOST}", "How many on a page.", _whole_schema(MOST, PER_PAGE)
    ),
    "search": Parameter(
        _words,
        f"text of up to {LONGEST} characters",
        "Words that are all in the name, description, organisation or terms. For a search that understands "
        "questions, use /api/v1/search.",
        TEXT,
    ),
    "modified_after": Parameter(
        _moment,
        "a moment as 2026-03-31T12:00:00Z, or a day as 2026-03-31",
        "Only what has changed at this moment or later: itself, who offers it, or a place where it is given.",
        {"type": "string", "format": "date-time"},
    ),
    "taxonomy_term_id": Parameter(
        UUID, "the id of a taxonomy term", "Only what is filed under this term.", UUID_SCHEMA
    ),
    "taxonomy_id": Parameter(UUID, "the id of a taxonomy", "Only what has a term of this taxonomy.", UUID_SCHEMA),
    "minimum_age": Parameter(
        _number(OLDEST), AGE_TAKES, "Only what has a lowest age, and that is this or higher.", AGE
    ),
    "maximum_age": Parameter(
        _number(OLDEST), AGE_TAKES, "Only what has a highest age, and that is this or lower.", AGE
    ),
    "start_time": Parameter(_time, CLOCK_TAKES, "Only what opens at this time or later.", CLOCK),
    "end_time": Parameter(
        _time,
        CLOCK_TAKES,
        "Only what closes at this time or earlier. With start_time and day: on one and the same line of times.",
        CLOCK,
    ),
    "day": Parameter(
        _day, f"one of {', '.join(CODES)}", "Only what is open on this day.", {"type": "string", "enum": list(CODES)}
    ),
    "postcode": Parameter(
        _postcode,
        "a postcode, or the first half of one, that we know",
        "Without proximity: what serves this postcode, by its areas where it has some. "
        "With it: what is given so near to the middle of the postcode, or comes to people's homes there.",
        TEXT | {"example": "AM3 2QT"},
    ),
    "proximity": Parameter(
        _number(FARTHEST, above=0),
        f"a number of metres above 0 and up to {FARTHEST:,}",
        "Metres, in a straight line. Needs postcode.",
        {"type": "number", "exclusiveMinimum": 0, "maximum": FARTHEST},
    ),
}
