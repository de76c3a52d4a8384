"""What is asked of the tables while a search runs: each one statement, spelled out, since every search asks it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F, Q

from search.passages import LOOKED_THROUGH

AT_ONCE = 10_000  # parameters in one statement; both databases allow three times as many
MOST_EXCLUDED = 20_000

WITHDRAWN = """
    SELECT o.document_id FROM search_outboxrow o JOIN search_indexeddocument d ON d.id = o.document_id
    WHERE o.copy = %s AND o.pushed < o.change
      AND (d.removed OR d.visible_from > %s OR d.visible_until < %s OR (%s AND COALESCE(d.approved_until < %s, %s)))
    LIMIT %s
"""
SHOWN = """
    SELECT id, kind, ref, title, url, summary, SUBSTR(body, 1, %s), keywords, facets, anywhere, price_pence, price_unit,
           approved_until, confirmed_on, hours, extra
    FROM search_indexeddocument
    WHERE id IN ({ids}) AND NOT removed AND (visible_from IS NULL OR visible_from <= %s)
      AND (visible_until IS NULL OR visible_until >= %s)
"""
IDS = "SELECT id FROM search_indexeddocument WHERE ref IN ({ids}) AND kind = %s AND NOT removed"
PLACES = "SELECT document_id, lat, lon, label FROM search_indexedplace WHERE document_id IN ({ids}) ORDER BY id"
POINTS = "SELECT document_id, x, y, z FROM search_indexedplace WHERE document_id IN ({ids})"


@dataclass(frozen=True)
class FoundDocument:
    """A document as the truth has it now, with what a result card shows. What lies as JSON is read when it is asked."""

    id: int
    kind: str
    ref: str
    title: str
    url: str
    summary: str
    body: str  # as much of it as passages are taken from
    keywords: str
    facets_json: str
    anywhere: bool
    price_pence: int | None
    price_unit: str
    approved_until: date | None
    confirmed_on: date | None
    hours_json: str
    extra_json: str

    @cached_property
    def facets(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = json.loads(self.facets_json)
        return found

    @cached_property
    def hours(self) -> list[list[Any]]:
        found: list[list[Any]] = json.loads(self.hours_json)
        return found

    @cached_property
    def extra(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.extra_json)
        return found


@dataclass(frozen=True, slots=True)
class FoundPlace:
    lat: float
    lon: float
    label: str


def waiting(copy: str) -> Q:
    """Outbox rows of changes that this copy has not heard of."""
    return Q(copy=copy, pushed__lt=F("change"))


def withdrawn(copy: str, today: date, *, only_approved: bool) -> tuple[int, ...]:
    """What this copy still believes though it is not so: removed, hidden or no longer approved, and not pushed."""
    day = _day(today)
    values = [copy, day, day, only_approved, day, True, MOST_EXCLUDED]
    return tuple(number for (number,) in _rows(WITHDRAWN, values))


def points_of(documents: Sequence[int]) -> Iterator[tuple[int, float, float, float]]:
    """Every place of these documents, as points on the sphere."""
    for start in range(0, len(documents), AT_ONCE):
        yield from _rows_of(POINTS, documents[start : start + AT_ONCE])


def ids_of(kind: str, refs: Sequence[str]) -> list[int]:
    """What these things of a kind are called here."""
    parts = (refs[start : start + AT_ONCE] for start in range(0, len(refs), AT_ONCE))
    return [number for part in parts for (number,) in _rows_of(IDS, part, kind)]


def shown(documents: Sequence[int], today: date) -> dict[int, FoundDocument]:
    """The documents of one page, without those that may not be seen any more."""
    day = _day(today)
    return {row[0]: FoundDocument(*row) for row in _rows_of(SHOWN, documents, day, day, first=(LOOKED_THROUGH,))}


def places_of(documents: Sequence[int]) -> dict[int, list[FoundPlace]]:
    found: dict[int, list[FoundPlace]] = {}
    for number, *place in _rows_of(PLACES, documents):
        found.setdefault(number, []).append(FoundPlace(*place))
    return found


def _rows_of(statement: str, documents: Sequence[Any], *more: Any, first: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    if not documents:
        return []
    ids = ", ".join(["%s"] * len(documents))
    return _rows(statement.format(ids=ids), [*first, *documents, *more])


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)
