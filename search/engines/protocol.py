"""What every engine does: keep a disposable copy, retrieve, count and measure. Words and order are decided elsewhere.

Dates are day numbers (`date.toordinal`), so that a day is compared in the query and a lapse needs no indexing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from search.analysis import Group
from search.ranking import Candidates

TEXT_FIELDS: Mapping[str, float] = {"title": 4.0, "keywords": 2.0, "summary": 1.5, "body": 1.0}  # and what each counts
TIE_BREAKER = 0.1  # how much a word's other fields add to its best one
CANDIDATES = 1_000  # best matches by words that ranking may reorder
DEEPEST = 10_000  # results that can be paged through
NEVER, FOR_EVER = 0, 9_999_999  # day numbers

# An order of results: "match" by words (for ranking), the others final.
MATCH, DISTANCE, NAME, PRICE, RECENT = "match", "distance", "name", "price", "recent"


class NotReadyError(Exception):
    """This engine cannot answer now: its copy is missing, damaged or out of reach."""


@dataclass(frozen=True)
class EngineDocument:
    """What an engine is given. `text` holds tokens for every one of TEXT_FIELDS; `facets` are "group=value"."""

    id: int
    text: Mapping[str, Sequence[str]]
    facets: Sequence[str]
    places: Sequence[tuple[float, float]]
    anywhere: bool
    name: str  # folded, sorts as people expect
    price_pence: int | None
    approved_until: int
    confirmed_on: int
    visible_from: int
    visible_until: int
    change: int  # the number of the change that made it so
    completeness: int = 0  # things the record says (search/completeness.py)


@dataclass(frozen=True)
class EngineQuery:
    """`facets` is OR in a group, AND across; `scope` is the kinds to look at; `miles` None is any distance."""

    today: int
    groups: tuple[Group, ...] = ()
    required: int = 0
    scope: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    point: tuple[float, float] | None = None
    miles: float | None = None
    excluded: tuple[int, ...] = ()
    newer_than: int = 0  # only ids above it
    only: tuple[int, ...] | None = None  # nothing but these ids; None is no matter which
    order: str = MATCH
    offset: int = 0
    limit: int = CANDIDATES
    count_facets: bool = True


@dataclass(frozen=True)
class Answer:
    """`facets[group][value]` counts as if nothing were chosen in the group; approved=approved is worked out by date.

    `engine_ms` is what a server says it spent itself, where there is one.
    `within`, for the groups in which something is chosen, counts among the results themselves. Where nothing has the
    words that are `required`, and that is more than one, there need be no counts: the query is put again for any word.
    """

    total: int
    found: Candidates
    facets: Mapping[str, Mapping[str, int]]
    engine_ms: float = 0.0
    within: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """`name` is that of its copy in the outbox."""

    name: str

    def search(self, query: EngineQuery) -> Answer:
        """One answer; NotReadyError when there is no sound copy."""

    def writing(self, patience: float) -> AbstractContextManager[None]:
        """Hold the right to write; WriterBusyError when somebody else still has it after this many seconds."""

    def write(self, build: str, documents: Iterable[EngineDocument], removed: Mapping[int, int]) -> None:
        """Put these in (again) and take those out (id → change); on return it is kept. Repeating it changes nothing."""

    def build(self, documents: Iterable[EngineDocument]) -> str:
        """Make a new copy beside the one that serves; returns its name. Nobody sees it until `swap`."""

    def swap(self, build: str) -> None:
        """Let this copy serve, at once and for everybody. The one that served is kept, to go back to."""

    def serving(self) -> str | None:
        """The name of the copy that serves, if it is sound and made by this analysis and schema."""

    def previous(self) -> str | None:
        """The name of the copy to go back to."""
