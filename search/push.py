"""From the truth to the copies. Safe to stop at any moment and to run again: what is due is in the outbox.

A document's words and its change number are read together; the copy is committed before the outbox says so. A kill in
between pushes the same thing once more, and a change made meanwhile is still waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from search import copies
from search.engines.choice import writers
from search.engines.folder import WriterBusyError
from search.engines.protocol import Engine, EngineDocument, NotReadyError
from search.models import IndexCopy, IndexedDocument, OutboxRow
from search.projection import engine_document
from search.truth import waiting

BATCH = 500
PATIENCE = 60.0  # seconds to wait for another writer

ADD_MISSING = """
    INSERT INTO search_outboxrow (copy, document_id, change, pushed)
    SELECT %s, d.id, d.change, 0 FROM search_indexeddocument d
    WHERE NOT EXISTS (SELECT 1 FROM search_outboxrow o WHERE o.copy = %s AND o.document_id = d.id)
"""  # a copy that joins later was told of nothing

log = logging.getLogger(__name__)

Pair = tuple[int, int]  # document, change


def drain() -> int:
    """Bring every copy up to date; returns how many documents went. A copy that is missing or not ours is made anew.

    A server that does not answer keeps nobody else waiting: its rows stay in the outbox.
    """
    return sum(each(_drain))


def rebuild() -> int:
    """Make every copy anew beside the one that serves, catch up, and swap. Returns how many documents are in."""
    return sum(each(_rebuild))


def go_back() -> int:
    """Let the copy that served before serve again, and tell it all there is. Returns how many documents went."""
    return sum(each(_go_back))


def each(work: Callable[[Engine], int]) -> list[int]:
    """Do it for every copy of this server, under its lock. Raises the trouble when nothing could be done at all."""
    done, trouble = [], None
    for engine in writers():
        try:
            with engine.writing(PATIENCE):
                done.append(work(engine))
        except NotReadyError as error:
            log.warning("Search: the copy %s could not be written: %s", engine.name, error)
            trouble = error
    if trouble and not done:
        raise trouble
    return done


def backlog() -> dict[str, int]:
    """How many changes each copy has not heard of."""
    return {name: OutboxRow.objects.filter(waiting(name)).count() for name in copies.names()}


def forget(copy: str) -> int:
    """A copy that is kept no more: nothing waits for it. Returns how many rows it had."""
    with transaction.atomic():
        IndexCopy.objects.filter(name=copy).delete()
        return OutboxRow.objects.filter(copy=copy).delete()[0]


def _drain(engine: Engine) -> int:
    build = engine.serving()
    if build is None or not IndexCopy.objects.filter(name=engine.name, build=build).exists():
        return _rebuild(engine)
    return _catch_up(engine, build)


def _catch_up(engine: Engine, build: str) -> int:
    total = 0
    while batch := _next_batch(engine):
        _push(engine, build, batch)
        total += len(batch.pairs)
    return total


@dataclass
class Batch:
    pairs: list[Pair]
    documents: list[EngineDocument]
    removed: dict[int, int]


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
        removed={row.pk: row.change for row in rows if row.removed},
    )


def _push(engine: Engine, build: str, batch: Batch) -> None:
    engine.write(build, batch.documents, batch.removed)
    mark_pushed(engine.name, build, batch.pairs)
    _bury(list(batch.removed))


def mark_pushed(copy: str, build: str, pairs: Sequence[Pair]) -> None:
    """Only where the change that was pushed is still the last one, and that build still the one that counts."""
    for start in range(0, len(pairs), BATCH):
        some = pairs[start : start + BATCH]
        values = ", ".join(["(%s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE search_outboxrow SET pushed = change"  # noqa: S608 - what is put in is placeholders
                f" WHERE copy = %s AND (document_id, change) IN (VALUES {values})"
                " AND EXISTS (SELECT 1 FROM search_indexcopy c WHERE c.name = %s AND c.build = %s)",
                [copy, *(number for pair in some for number in pair), copy, build],
            )


def _bury(removed: Sequence[int]) -> None:
    """A shell that every copy has forgotten is of no more use."""
    if removed:
        unheard = OutboxRow.objects.filter(document_id__in=removed, pushed__lt=F("change")).values("document_id")
        IndexedDocument.objects.filter(pk__in=removed, removed=True).exclude(pk__in=unheard).delete()


def _rebuild(engine: Engine) -> int:
    IndexCopy.objects.get_or_create(name=engine.name, defaults={"build": "", "built_at": timezone.now()})
    pairs: list[Pair] = []
    build = engine.build(_everything(pairs))
    _serve(engine, build)
    mark_pushed(engine.name, build, pairs)
    _catch_up(engine, build)
    return len(pairs)


def _go_back(engine: Engine) -> int:
    build = engine.previous()
    if build is None:
        raise NotReadyError("there is no older copy")
    _serve(engine, build)
    return _catch_up(engine, build)


def _serve(engine: Engine, build: str) -> None:
    """From here on the outbox speaks of this build: nothing counts as pushed until it is in there.

    A push by another server that is still under way for the older build marks nothing (see `mark_pushed`).
    """
    engine.swap(build)
    with transaction.atomic():
        IndexCopy.objects.filter(name=engine.name).update(build=build, built_at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(ADD_MISSING, [engine.name, engine.name])
        OutboxRow.objects.filter(copy=engine.name).update(pushed=0)


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


__all__ = ["NotReadyError", "WriterBusyError", "backlog", "drain", "forget", "go_back", "mark_pushed", "rebuild"]
