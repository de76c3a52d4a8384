"""What is new to be found. Documents are numbered as they are first put, so a number is a date that cannot be wrong."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Max, Min

from search import copies
from search.models import IndexedDocument, OutboxRow
from search.query import Query


def newest() -> int:
    """The number of the last document there is."""
    return IndexedDocument.objects.aggregate(last=Max("pk"))["last"] or 0


def heard() -> int:
    """The number of the last document that every copy has heard of: later ones cannot be found everywhere yet."""
    unheard = OutboxRow.objects.filter(copy__in=copies.names(), pushed=0).aggregate(first=Min("document_id"))["first"]
    if unheard is not None:
        return int(unheard) - 1
    return newest()


def since(query: Query, number: int) -> Query:
    """The same question to what came after a document."""
    return replace(query, newer_than=number, page=1)
