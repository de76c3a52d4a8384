"""Figures worked out where a text names them: read from the table every few seconds, not with every page."""

from collections.abc import Iterable, Mapping
from time import monotonic

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms import figure_names
from cms.models.figure import Figure

REMEMBERED = 5.0  # seconds until what an editor saved is shown by every process
UNKNOWN = "the current amount"  # what a reader sees where a text names a figure that is not there

_remembered: tuple[float, Mapping[str, Figure]] | None = None  # until when, and what


def current() -> Mapping[str, Figure]:
    """By name."""
    global _remembered
    if _remembered is None or _remembered[0] < monotonic():
        _remembered = (monotonic() + REMEMBERED, {figure.name: figure for figure in Figure.objects.all()})
    return _remembered[1]


def forget() -> None:
    """Look into the table anew next time."""
    global _remembered
    _remembered = None


def in_text(text: str) -> str:
    """A plain text as a reader reads it."""
    return figure_names.replaced(text, _value) if "{" in text else text


def in_html(html: str) -> SafeString:
    """Markup as a reader reads it."""
    return mark_safe(figure_names.replaced(html, lambda name: escape(_value(name))))  # noqa: S308 (the values are escaped)


def named(texts: Iterable[str]) -> list[Figure]:
    """Those that are there, in the order in which the texts name them."""
    figures = current()
    wanted = dict.fromkeys(name for text in texts for name in figure_names.names(text))
    return [figures[name] for name in wanted if name in figures]


def problems(text: str) -> list[str]:
    """A sentence for each name in the text that is no figure. Looks into the table itself: the answer stops a save."""
    wanted = figure_names.names(text)
    if not wanted:
        return []
    known = set(Figure.objects.filter(name__in=wanted).values_list("name", flat=True))
    return [
        f"There is no figure called “{name}”. Choose one from the list of figures, or add it there first."
        for name in wanted
        if name not in known
    ]


def _value(name: str) -> str:
    figure = current().get(name)
    return figure.value if figure else UNKNOWN
