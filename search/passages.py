"""Where a query's words stand in a text, and the stretch of it that shows them best. Pure.

Words are compared by `search.analysis`, so "wash" marks "washing" wherever the engine finds it. Only so much of a text
is looked through, and only so many places of it: a page of results must not wait for somebody's book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search import analysis
from search.analysis import Group, Phrase

LOOKED_THROUGH = 8_000  # characters of a text
LENGTH = 160  # of a passage, about
WHOLE = 240  # a text no longer than this is shown as it is
LEAD = 40  # characters before the first word of a passage that begins inside a sentence
SENTENCE = 90  # how far back a passage may begin at the start of the sentence
MOST_MARKS = 400
LONGEST_WORD = 80  # longer runs of letters are no words

_UNSEEN = r"\u0300-\u036f\u00ad\u200b-\u200d"  # accents written apart, soft hyphens, joiners
_WORD = re.compile(
    rf"""\b[a-z]{{1,2}}\d[a-z\d]?\s{{0,3}}\d[a-z]{{2}}\b
       | \d+(?:[.,/:]\d+)+(?!\w)
       | [^\W_][\w{_UNSEEN}'’‘‐‑-]*""",
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:]\s+|\n+")


class Piece(NamedTuple):
    """A stretch of text, as it was written."""

    text: str
    marked: bool


class Mark(NamedTuple):
    start: int
    end: int
    group: int  # which of the things asked for


class Wanted(NamedTuple):
    """Tokens, and phrases by the first token; each with the number of what it is one way of."""

    singles: dict[str, int]
    several: dict[str, list[tuple[Phrase, int]]]


def marks(text: str, wanted: Wanted) -> list[Mark]:
    """Where the things asked for stand, in order. Words of a phrase count where they stand in a row."""
    singles, several = wanted
    if not singles and not several:
        return []
    found: list[Mark] = []
    longest = max((len(phrase) for ways in several.values() for phrase, _ in ways), default=0)
    words = list(_words(text[:LOOKED_THROUGH])) if several else _words(text[:LOOKED_THROUGH])
    for number, (start, end, tokens) in enumerate(words):
        group = next((singles[token] for token in tokens if token in singles), None)
        if group is not None:
            found.append(Mark(start, end, group))
        elif several and (begun := [way for token in tokens for way in several.get(token, ())]):
            last = _sequence(words[number : number + longest], begun)  # type: ignore[index] # a list then
            found += [Mark(start, *last)] if last else []
        if len(found) == MOST_MARKS:
            break
    return found


@dataclass(frozen=True)
class Reading:
    """The fields of one document, read once: `whole`, `best` and `found_in` are taken from it."""

    fields: Mapping[str, str]
    marks: Mapping[str, Sequence[Mark]]

    def whole(self, name: str) -> list[Piece]:
        """All of a short text, with its words marked."""
        text = self.fields[name]
        return list(_pieces(text, self.marks[name], 0, len(text)))

    def best(self, first: str, second: str) -> list[Piece]:
        """The first text, unless a stretch of the second shows more of what was asked for, or the first is empty."""
        here, there = _window(self.marks[first]), _window(self.marks[second])
        if self.fields[first].strip() and _kinds(there) <= _kinds(here):
            return _passage(self.fields[first], self.marks[first], here)
        return _passage(self.fields[second], self.marks[second], there)

    def found_in(self) -> list[tuple[str, tuple[str, ...]]]:
        """For each thing asked for that is there: its first word as it is written, and the fields that have it."""
        written: dict[int, str] = {}
        where: dict[int, dict[str, None]] = {}
        for name, found in self.marks.items():
            for mark in found:
                written.setdefault(mark.group, self.fields[name][mark.start : mark.end].lower())
                where.setdefault(mark.group, {})[name] = None
        return [(written[group], tuple(where[group])) for group in sorted(written)]


def read(fields: Mapping[str, str], groups: Sequence[Group]) -> Reading:
    looked_for = wanted(groups)
    return Reading(fields, {name: marks(text, looked_for) for name, text in fields.items()})


def wanted(groups: Sequence[Group]) -> Wanted:
    """What has several phrases is looked for by its first."""
    singles: dict[str, int] = {}
    several: dict[str, list[tuple[Phrase, int]]] = {}
    for number, group in enumerate(groups):
        for phrase in dict.fromkeys(way.phrases[0] for way in group):
            if len(phrase) == 1:
                singles.setdefault(phrase[0], number)
            else:
                several.setdefault(phrase[0], []).append((phrase, number))
    return Wanted(singles, several)


def _words(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) <= LONGEST_WORD:
            kept = word.rstrip("'’‘‐‑-")
            yield match.start(), match.start() + len(kept), _tokens(kept)


@lru_cache(maxsize=20_000)
def _tokens(word: str) -> tuple[str, ...]:
    return tuple(analysis.document_tokens(word))


def _sequence(
    words: Sequence[tuple[int, int, tuple[str, ...]]], several: Sequence[tuple[Phrase, int]]
) -> tuple[int, int] | None:
    """Where a phrase that begins with the first of these words ends, and its group."""
    for phrase, group in several:
        left = list(phrase)
        for _, end, tokens in words:
            matched = [token for token in tokens if left and token == left[0] and left.pop(0)]
            if not matched:
                break
            if not left:
                return end, group
    return None


def _kinds(found: Sequence[Mark]) -> int:
    return len({mark.group for mark in found})


def _window(found: Sequence[Mark]) -> list[Mark]:
    """Marks that fit into one passage: most different things, then most marks, then the earliest."""
    best_marks: list[Mark] = []
    best_worth = (0, 0)
    for number, first in enumerate(found):
        here = [mark for mark in found[number : number + 40] if mark.end <= first.start + LENGTH]
        worth = (_kinds(here), len(here))
        if worth > best_worth:
            best_marks, best_worth = here, worth
    return best_marks


def _passage(text: str, found: Sequence[Mark], window: Sequence[Mark]) -> list[Piece]:
    if len(text) <= WHOLE:
        return list(_pieces(text, found, 0, len(text)))
    start = _start(text, window[0].start) if window else 0
    end = _end(text, max(start + LENGTH, window[-1].end if window else 0))
    pieces = list(_pieces(text, window, start, end))
    before = [] if start == 0 or _begins(text, start) else [Piece("… ", False)]
    return [*before, *pieces, *([] if end >= len(text) else [Piece(" …", False)])]


def _begins(text: str, start: int) -> bool:
    return bool(_SENTENCE_END.search(text[max(0, start - 3) : start]))


def _start(text: str, first: int) -> int:
    """At the beginning of the sentence where that is near, otherwise at a word a little before."""
    if first <= LEAD:
        return 0
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, first - SENTENCE), first)]
    if ends:
        return ends[-1]
    space = text.find(" ", first - LEAD, first)
    return first if space < 0 else space + 1


def _end(text: str, end: int) -> int:
    """Not inside a word, unless it has no end."""
    if end >= len(text):
        return len(text)
    space = text.find(" ", end, end + LONGEST_WORD)
    return space if space > 0 else end


def _pieces(text: str, found: Sequence[Mark], start: int, end: int) -> Iterator[Piece]:
    at = start
    for mark in found:
        if mark.start < at or mark.end > end:
            continue
        if mark.start > at:
            yield Piece(text[at : mark.start], False)
        yield Piece(text[mark.start : mark.end], True)
        at = mark.end
    if at < end:
        yield Piece(text[at:end], False)
