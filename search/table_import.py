"""Reading a table that somebody else made. Pure: a file in, rows or reasons out; nothing is saved here.

The manners of every import (see `search/import_command.py`): a file that is not what it should be is refused whole with
a sentence; a row that is wrong is refused with its number, the field and the reason, and the others go in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import TextIO

PREAMBLE = 10  # lines that may stand above the heading
DELIMITERS = ",;\t|"
LARGEST = 200  # megabytes of a file
LONGEST_LINE = 1_000_000  # characters
MOST_COLUMNS = 500
OTHER_FILES = {
    b"PK": "a spreadsheet or a ZIP file",
    b"\x1f\x8b": "a compressed file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"%PDF": "a PDF",
    b"<": "a web page or XML",
    b"{": "JSON",
    b"[": "JSON",
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
FORMULA = re.compile(r"[=@]|[+-](?![\d\s().,eE+-]*$)(?!\s)")  # a spreadsheet runs it; not numbers, nor a list's dash
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
    is_short: bool = False  # fewer cells than the heading has

    def get(self, *names: str) -> str:
        """The first of these columns that says something."""
        return next((value for name in names if (value := self.values.get(name, ""))), "")


@dataclass(frozen=True)
class Table:
    """A file whose heading was recognised. `rows` reads it anew each time, so a large file needs no memory."""

    path: Path
    delimiter: str
    encoding: str
    heading: Sequence[str]
    heading_row: int

    def rows(self) -> Iterator[Row]:
        """Rows that hold anything. RowRefusedError is not raised here: too many cells come as the column "" filled."""
        for number, cells in self._read():
            if number > self.heading_row and any(cell.strip() for cell in cells):
                yield Row(number, self._by_name(cells), len(cells) < len(self.heading))

    def is_cut(self) -> bool:
        """The last line has no end: whoever wrote or fetched the file was perhaps stopped in the middle."""
        with self.path.open("rb") as file:
            file.seek(-2, SEEK_END)
            return not file.read().strip(b"\x00").endswith((b"\n", b"\r"))

    def preamble(self) -> list[list[str]]:
        """What stands above the heading."""
        above = self.heading_row - 1
        return [cells for _, cells in zip(range(above), (cells for _, cells in self._read()), strict=False)]

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        return _numbered(self.path, self.delimiter, self.encoding)

    def _by_name(self, cells: Sequence[str]) -> dict[str, str]:
        values: dict[str, str] = {}
        for name, cell in zip(self.heading, cells, strict=False):
            values.setdefault(name, cell.strip())
        values[""] = " ".join(cells[len(self.heading) :]).strip()
        return values


def open_table(
    path: Path, recognise: Callable[[Sequence[str]], bool], *, expected: str, largest: int = LARGEST
) -> Table:
    """Find the heading by its columns; NotThisTableError when there is none, or when this is no CSV file at all."""
    encoding = _encoding_of(path, largest)
    for delimiter in _likely_delimiters(path, encoding):
        for number, cells in _numbered(path, delimiter, encoding):
            heading = [column_name(cell) for cell in cells[:MOST_COLUMNS]]
            if recognise(heading):
                return Table(path, delimiter, encoding, heading, number)
            if number >= PREAMBLE:
                break
    raise NotThisTableError(f"{path.name} has no heading that we know. {expected}")


def what_is_odd(row: Row, columns: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Cells that no honest table has, in the columns that are read (None: all): field and reason."""
    found = []
    for name, cell in row.values.items():
        if columns is None or name in columns:
            if CONTROL.search(cell):
                found.append((name, "Has a character that no text has"))
            elif FORMULA.match(cell):
                found.append((name, f"“{cell[:20]}” is a formula"))
    return found


def column_name(text: str) -> str:
    """ "Service's website (if available)" → "services_website_if_available"."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold().replace("'", "").replace("’", "")).strip("_")


def first_of(heading: Sequence[str], names: Sequence[str]) -> str:
    """Which of these names the heading uses, or nothing."""
    return next((name for name in names if name in heading), "")


def _encoding_of(path: Path, largest: int) -> str:
    """UTF-8, or UTF-16 where the file says so. What is no text is refused by its first bytes."""
    start = _start_of(path, largest)
    if not start.strip():
        raise NotThisTableError(f"{path.name} is empty.")
    if start.startswith(UTF_16):
        return "utf-16"
    for sign, kind in OTHER_FILES.items():
        if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(sign):
            raise NotThisTableError(f"{path.name} is {kind}. Save it as “CSV UTF-8” and try again.")
    if b"\x00" in start:
        raise NotThisTableError(f"{path.name} is not a text file.")
    return "utf-8-sig"


def _start_of(path: Path, largest: int) -> bytes:
    if not path.is_file():
        raise NotThisTableError(f"There is no file {path}.")
    if path.stat().st_size > largest * 1_000_000:
        raise NotThisTableError(f"{path.name} is larger than {largest:,} megabytes.")
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as error:
        raise NotThisTableError(f"{path.name} cannot be read: {error.strerror}.") from None


def _likely_delimiters(path: Path, encoding: str) -> list[str]:
    """Those that stand in the first lines, the most frequent first."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        start = "".join(line for _, line in zip(range(PREAMBLE), _lines(path, file), strict=False))[:20_000]
    return sorted((one for one in DELIMITERS if one in start), key=start.count, reverse=True) or [","]


def _numbered(path: Path, delimiter: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    reading = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            lines = csv.reader(_lines(path, file), delimiter=delimiter, strict=True)
            for reading, cells in enumerate(lines, 1):
                yield reading, cells
    except UnicodeError:
        named = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise NotThisTableError(f"{path.name} is not in {named}. Save it as “CSV UTF-8” and try again.") from None
    except csv.Error as error:
        raise NotThisTableError(f"{path.name} stops being a CSV file after row {reading}: {error}.") from None


def _lines(path: Path, file: TextIO) -> Iterator[str]:
    """Never more of a line in memory than a table can mean."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise NotThisTableError(f"{path.name} has a line that is longer than any table’s.")
        yield line
