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
from search.query import Query, Results, search
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

    `near`: where `asked.near` is, if that is known already.
    """
    first = _put(asked, query, near)
    changes = {} if asked.exact or not first.results.ready else vocabulary.corrections(asked.text)
    changes = {typed: meant for typed, meant in changes.items() if not _is_somewhere(typed)}
    if not changes:
        return first
    text = spelling.corrected(asked.text, changes)
    second = _put(replace(asked, text=text), query, first.form.place if asked.near else None)
    if not _is_better(second.results, first.results):
        return first
    shown = mark_safe(spelling.marked(text, changes.values()))  # noqa: S308 - it escapes what was typed
    return replace(second, correction=Correction(text, shown, asked))


def _put(asked: Asked, query: MakeQuery, near: Near | None) -> Answered:
    place = placed(asked)
    asked = place.asked if place else asked
    form = FindForm(asked, place.near if place else near)
    form.is_valid()
    made = query(asked, form)
    return Answered(asked, form, made, search(made), place)


def _is_somewhere(word: str) -> bool:
    """A word may be newer than our vocabulary."""
    return search(Query(text=word, per_page=1)).total > 0


def _is_better(corrected: Results, typed: Results) -> bool:
    return corrected.total > 0 and (typed.some_words or not corrected.some_words or not typed.total)
