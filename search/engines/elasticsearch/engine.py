"""The engine for more than one machine: Elasticsearch, behind an alias that is swapped whole.

Documents carry their change number as version, so pushes from several servers may overtake one another without harm.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from search import copies
from search.engines.elasticsearch.ask import Asking
from search.engines.elasticsearch.client import Server
from search.engines.elasticsearch.document import body, fingerprint, source
from search.engines.folder import IndexFolder
from search.engines.protocol import Answer, EngineDocument, EngineQuery, NotReadyError

ABANDONED = 6 * 3600  # seconds after which a build that never came to serve is thrown away
NOT_AN_ANSWER = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
VERSIONED = {"_version_type": "external_gte"}


class ElasticsearchEngine:
    name = copies.ELASTICSEARCH

    def __init__(self, address: str, folder: Path) -> None:
        self.server = Server(address)
        self.folder = IndexFolder(folder)  # only for the lock among this machine's workers

    def search(self, query: EngineQuery) -> Answer:
        try:
            return Asking(self.server, query).answer()
        except NOT_AN_ANSWER as error:  # a proxy's page, another program's answer
            raise NotReadyError(f"Elasticsearch said what we do not understand: {type(error).__name__}") from error

    def writing(self, patience: float) -> AbstractContextManager[None]:
        return self.folder.writing(patience)

    def write(self, build: str, documents: Iterable[EngineDocument], removed: Mapping[int, int]) -> None:
        actions = [*(putting(one) for one in documents), *(taking(*pair) for pair in removed.items())]
        self.server.write(build, actions, refresh=True)

    def build(self, documents: Iterable[EngineDocument]) -> str:
        build = f"{self.server.alias}-{fingerprint()}-{time.strftime('%Y%m%dt%H%M%S')}-{time.time_ns() % 10**9:09d}"
        self.server.create(build, body())
        self.server.write(build, (putting(one) for one in documents), refresh=False)
        self.server.finish(build)
        return build

    def swap(self, build: str) -> None:
        served, before = self.server.holders(self.server.alias), self.server.holders(self._kept)
        moves = [("remove", old, self.server.alias) for old in served]
        moves += [("remove", old, self._kept) for old in before]
        moves += [("add", old, self._kept) for old in served if old != build]
        moves.append(("add", build, self.server.alias))
        self.server.move_aliases([{do: {"index": index, "alias": alias}} for do, index, alias in moves])
        self.server.delete([*self._forgotten({build, *served}, before)])

    def _forgotten(self, kept: set[str], before: Iterable[str]) -> Iterator[str]:
        """What was kept to go back to, and builds that were left half done long ago."""
        yield from (index for index in before if index not in kept)
        for index, begun in self.server.indices().items():
            if index not in kept and index not in before and time.time() - begun > ABANDONED:
                yield index

    def serving(self) -> str | None:
        holders = self.server.holders(self.server.alias)
        ours = f"{self.server.alias}-{fingerprint()}-"
        return holders[0] if len(holders) == 1 and holders[0].startswith(ours) else None

    def previous(self) -> str | None:
        holders = self.server.holders(self._kept)
        return holders[0] if holders else None

    @property
    def _kept(self) -> str:
        return f"{self.server.alias}.previous"


def putting(document: EngineDocument) -> Mapping[str, Any]:
    return {
        "_op_type": "index",
        "_id": str(document.id),
        "_version": document.change,
        **VERSIONED,
        "_source": source(document),
    }


def taking(number: int, change: int) -> Mapping[str, Any]:
    return {"_op_type": "delete", "_id": str(number), "_version": change, **VERSIONED}
