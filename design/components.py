"""What components are made of: plain values that a view builds and a fragment renders. No ORM."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from design.formats import pounds

DISCS = ("alder", "berry", "amber", "ink")


@dataclass(frozen=True)
class Cell:
    """A cell with more than one thing in it: a quiet second line, or a link."""

    text: Any
    sub: str = ""
    href: str = ""


@dataclass(frozen=True)
class Column:
    """A column. `numeric` sets figures to the right; `header` makes its cells row headings.

    `phone` says where the cell goes when the table becomes a list on a telephone: "over" and "over-right" (small,
    above), "main" (the line itself), "amount" (right of it, bold): all columns of a table, or none. Then each cell is
    written "label: value".
    """

    label: str
    numeric: bool = False
    header: bool = False
    phone: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption; on a telephone each row becomes a small list."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    footer: Sequence[Any] | None = None
    hide_caption: bool = False

    @property
    def arranged(self) -> bool:
        return any(column.phone for column in self.columns)

    @property
    def body(self) -> list[list[tuple[Column, Cell]]]:
        return [self._cells(row) for row in self.rows]

    @property
    def foot(self) -> list[tuple[Column, Cell]]:
        return self._cells(self.footer) if self.footer else []

    def _cells(self, row: Sequence[Any]) -> list[tuple[Column, Cell]]:
        cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
        return list(zip(self.columns, cells, strict=True))


@dataclass(frozen=True)
class Bar:
    """One bar: `share` of its own full width, 0 to 1. The words beside it carry the meaning."""

    label: str
    text: str
    share: float
    tone: str = "apricot"

    @property
    def percent(self) -> str:
        return f"{100 * min(max(self.share, 0), 1):.1f}%"


def bars(items: Iterable[Any]) -> list[Bar]:
    """Bars from `Bar`s, or from dicts: label, text, tone and either share, or value with of (else the largest)."""
    items = list(items)
    largest = max((item.get("value", 0) for item in items if isinstance(item, dict)), default=0)
    return [item if isinstance(item, Bar) else _bar(item, largest) for item in items]


def _bar(item: dict[str, Any], largest: float) -> Bar:
    full = item.get("of", largest)
    share = item["share"] if "share" in item else item["value"] / full if full else 0
    return Bar(item["label"], item.get("text", ""), share, item.get("tone", "apricot"))


def chart(rows: Iterable[tuple[str, int, str]], caption: str, unit: str) -> tuple[list[Bar], Table]:
    """Bars and the table of the same figures. The longest bar is the largest value; below zero there is no bar."""
    rows = list(rows)
    largest = max((value for _, value, _ in rows), default=0)
    figures = [figure(value, unit) for _, value, _ in rows]
    made = [
        Bar(label, words or text, value / largest if largest > 0 else 0)
        for (label, value, words), text in zip(rows, figures, strict=True)
    ]
    columns = [Column("What", header=True), Column("How much", numeric=True)]
    cells = [[label, Cell(text, words)] for (label, _, words), text in zip(rows, figures, strict=True)]
    return made, Table(caption, columns, cells, hide_caption=True)


def figure(value: int, unit: str) -> str:
    """1250 pounds → £12.50; 3 visits → 3 visits"""
    return pounds(value) if unit == "pounds" else f"{value:,} {unit}".strip()


def disc(name: str) -> str:
    """The colour of a person's or an organisation's initials: always the same for the same name."""
    return DISCS[crc32(f"234{name.strip()}".lower().encode()) % len(DISCS)]


def page_numbers(number: int, pages: int) -> list[int | None]:
    """Pages to link to: first, last, this one and its neighbours; None where some are left out."""
    shown = sorted({1, pages, *range(max(number - 1, 1), min(number + 1, pages) + 1)})
    numbers: list[int | None] = []
    for page in shown:
        if numbers and numbers[-1] is not None and page - numbers[-1] > 1:
            numbers.append(page - 1 if page - numbers[-1] == 2 else None)
        numbers.append(page)
    return numbers
