"""The sorts of things there are, as links above the results: each with how many it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search import documents
from search.address import KIND, Asked
from search.documents import Kind
from search.query import Query, Results

EVERYTHING = "Everything"


@dataclass(frozen=True)
class Tab:
    text: str
    count: int
    address: str
    current: bool


def tabs(asked: Asked, query: Query, results: Results) -> list[Tab]:
    """Everything, then each kind. None where there is only one kind to look at. A choice of kinds replaces another."""
    kinds = looked_at(query)
    if len(kinds) < 2:
        return []
    facet = results.facet(KIND)
    counts = {value.value: value.count for value in facet.values} if facet else {}
    chosen = asked.facets.get(KIND, ())
    everything = sum(counts.get(kind.name, 0) for kind in kinds if not kind.aside)
    return [
        Tab(EVERYTHING, everything, asked.changed(facets=without_kind(asked)).address, not chosen),
        *(Tab(kind.label, counts.get(kind.name, 0), _only(asked, kind), kind.name in chosen) for kind in kinds),
    ]


def looked_at(query: Query) -> list[Kind]:
    return [kind for kind in documents.kinds() if not query.kinds or kind.name in query.kinds]


def without_kind(asked: Asked) -> Mapping[str, tuple[str, ...]]:
    return {group: values for group, values in asked.facets.items() if group != KIND}


def _only(asked: Asked, kind: Kind) -> str:
    return asked.changed(facets={**asked.facets, KIND: (kind.name,)}).address
