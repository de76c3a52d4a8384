"""A question put kindly: what was typed, or what was meant where nothing has what was typed.

A correction is never worse than none: it is taken only where a word is nowhere at all, and something has the other one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe

from search import spelling, vocabulary
from search.address import Asked
from search.forms.find import FindForm
from search.places import Near
from search.query import Query, Results, has_any, has_enough, search
from search.understood import Placed, placed

MakeQuery = Callable[[Asked, FindForm], Query]


@dataclass(frozen=True)
class Correction:
    """`meant` is what was searched for, `shown` the same with the changed words in bold; `typed` is as it was."""

    meant: str
    shown: SafeString
    typed: Asked

    @property
    def address(self) -> str:
        return self.instead.address

    @property
    def instead(self) -> Asked:
        return self.typed.changed(exact=True)


@dataclass(frozen=True)
class Answered:
    """`asked` and `form` are of the question that `results` answer: its place in the box for places."""

    asked: Asked
    form: FindForm
    query: Query
    results: Results
    place: Placed | None = None
    correction: Correction | None = None


def answered(asked: Asked, query: MakeQuery, near: Near | None = None) -> Answered:
    """The answer to what was typed; or to the nearest words that we know, which then stand in the boxes.

    A correction must find something; and where it finds only some of its words, nothing may have enough of those typed.
    `near`: where `asked.near` is, if that is known already.
    """
    typed = _read(asked, query, near)
    changes = {} if asked.exact else vocabulary.corrections(asked.text)
    changes = {word: meant for word, meant in changes.items() if not _is_somewhere(word)}
    if not changes:
        return _found(typed)
    text = spelling.corrected(asked.text, changes)
    meant = _read(replace(asked, text=text), query, near)
    if not has_any(meant.query):
        return _found(typed)
    meant = _found(meant)
    if meant.results.some_words and has_enough(typed.query):
        return _found(typed)
    as_typed = asked if asked.near or typed.place else asked.placeless()
    shown = mark_safe(spelling.marked(text, changes.values()))  # noqa: S308 - it escapes what was typed
    return replace(meant, correction=Correction(text, shown, as_typed))


def _read(asked: Asked, query: MakeQuery, near: Near | None) -> Answered:
    """Nothing is searched for yet."""
    place = placed(asked)
    asked = place.asked if place else asked
    form = FindForm(asked, place.near if place else near)
    form.is_valid()
    made = query(asked, form)
    return Answered(asked, form, made, Results(made), place)


def _found(read: Answered) -> Answered:
    return replace(read, results=search(read.query))


def _is_somewhere(word: str) -> bool:
    """A word may be newer than our vocabulary."""
    return has_any(Query(text=word))
