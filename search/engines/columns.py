"""Columns that every engine keeps alike, so that they put results in the same order."""

from __future__ import annotations

from search.engines.protocol import EngineDocument

ID_BITS = 40
MOST_ID = (1 << ID_BITS) - 1
DEAREST = (1 << 23) - 1  # no price sorts last
LATEST = (1 << 22) - 1


def name(source: EngineDocument) -> str:
    return f"{source.name}\x00{source.id:015d}"


def by_price(source: EngineDocument) -> int:
    """Lowest price first, then oldest record."""
    price = DEAREST if source.price_pence is None else min(source.price_pence, DEAREST - 1)
    return price << ID_BITS | source.id


def by_recency(source: EngineDocument) -> int:
    """Read backwards: most lately confirmed first, then oldest record."""
    return min(source.confirmed_on, LATEST) << ID_BITS | (MOST_ID - source.id)


def anywhere(source: EngineDocument) -> bool:
    """What has no place is never lost by a distance."""
    return source.anywhere or not source.places
