"""How a document lies in Elasticsearch. Words come as our own tokens, so its analyser only splits at spaces."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from elasticsearch_dsl import Document, GeoPoint, Integer, Keyword, Long, Text, analyzer

from search import analysis
from search.engines import columns
from search.engines.protocol import TEXT_FIELDS, EngineDocument

LAYOUT = 2  # raise it with any change below: the index is then built anew
MOST_PLACES = 100  # of a document that stand in its card; those of more are looked up in the truth
OUR_TOKENS = analyzer("whitespace")
REMEMBERED = 3600  # seconds for which a removed document's change number is known, so that no older push puts it back


class Found(Document):
    """What can be found. Only what is searched, sorted and counted by is kept: pages are drawn from the truth."""

    title = Text(analyzer=OUR_TOKENS)
    keywords = Text(analyzer=OUR_TOKENS)
    summary = Text(analyzer=OUR_TOKENS)
    body = Text(analyzer=OUR_TOKENS)
    facets = Keyword()
    point = GeoPoint()
    anywhere = Integer()
    approved_until = Integer()
    visible_from = Integer()
    visible_until = Integer()
    id = Long()
    name = Keyword(index=False)
    by_price = Long(index=False)
    by_recency = Long(index=False)
    card = Keyword(index=False)  # what ranking needs of a candidate, in one column

    class Index:
        settings: Mapping[str, Any] = {
            "number_of_shards": 1,  # one set of word counts, so that scores are those of the embedded engine
            "auto_expand_replicas": "0-2",
            "max_result_window": 20_000,
            "gc_deletes": f"{REMEMBERED}s",
            "refresh_interval": "1s",
        }


@cache
def body() -> dict[str, Any]:
    """The whole of an index: settings and mapping."""
    made: dict[str, Any] = Found._index.to_dict()
    made["mappings"] |= {"dynamic": "strict", "_source": {"enabled": False}}
    return made


@cache
def fingerprint() -> str:
    """Of the words, the layout and the mapping: an index made by other ones is not ours to search."""
    made = f"{analysis.fingerprint()} {LAYOUT} {dict(TEXT_FIELDS)} {json.dumps(body(), sort_keys=True)}"
    return hashlib.sha256(made.encode()).hexdigest()[:12]


def source(document: EngineDocument) -> dict[str, Any]:
    text = {name: " ".join(document.text[name]) or analysis.FILLER for name in TEXT_FIELDS}
    days = {name: getattr(document, name) for name in ("approved_until", "visible_from", "visible_until")}
    return {
        **text,
        **days,
        "facets": list(document.facets),
        "point": [{"lat": lat, "lon": lon} for lat, lon in document.places],
        "anywhere": int(columns.anywhere(document)),
        "id": document.id,
        "name": columns.name(document),
        "by_price": columns.by_price(document),
        "by_recency": columns.by_recency(document),
        "card": card(document),
    }


def card(document: EngineDocument) -> str:
    """Numbers between spaces: id, day of confirmation, completeness, how many places, then each one's two numbers."""
    places = document.places if len(document.places) <= MOST_PLACES else ()
    first = [document.id, document.confirmed_on, document.completeness, len(document.places)]
    numbers = [*first, *(one for place in places for one in place)]
    return " ".join(map(repr, numbers))
