"""How a document lies in the embedded index."""

from __future__ import annotations

import hashlib
from functools import cache

import tantivy

from search import analysis, cells
from search.engines import columns
from search.engines.protocol import TEXT_FIELDS, EngineDocument
from search.geo import vector

LAYOUT = 5  # raise it with any change below: the index is then built anew
PART = 8  # bits of each part of the column "said": how complete, in how many places, the day it was confirmed
MOST = (1 << PART) - 1  # in one part
NO_CELL = 0  # of what is anywhere
PLACES = 4  # of a document whose points are columns here; those of more are looked up in the truth


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_json_field("groups", fast=True, tokenizer_name="raw", index_option="basic")  # each group's own column
    builder.add_text_field("name", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("id", "approved_until"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("cells", "visible_from", "visible_until"):
        builder.add_unsigned_field(name, indexed=True)
    for name in ("said", "by_price", "by_recency"):
        builder.add_unsigned_field(name, fast=True)
    for name in (name for place in range(PLACES) for name in point(place)):
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
    groups: dict[str, list[str]] = {}
    for facet in source.facets:
        made.add_text("facets", facet)
        group, _, name = facet.partition("=")
        groups.setdefault(group, []).append(name)
    made.add_json("groups", groups)
    made.add_text("name", columns.name(source))
    made.add_unsigned("id", source.id)
    places = min(len(source.places), MOST)
    made.add_unsigned("said", (source.confirmed_on << PART | places) << PART | source.completeness)
    if columns.anywhere(source):
        made.add_unsigned("cells", NO_CELL)
    for number, (lat, lon) in enumerate(source.places):
        for cell in cells.of_place(lat, lon):
            made.add_unsigned("cells", cell)
        if number < PLACES:
            for axis, value in zip(point(number), vector(lat, lon), strict=True):
                made.add_float(axis, value)
    _add_days(made, source)
    made.add_unsigned("by_price", columns.by_price(source))
    made.add_unsigned("by_recency", columns.by_recency(source))
    return made


def _add_days(made: tantivy.Document, source: EngineDocument) -> None:
    for name in ("approved_until", "visible_from", "visible_until"):
        made.add_unsigned(name, getattr(source, name))
