"""The editors' words as every search uses them: read from the table every few seconds, not with every search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from time import monotonic

from search import synonyms
from search.analysis import Group
from search.models import SynonymSet
from search.synonyms import SameThing, Thesaurus, compiled

REMEMBERED = 5.0  # seconds until what an editor saved is used by every process

_remembered: tuple[float, Thesaurus] | None = None  # until when, and what
_tried: ContextVar[Thesaurus | None] = ContextVar("tried", default=None)


def current() -> Thesaurus:
    """What is in use now, or what is being tried."""
    return _tried.get() or _from_table()


def understood(text: str) -> tuple[Group, ...]:
    """What a question asks for, each thing in every way that we know now."""
    return _understood(text, current())


def sets(*, but: int | None = None) -> list[SameThing]:
    """All that editors keep, or all but one."""
    return [one.same_thing for one in SynonymSet.objects.all() if one.pk != but]


@contextmanager
def trying(found: Iterable[SameThing]) -> Iterator[None]:
    """Searches in this block use these sets instead of the table's."""
    token = _tried.set(compiled(found))
    try:
        yield
    finally:
        _tried.reset(token)


def forget() -> None:
    """Look into the table anew next time."""
    global _remembered
    _remembered = None


@lru_cache(maxsize=32)  # one answer asks several times
def _understood(text: str, words: Thesaurus) -> tuple[Group, ...]:
    return synonyms.understood(text, words)


def _from_table() -> Thesaurus:
    global _remembered
    if _remembered is None or _remembered[0] < monotonic():
        _understood.cache_clear()
        _remembered = (monotonic() + REMEMBERED, compiled(sets()))
    return _remembered[1]
