"""Reading a table that somebody else made. Pure: a file in, rows or reasons out; nothing is saved here.

The manners of every import (see `search/import_command.py`): a file that is not what it should be is refused whole with
a sentence; a row that is wrong is refused with its number, the field and the reason, and the others go in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PREAMBLE = 10  # lines that may stand above the heading
DELIMITERS = ",;\t|"


class NotThisTableError(Exception):
    """The whole file is refused; the message is the sentence to show."""


class RowRefusedError(Exception):
    """One row is refused: a list of (field, reason)."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in problems))
        self.problems = problems


@dataclass(frozen=True)
class Refusal:
    row: int
    field: str
    reason: str


@dataclass(frozen=True)
class Row:
    """`number` is the line in a spreadsheet, the heading's included. Values are stripped; a missing column is empty."""

    number: int
    values: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first of these columns that says something."""
        return next((value for name in names if (value := self.values.get(name, ""))), "")


@dataclass(frozen=True)
class Table:
    """A file whose heading was recognised. `rows` reads it anew each time, so a large file needs no memory."""

    path: Path
    delimiter: str
    heading: Sequence[str]
    heading_row: int

    def rows(self) -> Iterator[Row]:
        """Rows that hold anything. RowRefusedError is not raised here: too many cells come as the column "" filled."""
        for number, cells in _numbered(self.path, self.delimiter):
            if number > self.heading_row and any(cell.strip() for cell in cells):
                yield Row(number, self._by_name(cells))

    def _by_name(self, cells: Sequence[str]) -> dict[str, str]:
        values: dict[str, str] = {}
        for name, cell in zip(self.heading, cells, strict=False):
            values.setdefault(name, cell.strip())
        values[""] = " ".join(cells[len(self.heading) :]).strip()
        return values


def open_table(path: Path, recognise: Callable[[Sequence[str]], bool], *, expected: str) -> Table:
    """Find the heading by its columns; NotThisTableError when there is none, or when this is no CSV file at all."""
    _refuse_other_files(path)
    for delimiter in _likely_delimiters(path):
        for number, cells in _numbered(path, delimiter):
            heading = [column_name(cell) for cell in cells]
            if recognise(heading):
                return Table(path, delimiter, heading, number)
            if number >= PREAMBLE:
                break
    raise NotThisTableError(f"{path.name} has no heading that we know. {expected}")


def column_name(text: str) -> str:
    """ "Service's website (if available)" → "services_website_if_available"."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold().replace("'", "").replace("’", "")).strip("_")


def first_of(heading: Sequence[str], names: Sequence[str]) -> str:
    """Which of these names the heading uses, or nothing."""
    return next((name for name in names if name in heading), "")


def _refuse_other_files(path: Path) -> None:
    if not path.is_file():
        raise NotThisTableError(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise NotThisTableError(f"{path.name} cannot be read: {error.strerror}.") from None
    if not start.strip():
        raise NotThisTableError(f"{path.name} is empty.")
    if start.startswith(b"PK"):
        raise NotThisTableError(f"{path.name} is a spreadsheet or a ZIP file. Save it as “CSV UTF-8” and try again.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotThisTableError(f"{path.name} is in UTF-16. Save it as “CSV UTF-8” and try again.")
    if b"\x00" in start:
        raise NotThisTableError(f"{path.name} is not a text file.")


def _likely_delimiters(path: Path) -> list[str]:
    """Those that stand in the first lines, the most frequent first."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        start = "".join(line for _, line in zip(range(PREAMBLE), file, strict=False))[:20_000]
    return sorted((one for one in DELIMITERS if one in start), key=start.count, reverse=True) or [","]


def _numbered(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reading = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for reading, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), 1):
                yield reading, cells
    except UnicodeDecodeError:
        raise NotThisTableError(f"{path.name} is not in UTF-8. Save it as “CSV UTF-8” and try again.") from None
    except csv.Error as error:
        raise NotThisTableError(f"{path.name} stops being a CSV file after row {reading}: {error}.") from None
