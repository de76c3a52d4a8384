"""One row of a table, read by its mapping: what it offers, or every reason why it cannot go in. Pure."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from directory import cells
from directory.mapping import BRACES, Mapping, Term
from directory.opening import Hours
from search.table_import import Row, RowRefusedError

LONGEST_ID = 120


@dataclass(frozen=True)
class Offered:
    """What one row says, under our names. `terms` are pairs of taxonomy and slug."""

    source_id: str
    organisation: dict[str, Any]
    service: dict[str, Any]
    location: dict[str, Any]
    phone: str = ""
    hours: tuple[Hours, ...] = ()
    terms: tuple[tuple[str, str], ...] = field(default=())
    rules: tuple[str, ...] | None = None  # who may use it; None, here and below, says nothing of it
    areas: tuple[str, ...] | None = None  # where it goes to people's homes
    languages: tuple[str, ...] | None = None  # by our names
    places: tuple[tuple[str, dict[str, Any]], ...] = ()  # instead of `location`: several, each with its id
    row: int = 0
    remarks: tuple[tuple[str, str], ...] = ()  # fields left empty, and why: the row goes in without them

    @property
    def at(self) -> list[tuple[str, dict[str, Any]]]:
        """Where it is given. A place without an id of its own has the service's."""
        return [*self.places] or ([(self.source_id, self.location)] if any(self.location.values()) else [])

    @property
    def postcodes(self) -> list[str]:
        return [place["postcode"] for _, place in self.at if place.get("postcode")]

    @property
    def fingerprint(self) -> str:
        """The same for the same content: an import leaves alone what has not changed."""
        said = {
            name: value for name, value in vars(self).items() if name not in ("row", "remarks") and value is not None
        }
        return hashlib.sha256(json.dumps(said, default=_plainly, sort_keys=True).encode()).hexdigest()


def _plainly(value: object) -> object:
    """Hours by their parts, all else as text: `dataclasses.asdict` would copy every word first."""
    return vars(value) if isinstance(value, Hours) else str(value)


def of(row: Row, mapping: Mapping) -> Offered:
    problems: list[tuple[str, str]] = []
    values = _values(row, mapping, problems)
    hours = _hours(row, mapping, problems)
    source_id = " ".join(said(row, name, mapping) for name in mapping.source_id).strip()
    if not source_id or len(source_id) > LONGEST_ID:
        problems.append((mapping.source_id[0], "Missing" if not source_id else "Too long to name a row"))
    problems += _what_is_missing(values, mapping)
    if problems:
        raise RowRefusedError(*problems)
    blanks = {target: cells.BLANK.get(target, "") for target in mapping.columns if target not in values}
    groups: dict[str, dict[str, Any]] = {
        "organisation": _group(values, "organisation"),
        "service": _group(blanks | values, "service"),  # what a row no longer says is taken out
        "location": _group(blanks | values, "location"),
    }
    groups["organisation"].setdefault("name", groups["service"]["name"])
    groups["service"] |= {"confirmed_as": mapping.confirmed_as, "confirmed_on": mapping.confirmed_on}
    groups["location"] = split_address(groups["location"], groups["service"]["name"])
    return Offered(
        source_id=source_id,
        organisation=groups["organisation"],
        service=groups["service"],
        location=groups["location"],
        phone=values.get("phone.number", ""),
        hours=tuple(hours),
        terms=tuple((term.taxonomy, term.slug) for term in mapping.terms if _applies(term, row)),
        row=row.number,
    )


def said(row: Row, column: str, mapping: Mapping) -> str:
    """The cell, or nothing where it holds a word that means nothing."""
    text = row.get(column)
    return "" if text.casefold() in mapping.empty else text


def _values(row: Row, mapping: Mapping, problems: list[tuple[str, str]]) -> dict[str, Any]:
    values = {}
    given = {target: (_filled(text, row, mapping), target) for target, text in mapping.fixed.items()}
    given |= {target: (said(row, column, mapping), column) for target, column in mapping.columns.items()}
    for target, (text, named) in given.items():
        if text:
            try:
                values[target] = cells.READERS[target](text)
            except cells.Wrong as reason:
                problems.append((named, str(reason)))
    return values


def _filled(text: str, row: Row, mapping: Mapping) -> str:
    return BRACES.sub(lambda found: said(row, found[1], mapping), text)


def _hours(row: Row, mapping: Mapping, problems: list[tuple[str, str]]) -> list[Hours]:
    found: list[Hours] = []
    for weekday, column in mapping.hours.items():
        try:
            found += cells.hours(weekday, said(row, column, mapping), mapping.closed)
        except cells.Wrong as reason:
            problems.append((column, str(reason)))
    return found


def _what_is_missing(values: dict[str, Any], mapping: Mapping) -> list[tuple[str, str]]:
    found = []
    if not values.get("service.name"):
        found.append((mapping.columns.get("service.name", "service.name"), "Missing"))
    if values.get("service.gives_personal_care") and not values.get("service.cqc_location_id"):
        named = mapping.columns.get("service.cqc_location_id", "service.cqc_location_id")
        found.append((named, "Personal care needs a CQC location id"))
    if ("location.latitude" in values) != ("location.longitude" in values):
        found.append((mapping.columns["location.latitude"], "One half of a point on the map is missing"))
    return found


def _group(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {target.partition(".")[2]: value for target, value in values.items() if target.startswith(f"{name}.")}


def split_address(location: dict[str, Any], name: str) -> dict[str, Any]:
    """Their one line without the name at its start and the town at its end, which we hold apart."""
    parts = [part.strip() for part in location.pop("address", "").split(",") if part.strip()]
    if parts and parts[0].casefold() == name.casefold():
        parts = parts[1:]
    if len(parts) > 1 and "city" not in location:
        location["city"] = parts.pop()
    parts = [part for part in parts if part.casefold() != location.get("city", "").casefold()]
    return {**location, "address_1": ", ".join(parts)} if parts else location


def _applies(term: Term, row: Row) -> bool:
    return not term.column or term.contains.casefold() in row.get(term.column).casefold()
