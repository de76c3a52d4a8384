"""Counting what people search for, once their page has gone out: it never slows, breaks or remembers anybody.

A visitor counts once a day for the same words, whatever filters she tries with them. Who they are is a hash, salted
anew each day, in the cache alone; it holds a few questions for each visitor, so that a flood of them pushes nothing
else out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from design.limits import visitor
from search import facets, places
from search.kept_words import kept
from search.models import SearchCount
from search.places import Near
from search.query import Query, Results

FEWEST = 5  # searches that had some words, before the words are kept as such
SLOW = 1_000  # milliseconds
PATIENCE = 100  # milliseconds to wait for another writer
MOST_OF_ONE = 50  # questions of one visitor in a day that are counted
DAY = 24 * 60 * 60
LONGEST_FILTERS = 300

COUNT = """
    INSERT INTO search_searchcount
        (day, digest, engine, words, times, in_vain, milliseconds, slowest, slow, missed)
    VALUES (%s, %s, %s, '', 1, %s, %s, %s, %s, %s)
    ON CONFLICT (day, digest, engine) DO UPDATE SET
        times = search_searchcount.times + 1,
        in_vain = search_searchcount.in_vain + excluded.in_vain,
        milliseconds = search_searchcount.milliseconds + excluded.milliseconds,
        slow = search_searchcount.slow + excluded.slow,
        missed = search_searchcount.missed + excluded.missed,
        slowest = CASE WHEN excluded.slowest > search_searchcount.slowest
                  THEN excluded.slowest ELSE search_searchcount.slowest END
"""
FOUND = """
    INSERT INTO search_foundcount (day, kind, ref, digest, times) VALUES {rows}
    ON CONFLICT (kind, ref, day, digest) DO UPDATE SET times = search_foundcount.times + 1
"""
UNMET = """
    INSERT INTO search_unmetneed (day, filters, area, digest, times) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (day, filters, area, digest) DO UPDATE SET times = search_unmetneed.times + 1
"""

log = logging.getLogger(__name__)
_missed = 0  # since the last that was recorded by this process


@dataclass(frozen=True)
class Search:
    """What is worth counting of one search."""

    day: date
    words: str
    filters: str
    area: str
    engine: str
    milliseconds: int
    found: int
    shown: tuple[tuple[str, str], ...] = ()  # kind and ref of what the first page had

    @property
    def digest(self) -> str:
        return digest_of(self.words)


@dataclass(frozen=True)
class New:
    """What a visitor asks for the first time today: a new question may be asked in words she has used before."""

    words: bool
    question: bool


def digest_of(words: str) -> str:
    """The same for the same words, and no way back to them without the site's secret key."""
    return salted_hmac("search.words", words, algorithm="sha256").hexdigest()[:32]


def after(response: HttpResponse, request: HttpRequest, results: Results) -> None:
    """Count this search when the answer has been sent."""
    if is_a_question(request, results):
        # Django has no public name for what is done once an answer is sent
        response._resource_closers.append(lambda: count(request, results))  # type: ignore[attr-defined]


def is_a_question(request: HttpRequest, results: Results) -> bool:
    """The first page of an answer to words, a place or filters, asked by a person as far as one can tell."""
    query = results.query
    asks = query.text or query.near or any(query.facets.values())
    guesses = "Sec-Purpose" in request.headers or "bot" in request.headers.get("User-Agent", "").lower()
    return bool(asks) and query.page == 1 and results.ready and not guesses


def count(request: HttpRequest, results: Results) -> None:
    """Never raises: a search that could not be counted is counted as missed by the next."""
    global _missed
    try:
        search = _told(results)
        new = _new_today(request, search)
        if new.question:
            with _impatiently():
                _write(search, new, _missed)
            _missed = 0 if new.words else _missed
    except Exception as error:  # whatever it is, the visitor has the answer
        _missed += 1
        log.warning("A search was not counted: %s", type(error).__name__)


def _told(results: Results) -> Search:
    query = results.query
    assert query.today is not None  # noqa: S101 - search() has filled it in
    return Search(
        day=query.today,
        words=kept(query.text),
        filters=_filters(query),
        area=_area(query.near),
        engine=results.answered_by,
        milliseconds=round(results.seconds * 1000),
        found=results.total,
        shown=tuple(sorted({(hit.document.kind, hit.document.ref) for hit in results.hits})),
    )


def _filters(query: Query) -> str:
    """Those on, and the kind where the page has one. Only values that have a name: an address may say anything."""
    on = [f"kind={query.kinds[0]}"] if len(query.kinds) == 1 else []
    for group in facets.groups():
        named = facets.labels(group)
        on += [f"{group.name}={value}" for value in query.facets.get(group.name, ()) if value in named]
    return " ".join(sorted(set(on)))[:LONGEST_FILTERS]


def _area(near: Near | None) -> str:
    """A town, or the first half of a postcode: never the whole one."""
    if near is None:
        return ""
    return places.postcode_key(near.label)[:-3] if near.kind == "postcode" else near.label


def _new_today(request: HttpRequest, search: Search) -> New:
    """One person who tries five filters with the same words is not five people who use these words."""
    key = f"searched:{_visitor(request, search.day)}"
    asked: tuple[str, ...] = cache.get(key, ())
    question = _mark(key, f"{search.digest} {search.filters} {search.area}".strip())
    if question in asked or len(asked) >= MOST_OF_ONE:
        return New(words=False, question=False)
    words = _mark(key, search.digest) if search.words else question
    cache.set(key, (*asked, *dict.fromkeys((words, question))), DAY)
    return New(words=words not in asked, question=True)


def _mark(key: str, said: str) -> str:
    return salted_hmac(key, said).hexdigest()[:12]


def _visitor(request: HttpRequest, day: date) -> str:
    return salted_hmac(f"search.visitor {day}", visitor(request), algorithm="sha256").hexdigest()[:32]


@contextmanager
def _impatiently() -> Iterator[None]:
    """A short transaction that gives up rather than wait for a long one."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _write(search: Search, new: New, missed: int) -> None:
    day = connection.ops.adapt_datefield_value(search.day)
    in_vain, slow = int(search.found == 0), int(search.milliseconds >= SLOW)
    took = search.milliseconds
    with connection.cursor() as cursor:
        if new.words:
            cursor.execute(COUNT, [day, search.digest, search.engine, in_vain, took, took, slow, missed])
            if search.shown:  # in order, so that two writers do not wait for each other
                rows = [part for kind, ref in search.shown for part in (day, kind, ref, search.digest)]
                cursor.execute(FOUND.format(rows=", ".join(["(%s, %s, %s, %s, 1)"] * len(search.shown))), rows)
        if in_vain:
            cursor.execute(UNMET, [day, search.filters, search.area, search.digest])
    _keep_words(search)


def _keep_words(search: Search) -> None:
    """From the fifth search on, the words themselves."""
    rows = SearchCount.objects.filter(digest=search.digest)
    if search.words and (rows.aggregate(all=Sum("times"))["all"] or 0) >= FEWEST:
        rows.filter(words="").update(words=search.words)
