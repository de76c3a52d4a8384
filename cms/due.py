"""What is due on the editors' desk: pages, figures, links, and what readers say. Constant queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from cms.figure_uses import uses
from cms.links import broken
from cms.models import AdvicePage, Figure
from cms.models.advice import HEAVY
from cms.models.base import SitePage

RECENT = timedelta(days=90)  # how far back we count what readers say, and what they do not find


@dataclass(frozen=True)
class DueFigure:
    """A figure that somebody has to look at, and where readers see it; `figure` is None where none has the name."""

    name: str
    figure: Figure | None
    why: str
    pages: Sequence[SitePage]


def reviews(today: date) -> list[AdvicePage]:
    """Live pages whose next review is due, the longest due first."""
    due = AdvicePage.objects.live().filter(next_review_on__lte=today).order_by("next_review_on", "path")
    return list(due.defer(*HEAVY))


def figures(today: date) -> list[DueFigure]:
    """Names without a figure first, then figures that are stale, the oldest first."""
    pages = uses()
    known = {figure.name: figure for figure in Figure.objects.order_by("tax_year", "checked_on", "label")}
    return [*_missing(pages, known), *_stale(pages, known, today)]


def _missing(pages: Mapping[str, Sequence[SitePage]], known: Mapping[str, Figure]) -> list[DueFigure]:
    why = "There is no figure of this name. Readers see “the current amount”"
    return [DueFigure(name, None, why, found) for name, found in pages.items() if name not in known]


def _stale(pages: Mapping[str, Sequence[SitePage]], known: Mapping[str, Figure], today: date) -> list[DueFigure]:
    due = [(figure, figure.why_stale(today)) for figure in known.values()]
    return [DueFigure(figure.name, figure, why, pages.get(figure.name, ())) for figure, why in due if why]


def not_useful(since: date) -> list[AdvicePage]:
    """Live pages that readers said were of no use, the most often first: `.no` and `.answers` since that day."""
    recent = Q(feedback__given_at__date__gte=since)
    counted = AdvicePage.objects.live().annotate(
        answers=Count("feedback", filter=recent), no=Count("feedback", filter=recent & Q(feedback__useful=False))
    )
    return list(counted.filter(no__gt=0).order_by("-no", "path").defer(*HEAVY))


def counts(today: date) -> tuple[int, int, int]:
    """How many pages, figures and links are due."""
    pages = AdvicePage.objects.live().filter(next_review_on__lte=today).count()
    return pages, len(figures(today)), len(broken())
