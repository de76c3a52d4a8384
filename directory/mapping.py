"""A mapping: how somebody else's table becomes services. Read from TOML and checked before any row is.

source = "trafford-care-homes"        # ours, short: with `source_id` it finds a service again
source_id = ["cqc_id"]                # the columns that name a row
confirmed_as = "Trafford Data Lab"    # who knew this, and when
confirmed_on = 2026-05-01
publish = true                        # false leaves new services as drafts
empty = ["NA"]                        # words that mean nothing
[columns]                             # our field = their column
"service.name" = "name"
[fixed]                               # our field = a value for all; {their_column} is filled in
"service.summary" = "A library in {area_name}."
[hours]                               # weekday = their column, "09:00-12:30,13:30-17:00"
MO = "opening_hours_monday"
[[terms]]                             # filed under; with `column` and `contains` only some rows
taxonomy = "topic"
slug = "care-homes"
name = "Care homes"
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from directory.cells import READERS
from directory.opening import CODES
from search.table_import import column_name

TAXONOMIES = ("topic", "need", "for", "access")
KNOWN = {
    "source": str,
    "source_id": list,
    "confirmed_as": str,
    "confirmed_on": date,
    "publish": bool,
    "empty": list,
    "closed": list,
    "columns": dict,
    "fixed": dict,
    "hours": dict,
    "terms": list,
}
NEEDED = ("source", "source_id", "confirmed_as", "confirmed_on", "columns")
BRACES = re.compile(r"\{([a-z0-9_]+)\}")


class WrongMapping(Exception):
    """The sentence says what to change in the file."""


@dataclass(frozen=True)
class Term:
    """A word to file services under, made where it is not there; with a column, only rows that contain the words."""

    taxonomy: str
    slug: str
    name: str
    column: str = ""
    contains: str = ""


@dataclass(frozen=True)
class Mapping:
    source: str
    source_id: tuple[str, ...]
    confirmed_as: str
    confirmed_on: date
    publish: bool
    empty: frozenset[str]
    closed: tuple[str, ...]
    columns: dict[str, str]
    fixed: dict[str, str]
    hours: dict[int, str]
    terms: tuple[Term, ...]

    @property
    def needs(self) -> list[str]:
        """Every column of theirs that it speaks of."""
        filled = [name for text in self.fixed.values() for name in BRACES.findall(text)]
        termed = [term.column for term in self.terms if term.column]
        return list(dict.fromkeys([*self.source_id, *self.columns.values(), *self.hours.values(), *filled, *termed]))


def read(path: Path) -> Mapping:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongMapping(f"The mapping {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongMapping(f"The mapping {path.name} is not TOML: {error}.") from None
    return check(given)


def check(given: dict[str, Any]) -> Mapping:
    _check_keys(given)
    for group in ("columns", "fixed"):
        if unknown := sorted(given.get(group, {}).keys() - READERS.keys()):
            raise WrongMapping(f"[{group}] names fields that we do not have: {', '.join(unknown)}.")
    if "service.name" not in given["columns"] | given.get("fixed", {}):
        raise WrongMapping("The mapping must say where “service.name” comes from.")
    if unknown := sorted(given.get("hours", {}).keys() - set(CODES)):
        raise WrongMapping(f"[hours] has {', '.join(unknown)}; the days are {', '.join(CODES)}.")
    return Mapping(
        source=given["source"],
        source_id=tuple(column_name(name) for name in given["source_id"]),
        confirmed_as=given["confirmed_as"],
        confirmed_on=given["confirmed_on"],
        publish=given.get("publish", False),
        empty=frozenset(word.casefold() for word in given.get("empty", [])) | {""},
        closed=tuple(word.casefold() for word in given.get("closed", ["closed"])),
        columns={field: column_name(name) for field, name in given["columns"].items()},
        fixed={field: str(value) for field, value in given.get("fixed", {}).items()},
        hours={CODES.index(code) + 1: column_name(name) for code, name in given.get("hours", {}).items()},
        terms=tuple(_term(one) for one in given.get("terms", [])),
    )


def _check_keys(given: dict[str, Any]) -> None:
    if unknown := sorted(given.keys() - KNOWN.keys()):
        raise WrongMapping(f"The mapping has {', '.join(unknown)}, which we do not know.")
    if missing := [key for key in NEEDED if not given.get(key)]:
        raise WrongMapping(f"The mapping lacks {', '.join(missing)}.")
    for key, value in given.items():
        if not isinstance(value, KNOWN[key]):
            raise WrongMapping(f"“{key}” in the mapping must be a {KNOWN[key].__name__}.")


def _term(given: dict[str, str]) -> Term:
    try:
        term = Term(**given)
    except TypeError:
        raise WrongMapping(
            "Each of [[terms]] needs taxonomy, slug and name, and perhaps column and contains."
        ) from None
    if term.taxonomy not in TAXONOMIES:
        raise WrongMapping(f"There is no taxonomy “{term.taxonomy}”: {', '.join(TAXONOMIES)}.")
    return Term(**{**given, "column": column_name(term.column)}) if term.column else term
