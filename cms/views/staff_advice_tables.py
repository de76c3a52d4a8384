"""Tables of the editors' desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse

from cms.due import DueFigure
from cms.figures_shown import amount
from cms.links import Broken
from cms.models import AdvicePage
from design.components import Cell, Column, Table
from design.formats import day
from search.statistics import Need

T = TypeVar("T")
FEW = 8
PAGE = Column("Page", header=True)


@dataclass(frozen=True)
class Shortened:
    """The first rows, and the others for whoever wants them."""

    first: Table
    rest: Table | None
    total: int


def shortened(table: Callable[[Sequence[T], str], Table], rows: Sequence[T]) -> Shortened | None:
    if not rows:
        return None
    rest = table(rows[FEW:], "The others") if len(rows) > FEW else None
    return Shortened(table(rows[:FEW], ""), rest, len(rows))


def reviews(pages: Sequence[AdvicePage], more: str) -> Table:
    columns = [PAGE, Column("Who answers for it"), Column("Last checked"), Column("Check was due")]
    rows = [[edit(page), page.owner_team, day(page.reviewed_on), day(page.next_review_on)] for page in pages]
    return Table(more or "Pages to check again", columns, rows, hide_caption=True)


def figures(found: Sequence[DueFigure], more: str) -> Table:
    columns = [Column("Figure", header=True), Column("Amount"), Column("Why"), Column("Pages that show it")]
    rows = [[figure_cell(each), amount(each.figure) if each.figure else "", each.why, titles(each)] for each in found]
    return Table(more or "Figures to put right", columns, rows, hide_caption=True)


def figure_cell(due: DueFigure) -> Cell:
    if due.figure is None:
        return Cell(due.name, href=reverse("wagtailsnippets_cms_figure:add"))
    return Cell(due.figure.label, href=reverse("wagtailsnippets_cms_figure:edit", args=[due.figure.pk]))


def titles(due: DueFigure) -> str:
    return ", ".join(page.title for page in due.pages) or "None"


def links(found: Sequence[Broken], more: str) -> Table:
    columns = [PAGE, Column("Link"), Column("What is wrong")]
    rows = [[edit(link.page), Cell(link.words, link.to), link.why] for link in found]
    return Table(more or "Links to put right", columns, rows, hide_caption=True)


def feedback(pages: Sequence[AdvicePage]) -> Table | None:
    columns = [PAGE, Column("Not useful", numeric=True), Column("All answers", numeric=True)]
    answers = reverse("feedback:index")
    rows = [
        [Cell(page.title, href=f"{answers}?page={page.pk}&useful=false"), f"{page.no:,}", f"{page.answers:,}"]
        for page in pages[:FEW]
    ]
    return Table("Pages that readers found of no use", columns, rows, hide_caption=True) if rows else None


def unmet(needs: Sequence[Need]) -> Table | None:
    columns = [Column("Words", header=True), Column("Searches that found nothing", numeric=True)]
    rows = [[need.label, f"{need.times:,}"] for need in needs[:FEW]]
    return Table("Words that found nothing", columns, rows, hide_caption=True) if rows else None


def edit(page) -> Cell:
    return Cell(page.title, href=reverse("wagtailadmin_pages:edit", args=[page.pk]))
