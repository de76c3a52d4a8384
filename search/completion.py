"""Completion as somebody types: prefix look-ups in a table of our own, which follows the truth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from search import facets
from search.analysis import fold
from search.models import Completion, GazetteerPlace, IndexedDocument
from search.query import Query, search

Kind = Completion.Kind
MOST = 8
SHORTEST = 2  # letters that are looked up
LONGEST = 80
MOST_STARTS = 5  # words of a text that it is filed under
AT_ONCE = 500
TOPICS = ("topic", "need", "for")  # groups of filters whose values are topics
PLACES = (GazetteerPlace.Kind.TOWN, GazetteerPlace.Kind.OUTWARD)
LAST = chr(0x10FFFF)


@dataclass(frozen=True)
class Suggestion:
    kind: str
    text: str
    url: str


def suggestions(typed: str, *, today: date, kinds: tuple[str, ...] = ()) -> list[Suggestion]:
    """Topics first, then what begins so, then what has a word that begins so. One statement."""
    key = _key(typed)
    if len(key.replace(" ", "")) < SHORTEST:
        return []
    rows = _beginning(key).filter(_is_shown(today))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    in_order = rows.order_by("position", "-weight", "text", "pk").values_list("kind", "text", "url")
    found = list(dict.fromkeys(Suggestion(*row) for row in in_order[: MOST * 3]))
    return sorted(found, key=lambda one: one.kind != Kind.TOPIC)[:MOST]


def topics() -> list[Suggestion]:
    """All of them, those with most results first."""
    rows = Completion.objects.filter(kind=Kind.TOPIC, position=0).order_by("-weight", "text")
    return [Suggestion(*row) for row in rows.values_list("kind", "text", "url")]


def refresh() -> None:
    """Follow what has changed. Names by document, a few hundred at a time; topics and places when they differ."""
    last = 0
    while stale := list(_stale(last)[:AT_ONCE]):
        _file_names(stale)
        last = stale[-1].pk
    _replace(Kind.TOPIC, _topics())
    _replace(Kind.PLACE, _places())


def _beginning(key: str) -> QuerySet[Completion]:
    """SQLite uses an index for a range, PostgreSQL for LIKE."""
    if connection.vendor == "sqlite":
        return Completion.objects.filter(key__gte=key, key__lt=key + LAST)
    return Completion.objects.filter(key__startswith=key)


def _is_shown(today: date) -> Q:
    open_by = Q(document__visible_from=None) | Q(document__visible_from__lte=today)
    open_until = Q(document__visible_until=None) | Q(document__visible_until__gte=today)
    return Q(document=None) | (Q(document__removed=False) & open_by & open_until)


def _key(text: str) -> str:
    return " ".join(_words(text))[:LONGEST]


def _words(text: str) -> list[str]:
    """As people type them half: no accents, no apostrophes, no hyphens."""
    return re.findall(r"[^\W_]+", fold(text).replace("'", ""))


def _starts(text: str) -> Iterator[tuple[int, str]]:
    words = _words(text)
    for position in range(min(len(words), MOST_STARTS)):
        yield position, " ".join(words[position:])[:LONGEST]


def _stale(after: int) -> QuerySet[IndexedDocument]:
    """Documents whose names are not filed as of their last change. A name without a word is filed under nothing."""
    fresh = Completion.objects.filter(document=OuterRef("pk"), change=OuterRef("change"))
    named = IndexedDocument.objects.filter(~Exists(fresh), removed=False, pk__gt=after)
    return named.order_by("pk").only("title", "url", "change")


@transaction.atomic
def _file_names(documents: list[IndexedDocument]) -> None:
    Completion.objects.filter(document__in=documents).delete()
    Completion.objects.bulk_create(
        Completion(
            kind=Kind.NAME,
            key=key,
            text=row.title[:120],
            url=row.url,
            position=position,
            document=row,
            change=row.change,
        )
        for row in documents
        for position, key in list(_starts(row.title)) or [(0, "")]
    )


Filed = tuple[str, str, str, int, int]  # key, text, url, position, weight


def _replace(kind: str, wanted: Iterable[Filed]) -> None:
    now = list(wanted)
    there = Completion.objects.filter(kind=kind)
    if sorted(now) == sorted(there.values_list("key", "text", "url", "position", "weight")):
        return
    with transaction.atomic():
        there.delete()
        Completion.objects.bulk_create(
            (
                Completion(kind=kind, key=key, text=text[:120], url=url, position=position, weight=weight)
                for key, text, url, position, weight in now
            ),
            batch_size=AT_ONCE,
        )


def _topics() -> Iterator[Filed]:
    """Only those that lead somewhere, by the names they have now."""
    facets.forget_labels()
    for facet in search(Query(per_page=1)).facets:
        if facet.name in TOPICS:
            for value in facet.values:
                address = f"{reverse('search-results')}?{urlencode({facet.name: value.value})}"
                for position, key in _starts(value.label):
                    yield key, value.label, address, position, value.count


def _places() -> Iterator[Filed]:
    names = GazetteerPlace.objects.filter(kind__in=PLACES).order_by("name").values_list("name", flat=True)
    for name in names:
        address = f"{reverse('search-results')}?{urlencode({'near': name})}"
        for position, key in _starts(name):
            yield key, name, address, position, 0
