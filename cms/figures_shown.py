"""The figures of one page as its last section shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.models.figure import Figure
from design.components import Cell, Column, Table
from design.formats import day


@dataclass(frozen=True)
class FiguresShown:
    figures: Sequence[Figure]

    @classmethod
    def of(cls, figures: Sequence[Figure]) -> "FiguresShown | None":
        return cls(figures) if figures else None

    @property
    def years(self) -> str:
        """2026 to 2027, or: 2025 to 2026 and 2026 to 2027"""
        return " and ".join(sorted({figure.year for figure in self.figures}))

    @property
    def stale(self) -> bool:
        return any(figure.why_stale() for figure in self.figures)

    @property
    def table(self) -> Table:
        columns = [Column("Figure", header=True), Column("Amount"), Column("Where it comes from")]
        rows = [
            [
                each.label,
                amount(each),
                Cell(each.source_title, f"Checked on {day(each.checked_on)}", each.source_url),
            ]
            for each in self.figures
        ]
        return Table("Figures on this page", columns, rows, hide_caption=True)


def amount(figure: Figure) -> Cell:
    """The amount with its year on one line beneath."""
    return Cell(figure.value, figure.year.replace(" ", "\u00a0"))
