"""The engine inside our own process: Tantivy, in a folder. One writer at a time; readers follow by looking at it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from tantivy import Searcher

from search import copies
from search.engines.folder import IndexFolder
from search.engines.protocol import Answer, EngineDocument, EngineQuery, NotReadyError
from search.engines.tantivy_ask import Asking
from search.engines.tantivy_schema import document, fingerprint, schema

HEAP = 64_000_000


@dataclass
class Snapshot:
    build: str
    stamp: tuple[int, int]
    index: tantivy.Index
    searcher: Searcher


class EmbeddedEngine:
    def __init__(self, root: Path, name: str = copies.EMBEDDED) -> None:
        self.name = name
        self.folder = IndexFolder(root)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def search(self, query: EngineQuery) -> Answer:
        snapshot = self._current()
        with self._guarded(snapshot.build):
            return Asking(snapshot.searcher, query).answer()

    def writing(self, patience: float) -> AbstractContextManager[None]:
        return self.folder.writing(patience)

    def write(self, build: str, documents: Iterable[EngineDocument], removed: Mapping[int, int]) -> None:
        batch = list(documents)
        with self._guarded(build):
            index = tantivy.Index.open(str(self.folder.path(build)))
            with index.writer(HEAP, 1) as writer:
                # by a query: delete_documents_by_term silently misses numbers kept as unsigned
                old = [*removed, *(one.id for one in batch)]
                writer.delete_documents_by_query(tantivy.Query.term_set_query(schema(), "id", old))
                for one in batch:
                    writer.add_document(document(one))
                writer.commit()

    def build(self, documents: Iterable[EngineDocument]) -> str:
        build = self.folder.begin(fingerprint())
        index = tantivy.Index(schema(), str(self.folder.path(build)))
        with index.writer(HEAP, 1) as writer:
            for one in documents:
                writer.add_document(document(one))
            writer.commit()
        return build

    def swap(self, build: str) -> None:
        self.folder.swap(build)

    def serving(self) -> str | None:
        build = self.folder.serving()
        if build is None or not build.startswith(fingerprint()) or self.folder.is_damaged(build):
            return None
        try:
            self._current()
        except NotReadyError:
            return None
        return build

    def previous(self) -> str | None:
        return self.folder.previous()

    def _current(self) -> Snapshot:
        """What the pointer says now; opened again only when the pointer or the last commit has changed."""
        build = self.folder.serving()
        if build is None:
            raise NotReadyError("nothing is built yet")
        try:
            meta = (self.folder.path(build) / "meta.json").stat()
        except OSError as error:
            raise NotReadyError("the folder is gone") from error
        stamp = (meta.st_mtime_ns, meta.st_ino)
        snapshot = self._snapshot
        if snapshot and (snapshot.build, snapshot.stamp) == (build, stamp):
            return snapshot
        with self._lock, self._guarded(build):
            self._snapshot = self._open(build, stamp)
            return self._snapshot

    def _open(self, build: str, stamp: tuple[int, int]) -> Snapshot:
        old = self._snapshot
        if old and old.build == build:
            old.index.reload()
            return Snapshot(build, stamp, old.index, old.index.searcher())
        index = tantivy.Index.open(str(self.folder.path(build)))
        index.config_reader("manual")
        index.reload()
        return Snapshot(build, stamp, index, index.searcher())

    @contextmanager
    def _guarded(self, build: str) -> Iterator[None]:
        """Tantivy reports a broken file as ValueError, OSError or, from its depths, a panic that is no Exception."""
        try:
            yield
        except BaseException as error:
            if not isinstance(error, ValueError | OSError) and type(error).__name__ != "PanicException":
                raise
            self._snapshot = None
            self.folder.report_damage(build)
            raise NotReadyError(f"{type(error).__name__}: {error}") from error
