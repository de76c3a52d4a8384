"""Bars and tables of the staff's search page."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from design.components import Cell, Column, Table
from design.formats import counted, moment
from search import copies as engine_copies
from search.record import SLOW
from search.state import CopyState
from search.statistics import Need, Words

BARS, ROWS = 10, 50
NAMES = {engine_copies.EMBEDDED: "Built-in engine", engine_copies.ELASTICSEARCH: "Elasticsearch"}
STATES = {True: "Working", False: "Has no index it can use", None: "On another server"}
WORDS = Column("Words", header=True)


def word_bars(words: Sequence[Words]) -> list[dict[str, Any]]:
    return [{"label": one.words, "text": times(one.times), "value": one.times} for one in words[:BARS]]


def words(found: Sequence[Words]) -> Table | None:
    columns = [WORDS, Column("Searches", numeric=True), Column("Found nothing", numeric=True)]
    rows = [[one.words, f"{one.times:,}", f"{one.in_vain:,}"] for one in found[:ROWS]]
    return Table("What people search for", columns, rows, hide_caption=True) if rows else None


def needs(caption: str, what: str, found: Sequence[Need]) -> Table | None:
    columns = [Column(what, header=True, phone="main"), Column("Searches", numeric=True, phone="amount")]
    rows = [[need.label, f"{need.times:,}"] for need in found[:ROWS]]
    return Table(caption, columns, rows, hide_caption=True) if rows else None


def slow(found: Sequence[Words]) -> Table | None:
    """Words that once took a second or longer; the longest first."""
    slowest = sorted((one for one in found if one.slowest >= SLOW), key=lambda one: -one.slowest)[:BARS]
    columns = [WORDS, Column("Longest", numeric=True), Column("Usual", numeric=True)]
    rows = [[one.words, seconds(one.slowest), seconds(one.average)] for one in slowest]
    return Table("Slow searches", columns, rows, hide_caption=True) if rows else None


def copies(found: Sequence[CopyState]) -> Table:
    columns = [
        Column("Engine", header=True),
        Column("State"),
        Column("Records", numeric=True),
        Column("Built"),
        Column("Changes to come", numeric=True),
    ]
    rows = [
        [
            Cell(NAMES.get(copy.name, f"Built-in engine ({copy.name})"), "Answers searches" if copy.answers else ""),
            STATES[copy.serves],
            f"{copy.documents:,}",
            moment(copy.built_at and timezone.localtime(copy.built_at)) or "Never",
            Cell(f"{copy.waiting:,}", behind(copy)),
        ]
        for copy in found
    ]
    return Table("The index", columns, rows, hide_caption=True)


def behind(copy: CopyState) -> str:
    """How long the oldest change has waited."""
    if not copy.waiting:
        return ""
    waited = copy.seconds_behind
    return f"for {counted(waited, 'second')}" if waited < 120 else f"for {waited // 60:,} minutes"


def times(number: int) -> str:
    return f"{number:,} searches"


def seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f} seconds"
