"""Which engines answer, and which copies are written, by the settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search import copies
from search.engines.circuit import Circuit
from search.engines.embedded import EmbeddedEngine
from search.engines.protocol import Engine


def readers() -> Iterator[tuple[Engine, Circuit | None]]:
    """Whom to ask, in this order, until one answers. The built-in engine is always the last."""
    if settings.SEARCH_URL:
        way = circuit()
        if way.lets_through():
            yield _elasticsearch(settings.SEARCH_URL, _folder(), os.getpid()), way
    yield embedded(), None


def writers() -> tuple[Engine, ...]:
    """Every copy kept from this server, in the order of `search.copies.own`."""
    if settings.SEARCH_URL:
        return embedded(), _elasticsearch(settings.SEARCH_URL, _folder(), os.getpid())
    return (embedded(),)


def embedded() -> EmbeddedEngine:
    return _embedded(_folder(), copies.own()[0])


def circuit() -> Circuit:
    return _circuit(settings.SEARCH_URL)


def _folder() -> Path:
    return Path(settings.SEARCH_DIR)


@lru_cache(maxsize=8)  # one for a folder, with its open index; tests come with folders of their own
def _embedded(folder: Path, name: str) -> EmbeddedEngine:
    return EmbeddedEngine(folder, name)


@lru_cache(maxsize=8)
def _circuit(_address: str) -> Circuit:
    return Circuit(copies.ELASTICSEARCH)


@lru_cache(maxsize=8)  # one pool of connections for a process, and none that a fork has copied
def _elasticsearch(address: str, folder: Path, _process: int) -> Engine:
    from search.engines.elasticsearch.engine import ElasticsearchEngine  # 40 MB that a village need not load

    return ElasticsearchEngine(address, folder / "elasticsearch")
