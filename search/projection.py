"""From the truth to what an engine is given."""

from __future__ import annotations

from datetime import date

from search import analysis, completeness
from search.engines.protocol import FOR_EVER, NEVER, EngineDocument
from search.models import IndexedDocument, IndexedPlace

LONGEST_NAME = 120


def engine_document(row: IndexedDocument) -> EngineDocument:
    """Needs the row's places prefetched."""
    places = list(row.places.all())
    labels = " ".join(place.label for place in places)
    text = {
        "title": row.title,
        "keywords": f"{row.keywords} {labels}",
        "summary": row.summary,
        "body": row.body,
    }
    return EngineDocument(
        id=row.pk,
        text={name: analysis.document_tokens(words) for name, words in text.items()},
        facets=_facets(row),
        places=[(place.lat, place.lon) for place in places],
        anywhere=row.anywhere,
        name=analysis.fold(row.title)[:LONGEST_NAME],
        price_pence=row.price_pence,
        approved_until=_day(row.approved_until, NEVER),
        confirmed_on=_day(row.confirmed_on, NEVER),
        visible_from=_day(row.visible_from, NEVER),
        visible_until=_day(row.visible_until, FOR_EVER),
        change=row.change,
        completeness=_completeness(row, places),
    )


def _completeness(row: IndexedDocument, places: list[IndexedPlace]) -> int:
    said = completeness.parts(
        summary=row.summary,
        body=row.body,
        price_pence=row.price_pence,
        hours=row.hours,
        places=places,
        anywhere=row.anywhere,
    )
    return sum(said.values())


def _facets(row: IndexedDocument) -> list[str]:
    values = [f"{group}={value}" for group, found in row.facets.items() for value in found]
    return [f"kind={row.kind}", *(["cost=free"] if row.price_pence == 0 else []), *values]


def _day(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()
