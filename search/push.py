"""From the truth to the copies. Safe to stop at any moment and to run again: what is due is in the outbox.

A document's words and its change number are read together; the copy is committed before the outbox says so. A kill in
between pushes the same thing once more, and a change made meanwhile is still waiting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.utils import timezone

from search.engines.choice import writers
from search.engines.folder import WriterBusyError
from search.engines.protocol import Engine, EngineDocument
from search.models import IndexCopy, IndexedDocument, OutboxRow
from search.projection import engine_document
from search.truth import waiting

BATCH = 500
PATIENCE = 60.0  # seconds to wait for another writer

Pair = tuple[int, int]  # document, change


def drain() -> int:
    """Bring every copy up to date; returns how many documents went. A copy that is missing or not ours is made anew."""
    return sum(_drain(engine) for engine in writers())


def rebuild() -> int:
    """Make every copy anew beside the one that serves, catch up, and swap. Returns how many documents are in."""
    total = 0
    for engine in writers():
        with engine.writing(PATIENCE):
            total += _rebuild(engine)
    return total


def backlog() -> dict[str, int]:
    """How many changes each copy has not heard of."""
    return {engine.name: OutboxRow.objects.filter(waiting(engine.name)).count() for engine in writers()}


def _drain(engine: Engine) -> int:
    total = 0
    with engine.writing(PATIENCE):
        if not _is_current(engine):
            return _rebuild(engine)
        while batch := _next_batch(engine):
            _push(engine, batch)
            total += len(batch.pairs)
    return total


def _is_current(engine: Engine) -> bool:
    build = engine.serving()
    return build is not None and IndexCopy.objects.filter(name=engine.name, build=build).exists()


@dataclass
class Batch:
    pairs: list[Pair]
    documents: list[EngineDocument]
    removed: list[int]


def _next_batch(engine: Engine) -> Batch | None:
    rows = OutboxRow.objects.filter(waiting(engine.name)).order_by("change", "document_id")
    return _read(list(rows.values_list("document_id", flat=True)[:BATCH]))


def _read(ids: Sequence[int]) -> Batch | None:
    """Documents with their change numbers. Places are read just after: newer ones only mean one push more."""
    if not ids:
        return None
    rows = list(IndexedDocument.objects.filter(pk__in=ids).prefetch_related("places"))
    return Batch(
        pairs=[(row.pk, row.change) for row in rows],
        documents=[engine_document(row) for row in rows if not row.removed],
        removed=[row.pk for row in rows if row.removed],
    )


def _push(engine: Engine, batch: Batch) -> None:
    engine.write(batch.documents, batch.removed)
    mark_pushed(engine.name, batch.pairs)
    _bury(batch.removed)


def mark_pushed(copy: str, pairs: Sequence[Pair]) -> None:
    """Only where the change that was pushed is still the last one."""
    for start in range(0, len(pairs), BATCH):
        some = pairs[start : start + BATCH]
        values = ", ".join(["(%s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE search_outboxrow SET pushed = change"  # noqa: S608 - what is put in is placeholders
                f" WHERE copy = %s AND (document_id, change) IN (VALUES {values})",
                [copy, *(number for pair in some for number in pair)],
            )


def _bury(removed: Sequence[int]) -> None:
    """A shell that every copy has forgotten is of no more use."""
    if removed:
        unheard = OutboxRow.objects.filter(document_id__in=removed, pushed__lt=F("change")).values("document_id")
        IndexedDocument.objects.filter(pk__in=removed, removed=True).exclude(pk__in=unheard).delete()


def _rebuild(engine: Engine) -> int:
    pairs: list[Pair] = []
    build = engine.build(_everything(pairs))
    engine.swap(build)
    IndexCopy.objects.update_or_create(name=engine.name, defaults={"build": build, "built_at": timezone.now()})
    mark_pushed(engine.name, pairs)
    while batch := _next_batch(engine):
        _push(engine, batch)
    return len(pairs)


def _everything(pairs: list[Pair]) -> Iterator[EngineDocument]:
    last = 0
    while ids := list(
        IndexedDocument.objects.filter(pk__gt=last, removed=False).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        batch = _read(ids)
        if batch:
            pairs.extend(batch.pairs)
            yield from batch.documents
        last = ids[-1]


__all__ = ["WriterBusyError", "backlog", "drain", "mark_pushed", "rebuild"]
