"""The only write side of search. Owners call it in their own transaction; engines hear of it after commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from search import copies, documents
from search.documents import Document
from search.geo import vector
from search.models import ChangeNumber, IndexedDocument, IndexedPlace, OutboxRow
from search.tasks import nudge

BATCH = 500
_waiting: ContextVar[dict[str, dict[str, None]] | None] = ContextVar("refreshed together", default=None)
CONTENT = (
    "title",
    "url",
    "summary",
    "body",
    "keywords",
    "facets",
    "anywhere",
    "price_pence",
    "price_unit",
    "approved_until",
    "confirmed_on",
    "visible_from",
    "visible_until",
    "hours",
    "extra",
)


def put(document: Document, *, at: datetime | None = None) -> None:
    """Record what can be found from now on about this thing."""
    put_many([document], at=at)


def put_many(found: Iterable[Document], *, at: datetime | None = None) -> None:
    """The same for many, in few statements: what an import uses for each of its batches."""
    everything = list({(document.kind, document.ref): document for document in found}.values())
    for start in range(0, len(everything), BATCH):
        _put_batch(everything[start : start + BATCH], at or timezone.now())


def remove(kind: str, ref: str, *, at: datetime | None = None) -> None:
    """Take a thing out. Its words go at once; an empty shell stays until every copy has forgotten it."""
    with transaction.atomic():
        row = IndexedDocument.objects.select_for_update().filter(kind=kind, ref=ref, removed=False).first()
        if row is None:
            return
        row.places.all().delete()
        change = _next_change()
        shell = IndexedDocument(id=row.id, kind=kind, ref=ref, removed=True, change=change)
        shell.changed_at = at or timezone.now()
        shell.save(force_update=True)
        _tell_copies([shell.id], change)


@contextmanager
def together() -> Iterator[None]:
    """What is refreshed inside is asked of its owners once, at the end: for many changes in one transaction."""
    waiting: dict[str, dict[str, None]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for kind, refs in waiting.items():
        asked = list(refs)
        for start in range(0, len(asked), BATCH):
            refresh(kind, asked[start : start + BATCH])


def refresh(kind: str, refs: Iterable[str]) -> None:
    """Ask their owner about these: put what is public, take out what is not. In the caller's transaction."""
    asked = list(refs)
    if (waiting := _waiting.get()) is not None:
        waiting.setdefault(kind, {}).update(dict.fromkeys(asked))
        return
    found = {document.ref: document for document in documents.named(kind).load(asked)}
    put_many(found.values())
    _remove_known(kind, set(asked) - found.keys())


def _remove_known(kind: str, refs: Collection[str]) -> None:
    """Most of what an import asks about and is not public never was: drafts cost one question together."""
    if refs:
        known = IndexedDocument.objects.filter(kind=kind, ref__in=refs, removed=False).values_list("ref", flat=True)
        for ref in sorted(known):
            remove(kind, ref)


def rebuild() -> int:
    """Ask every owner for all its documents again, and take out what no owner names. Returns how many there are."""
    total = 0
    for kind in documents.kinds():
        seen: set[str] = set()
        batch: list[Document] = []
        for document in kind.load(None):
            seen.add(document.ref)
            batch.append(document)
            if len(batch) == BATCH:
                put_many(batch)
                batch = []
        put_many(batch)
        known = IndexedDocument.objects.filter(kind=kind.name, removed=False).values_list("ref", flat=True)
        for ref in set(known) - seen:
            remove(kind.name, ref)
        total += len(seen)
    return total


def _next_change() -> int:
    """Taken only once the rows are locked: so a document's numbers go up in the order of its changes."""
    row = ChangeNumber.objects.create()
    number = row.pk
    row.delete()
    return number


@transaction.atomic
def _put_batch(batch: Sequence[Document], at: datetime) -> None:
    if not batch:
        return
    _lock(batch)
    change = _next_change()
    rows = IndexedDocument.objects.bulk_create(
        [_row(document, change, at) for document in batch],
        update_conflicts=True,
        unique_fields=["kind", "ref"],
        update_fields=[*CONTENT, "removed", "change", "changed_at"],
    )
    ids = [row.pk for row in rows]
    IndexedPlace.objects.filter(document_id__in=ids).delete()
    IndexedPlace.objects.bulk_create(
        place for row, document in zip(rows, batch, strict=True) for place in _places(row.pk, document)
    )
    _tell_copies(ids, change)


def _lock(batch: Sequence[Document]) -> None:
    """Rows that exist already, in one order, so that two owners at once never wait for each other."""
    for kind in sorted({document.kind for document in batch}):
        refs = [document.ref for document in batch if document.kind == kind]
        rows = IndexedDocument.objects.select_for_update().filter(kind=kind, ref__in=refs)
        list(rows.order_by("pk").values_list("pk", flat=True))


def _row(document: Document, change: int, at: datetime) -> IndexedDocument:
    content = {name: getattr(document, name) for name in CONTENT}
    content["title"] = document.title[:300]
    content["facets"] = {group: sorted(set(values)) for group, values in document.facets.items() if values}
    content["hours"] = [list(opening) for opening in document.hours]
    return IndexedDocument(kind=document.kind, ref=document.ref, removed=False, change=change, changed_at=at, **content)


def _places(document_id: int, document: Document) -> list[IndexedPlace]:
    made = []
    for place in document.places:
        x, y, z = vector(place.lat, place.lon)
        made.append(
            IndexedPlace(document_id=document_id, lat=place.lat, lon=place.lon, label=place.label[:200], x=x, y=y, z=z)
        )
    return made


def _tell_copies(ids: Sequence[int], change: int) -> None:
    OutboxRow.objects.bulk_create(
        [OutboxRow(copy=copy, document_id=pk, change=change) for copy in copies.names() for pk in ids],
        update_conflicts=True,
        unique_fields=["copy", "document"],
        update_fields=["change"],
    )
    nudge()
