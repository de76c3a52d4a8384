"""`manage.py import_postcodes FILE`: where postcodes and towns are.

Two sorts of table, known by their heading: postcodes (postcode, latitude, longitude; perhaps ward and town), national
or local, and places (kind, name, latitude, longitude) for towns that a mean of postcodes does not do justice to.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

from search import gazetteer
from search.gazetteer import Entry, Kind
from search.import_command import ImportCommand
from search.import_run import Outcome
from search.places import postcode_key
from search.table_import import NotThisTableError, Row, RowRefusedError, column_name, first_of

POSTCODE = ("postcode", "pcds", "pcd", "pcd8", "pcd7", "pcd2")
LATITUDE = ("latitude", "lat")
LONGITUDE = ("longitude", "lon", "long", "lng")
WARD = ("ward", "ward_name", "osward_name")
TOWN = ("town", "post_town", "posttown")
SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.5  # the United Kingdom

WHOLE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}|GIR0AA")
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


class Command(ImportCommand[Entry]):
    help = "Import postcodes (or towns) with their latitude and longitude from a CSV file."
    expected = "It needs the columns postcode, latitude and longitude (or lat and lon); or kind, name, lat and lon."
    largest = 3_000  # megabytes: the whole of the national table
    town_columns: tuple[str, ...] = TOWN

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--towns", metavar="COLUMN", help="The column that names each postcode's town")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["towns"]:
            self.town_columns = (column_name(options["towns"]),)
        super().handle(*args, **options)

    def recognise(self, heading: Sequence[str]) -> bool:
        self.lat, self.lon = first_of(heading, LATITUDE), first_of(heading, LONGITUDE)
        self.postcode = first_of(heading, POSTCODE)
        if not (self.lat and self.lon and (self.postcode or {"kind", "name"} <= set(heading))):
            return False
        if self.town_columns != TOWN and not first_of(heading, self.town_columns):
            raise NotThisTableError(f"The heading has no column {self.town_columns[0]} for towns.")
        self.columns = {"kind", "name", self.postcode, self.lat, self.lon, *WARD, *self.town_columns}
        self.nouns = ("postcode", "postcodes") if self.postcode else ("place", "places")
        return True

    def parse(self, row: Row) -> Entry:
        problems: list[tuple[str, str]] = []
        kind, name = self._named(row, problems)
        lat = self._degrees(row, self.lat, SOUTH, NORTH, problems)
        lon = self._degrees(row, self.lon, WEST, EAST, problems)
        if problems:
            raise RowRefusedError(*problems)
        ward = row.get(*WARD)[:120]
        town = row.get(*self.town_columns)[:80] if kind == Kind.POSTCODE else ""
        return Entry(kind, name, lat, lon, ward=ward, town=town)

    def name_of(self, item: Entry) -> Hashable:
        return item.kind, item.key

    def put(self, batch: Sequence[Entry], outcome: Outcome) -> Counter[str]:
        return gazetteer.put(batch)

    def finish(self) -> None:
        counts = gazetteer.find_centres()
        new = counts["added"] + counts["changed"]
        self.stdout.write(f"Centres of {sum(counts.values()):,} districts and towns worked out, {new:,} of them new.")

    def _named(self, row: Row, problems: list[tuple[str, str]]) -> tuple[str, str]:
        kind = Kind.POSTCODE if self.postcode else row.get("kind").casefold()
        name = row.get(self.postcode or "name")
        if kind not in Kind.values:
            problems.append(("kind", f"Must be one of {', '.join(Kind.values)}"))
        elif not name:
            problems.append((self.postcode or "name", "Missing"))
        elif kind == Kind.POSTCODE:
            return kind, self._whole_postcode(name, problems)
        elif kind == Kind.OUTWARD and not OUTWARD.fullmatch(postcode_key(name)):
            problems.append(("name", f"“{name[:20]}” is not the first half of a postcode"))
        return kind, postcode_key(name) if kind == Kind.OUTWARD else name[:80]

    def _whole_postcode(self, name: str, problems: list[tuple[str, str]]) -> str:
        key = postcode_key(name)
        if not WHOLE.fullmatch(key):
            problems.append((self.postcode or "name", f"“{name[:20]}” is not a postcode"))
        return f"{key[:-3]} {key[-3:]}"

    @staticmethod
    def _degrees(row: Row, column: str, least: float, most: float, problems: list[tuple[str, str]]) -> float:
        text = row.get(column)
        try:
            degrees = float(text)
        except ValueError:
            problems.append((column, f"“{text[:20]}” is not a number" if text else "Missing"))
            return 0.0
        if not least <= degrees <= most:  # also refuses nan
            problems.append((column, f"{text[:20]} is outside the United Kingdom"))
        return degrees
