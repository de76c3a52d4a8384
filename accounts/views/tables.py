"""Tables of money."""

from collections.abc import Iterable

from accounts.queries.statements import Line
from design.components import Cell, Column, Table
from design.formats import day, pounds, pounds_signed

COLUMNS = [
    Column("When", phone="over"),
    Column("What", phone="main"),
    Column("Amount", numeric=True, phone="amount"),
    Column("Left", numeric=True, phone="over-right"),
]


def line_table(caption: str, lines: Iterable[Line], *, left: str = "Left", hide_caption: bool = False) -> Table:
    columns = [*COLUMNS[:3], Column(left, numeric=True, phone="over-right")]
    return Table(caption, columns=columns, rows=[row(line, day(line.at)) for line in lines], hide_caption=hide_caption)


def short_table(caption: str, lines: Iterable[Line]) -> Table:
    """The same for the last weeks: days without their year."""
    return Table(caption, columns=COLUMNS, rows=[row(line, short_day(line)) for line in lines])


def short_day(line: Line) -> str:
    return day(line.at).rpartition(" ")[0]


def row(line: Line, on: str) -> list[object]:
    what = Cell(line.words, sub=line.pots)
    amount: object = pounds_signed(line.pence)
    if line.from_held_pence:
        amount = Cell(pounds(line.from_held_pence), sub="was held")
    return [on.replace(" ", "\N{NO-BREAK SPACE}"), what, amount, pounds(line.balance_pence)]
