"""How a document lies in the embedded index."""

from __future__ import annotations

import hashlib
from functools import cache

import tantivy

from search import analysis
from search.engines import columns
from search.engines.protocol import TEXT_FIELDS, EngineDocument
from search.geo import vector

LAYOUT = 3  # raise it with any change below: the index is then built anew
PLACES = 4  # of a document whose points are columns here; those of more are looked up in the truth


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("id", "anywhere", "approved_until", "visible_from", "visible_until"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("places", "confirmed_on", "completeness", "by_price", "by_recency"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("lat", "lon", *(name for place in range(PLACES) for name in point(place))):
        builder.add_float_field(name, fast=True)
    return builder.build()


def point(place: int) -> tuple[str, str, str]:
    """The columns of a place's point on the sphere."""
    return f"x{place}", f"y{place}", f"z{place}"


@cache
def fingerprint() -> str:
    """Of the words and of the layout: an index made by other ones is not ours to search."""
    made = f"{analysis.fingerprint()} {LAYOUT} {dict(TEXT_FIELDS)} {getattr(tantivy, '__version__', '')}"
    return hashlib.sha256(made.encode()).hexdigest()[:12]


def document(source: EngineDocument) -> tantivy.Document:
    made = tantivy.Document()
    for name in TEXT_FIELDS:
        made.add_text(name, " ".join(source.text[name]) or analysis.FILLER)
    for facet in source.facets:
        made.add_text("facets", facet)
    made.add_text("name", columns.name(source))
    made.add_unsigned("id", source.id)
    made.add_unsigned("anywhere", int(columns.anywhere(source)))
    made.add_unsigned("places", len(source.places))
    made.add_unsigned("completeness", source.completeness)
    for number, (lat, lon) in enumerate(source.places):
        made.add_float("lat", lat)
        made.add_float("lon", lon)
        if number < PLACES:
            for name, value in zip(point(number), vector(lat, lon), strict=True):
                made.add_float(name, value)
    _add_days(made, source)
    made.add_unsigned("by_price", columns.by_price(source))
    made.add_unsigned("by_recency", columns.by_recency(source))
    return made


def _add_days(made: tantivy.Document, source: EngineDocument) -> None:
    for name in ("approved_until", "confirmed_on", "visible_from", "visible_until"):
        made.add_unsigned(name, getattr(source, name))
