"""Which engine answers, and which copies are written, by the settings."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.embedded import EmbeddedEngine
from search.engines.protocol import Engine


def reader() -> Engine:
    return _embedded(Path(settings.SEARCH_DIR))


def writers() -> tuple[Engine, ...]:
    """Every copy kept from this process, in the order of `search.copies.names`."""
    return (_embedded(Path(settings.SEARCH_DIR)),)


@lru_cache(maxsize=8)  # one for a folder, with its open index; tests come with folders of their own
def _embedded(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder)
