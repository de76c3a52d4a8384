"""Talking to the server: every call has its time, and whatever goes wrong is one kind of error."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import bulk

from search.engines.protocol import NotReadyError

SEARCH_SECONDS = 0.4  # for one try of a search; with one more try elsewhere a visitor waits less than a second
WORK_SECONDS = 60.0  # for writing and for looking after indices
AT_ONCE = 500
PREFIX = "waymark"

logging.getLogger("elastic_transport").setLevel(logging.ERROR)  # it would log addresses with the query in them


class Server:
    """One pool of connections for a process. `SEARCH_URL` is `http://host:9200`, several with commas between them.

    A path after the last one (`http://host:9200/aldermere`) names our indices where councils share a server.
    """

    def __init__(self, address: str) -> None:
        hosts = [one.strip() for one in address.split(",") if one.strip()]
        self.alias = urlsplit(hosts[-1]).path.strip("/") or PREFIX
        self.hosts = [one[: -len(path)] if (path := urlsplit(one).path) else one for one in hosts]
        self._client = Elasticsearch(self.hosts, max_retries=min(1, len(hosts) - 1), retry_on_timeout=len(hosts) > 1)
        self._searching = self._client.options(request_timeout=SEARCH_SECONDS, retry_on_status=(429, 502, 503, 504))
        self._working = self._client.options(request_timeout=WORK_SECONDS)

    def search(self, searches: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Several searches of the copy that serves, in one round trip. NotReadyError unless all are whole."""
        lines = [line for search in searches for line in ({"index": self.alias}, search)]
        with trouble():
            answer = self._searching.msearch(searches=lines, max_concurrent_searches=len(searches))
        replies = answer.body["responses"]
        for reply in replies:
            whole(reply)
        return list(replies)

    def write(self, index: str, actions: Iterable[Mapping[str, Any]], *, refresh: bool) -> None:
        """What the server knows in a newer form already stays as it is. NotReadyError if anything else was refused."""
        with trouble():
            _, errors = bulk(  # errors is a list unless only their number is asked for
                self._working,
                ({"_index": index, **action} for action in actions),
                chunk_size=AT_ONCE,
                refresh=refresh,
                raise_on_error=False,
                raise_on_exception=True,
            )
        refused = [one for one in errors if not harmless(one)]  # type: ignore[union-attr]
        if refused:
            raise NotReadyError(f"{len(refused)} documents were refused: {str(refused[0])[:300]}")

    def create(self, index: str, body: Mapping[str, Any]) -> None:
        with trouble():
            self._working.indices.create(index=index, settings=body["settings"], mappings=body["mappings"])

    def finish(self, index: str) -> None:
        """One segment, as small and quick as it gets, and to be seen."""
        with trouble():
            self._working.indices.forcemerge(index=index, max_num_segments=1)
            self._working.indices.refresh(index=index)

    def holders(self, alias: str) -> list[str]:
        """The indices behind an alias; none is no error."""
        with trouble():
            try:
                return sorted(self._searching.indices.get_alias(name=alias).body)
            except NotFoundError:
                return []

    def indices(self) -> dict[str, float]:
        """Every index of ours, with when it was begun in seconds since 1970."""
        with trouble():
            found = self._working.indices.get_settings(index=f"{self.alias}-*", name="index.creation_date").body
        return {name: int(each["settings"]["index"]["creation_date"]) / 1000 for name, each in found.items()}

    def move_aliases(self, actions: Sequence[Mapping[str, Any]]) -> None:
        with trouble():
            self._working.indices.update_aliases(actions=list(actions))

    def delete(self, indices: Sequence[str]) -> None:
        if indices:
            with trouble():
                self._working.options(ignore_status=404).indices.delete(index=",".join(indices))

    def count(self, index: str) -> int:
        with trouble():
            return int(self._working.count(index=index).body["count"])


@contextmanager
def trouble() -> Iterator[None]:
    """Whatever the client raises, in words that hold no query and nobody's data."""
    try:
        yield
    except ApiError as error:
        raise NotReadyError(f"Elasticsearch answered {error.meta.status}: {error.error}") from None
    except TransportError as error:
        raise NotReadyError(f"Elasticsearch does not answer: {type(error).__name__}") from None


def whole(reply: Mapping[str, Any]) -> None:
    """Half an answer is none: totals would be wrong."""
    if "error" in reply:
        raise NotReadyError(f"Elasticsearch answered {reply.get('status')}: {reply['error'].get('type')}")
    if reply["timed_out"] or reply["_shards"]["successful"] < reply["_shards"]["total"]:
        raise NotReadyError("Elasticsearch answered from a part of its index only")


def harmless(error: Mapping[str, Any]) -> bool:
    """A newer version is there, or what should go is gone."""
    ((kind, each),) = error.items()
    return each["status"] == 409 or (kind == "delete" and each["status"] == 404)
