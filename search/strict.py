"""The same parameters as the page, for programs: a parameter that makes no sense is refused in words, never guessed at.

A person is best helped by an answer; a program by being told of its mistake. The words of `q` are a person's, and are
understood as on the page (`search.asking`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.http import QueryDict

from search import facets, places, windows
from search.address import (
    ANY_DISTANCE,
    FARTHEST,
    FREE_FROM,
    FREE_ON,
    FREE_TO,
    LONGEST_NEAR,
    LONGEST_TEXT,
    LONGEST_VALUE,
    SWITCHED_ON,
    Asked,
    read,
)
from search.engines.protocol import DEEPEST
from search.facets import FacetGroup
from search.places import Near
from search.problems import Fault, Problem
from search.query import MOST_VALUES, PER_PAGE, SORTS

LAST_PAGE = DEEPEST // PER_PAGE
SWITCHES = ("exact", "anywhere")
TIMES = (FREE_ON, FREE_FROM, FREE_TO)
ONCE = ("q", "near", "distance", *TIMES, "sort", *SWITCHES, "page")
OFF_OR_ON = ("0", "false", *SWITCHED_ON)
SHOWN = 40  # characters of a value that are said back
_FROM_WHERE = "near, or one that we know in the words."


@dataclass(frozen=True)
class Asking:
    asked: Asked
    near: Near | None


def read_strictly(get: QueryDict, without: Collection[str] = ()) -> Asking:
    """What is asked, or Problem with everything that is wrong with it. `without`: groups that are fixed here."""
    faults = [
        *_names(get, without),
        *_once(get),
        *_texts(get),
        *_numbers(get),
        *_times(get),
        *_choices(get),
        *_filters(get, without),
    ]
    asked = read(get)
    near = places.find(asked.near) if asked.near and not faults else None
    if asked.near and not faults and near is None:
        faults = [Fault("near", f"{_said(asked.near)} is not a postcode, first half of one, or town that we know.")]
    if faults:
        raise Problem(422, " ".join(fault.detail for fault in faults[:3]), faults=faults)
    return Asking(asked, near)


def needs_a_place(get: QueryDict) -> list[Fault]:
    """What is wrong where neither `near` nor the words say a place."""
    faults = [Fault("distance", f"distance needs a place: {_FROM_WHERE}")] if "distance" in get else []
    if get.get("sort") == "distance":
        faults.append(Fault("sort", f"The order distance needs a place: {_FROM_WHERE}"))
    return faults


def groups(without: Collection[str] = ()) -> list[FacetGroup]:
    return [group for group in facets.groups() if group.name not in without]


def _names(get: QueryDict, without: Collection[str]) -> Iterator[Fault]:
    known = [*ONCE, *(group.name for group in groups(without))]
    for name in [name for name in get if name not in known][:5]:
        yield Fault(name[:SHOWN], f"There is no parameter {_said(name)}. There are: {', '.join(known)}.")


def _once(get: QueryDict) -> Iterator[Fault]:
    for name in ONCE:
        if len(get.getlist(name)) > 1:
            yield Fault(name, f"{name} can be said once.")


def _texts(get: QueryDict) -> Iterator[Fault]:
    for name, longest in (("q", LONGEST_TEXT), ("near", LONGEST_NEAR)):
        if (length := len(get.get(name, ""))) > longest:
            yield Fault(name, f"{name} has {length:,} characters. It can have {longest}.")


def _numbers(get: QueryDict) -> Iterator[Fault]:
    distance, page = get.get("distance"), get.get("page")
    if distance is not None and not _is_distance(distance):
        yield Fault(
            "distance", f"{_said(distance)} is not a number of miles above 0 and up to {FARTHEST:g}, or the word any."
        )
    if page is not None and not (page.isascii() and page.isdecimal() and 1 <= int(page[:9]) <= LAST_PAGE):
        yield Fault("page", f"{_said(page)} is not a page from 1 to {LAST_PAGE}.")


def _times(get: QueryDict) -> Iterator[Fault]:
    day, *hours = (get.get(name) for name in TIMES)
    if day is not None and day not in facets.DAYS:
        yield Fault(FREE_ON, f"{_said(day)} is not a day. There are: {', '.join(facets.DAYS)}.")
    for name, hour in zip(TIMES[1:], hours, strict=True):
        if hour is not None and windows.at(hour) is None:
            yield Fault(name, f"{_said(hour)} is not a time like 08:00.")
    for name, needed in ((FREE_FROM, FREE_ON), (FREE_TO, FREE_FROM)):
        if name in get and needed not in get:
            yield Fault(name, f"{name} needs {needed}.")


def _is_distance(text: str) -> bool:
    if text == ANY_DISTANCE:
        return True
    try:
        miles = float(text[:20])
    except ValueError:
        return False
    return isfinite(miles) and 0 < miles <= FARTHEST


def _choices(get: QueryDict) -> Iterator[Fault]:
    sort = get.get("sort")
    if sort is not None and sort not in SORTS:
        yield Fault("sort", f"{_said(sort)} is not an order. There are: {', '.join(SORTS)}.")
    for name in SWITCHES:
        if (said := get.get(name, "0")) not in OFF_OR_ON:
            yield Fault(name, f"{_said(said)} is not true or false.")


def _filters(get: QueryDict, without: Collection[str]) -> Iterator[Fault]:
    so_far = 0
    for name in (group.name for group in groups(without)):
        values = get.getlist(name)
        if so_far <= MOST_VALUES < so_far + len(values):
            yield Fault(
                name, f"With {name} there are {so_far + len(values):,} values of filters. There can be {MOST_VALUES}."
            )
        elif any(len(value) > LONGEST_VALUE for value in values[:MOST_VALUES]):
            yield Fault(name, f"A value of {name} can have {LONGEST_VALUE} characters.")
        so_far += len(values)


def _said(text: str) -> str:
    seen = "".join(mark if mark.isprintable() else " " for mark in text[:SHOWN])
    return f"“{seen}{'…' if len(text) > SHOWN else ''}”"


def parameters(without: Collection[str] = ()) -> list[dict[str, Any]]:
    """The same rules as OpenAPI writes them."""
    text = {"type": "string", "maxLength": LONGEST_TEXT}
    distance = {
        "oneOf": [
            {"type": "number", "exclusiveMinimum": 0, "maximum": FARTHEST},
            {"type": "string", "enum": [ANY_DISTANCE]},
        ],
        "default": 10,
    }
    clock = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    sort = {"type": "string", "enum": list(SORTS), "default": "relevance"}
    switch = {"type": "boolean", "default": False}
    page = {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}
    return [
        _parameter("q", "What would help, in anybody's words. They may name a place.", text, "lunch club"),
        _parameter(
            "near",
            "A postcode, the first half of one, or a town. Without it, a place in the words is taken.",
            text | {"maxLength": LONGEST_NEAR},
            "AM3",
        ),
        _parameter("distance", "How many miles from there, in a straight line, or any. Needs a place.", distance, 5),
        _parameter(
            FREE_ON,
            "Only who has room for somebody on that day, as they said within the last 14 days.",
            {"type": "string", "enum": list(facets.DAYS)},
            "tue",
        ),
        _parameter(FREE_FROM, "And at that time: from when. Needs free_on.", clock, "08:00"),
        _parameter(FREE_TO, "Until when: an hour later where it is not said. Needs free_from.", clock, "09:00"),
        *(_filter(group) for group in groups(without)),
        _parameter("sort", "In which order. The order distance needs a place.", sort, "relevance"),
        _parameter("exact", "The words as they are: no spelling is corrected.", switch),
        _parameter("anywhere", "A place in the words is only a word: nothing is measured from there.", switch),
        _parameter("page", f"Which page of {PER_PAGE} results.", page, 1),
    ]


def _filter(group: FacetGroup) -> dict[str, Any]:
    words = (
        f"The filter “{group.label}”. Say it again for several: any of them is enough. "
        "The values there are, with their names, come under filters in each answer. "
        f"All filters together can have {MOST_VALUES} values."
    )
    items = {"type": "array", "maxItems": MOST_VALUES, "items": {"type": "string", "maxLength": LONGEST_VALUE}}
    return _parameter(group.name, words, items) | {"style": "form", "explode": True}


def _parameter(name: str, description: str, schema: dict[str, Any], example: object = None) -> dict[str, Any]:
    made = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    return made if example is None else made | {"example": example}
