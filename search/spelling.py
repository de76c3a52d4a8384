"""Which word was meant. Pure: our own vocabulary comes in as words with how many documents have each.

A word of a query is looked at only when nobody knows it: no document, no set of synonyms, no place. A near word is one
slip away (a letter too many, too few, another one, or two swapped), in long words two; fewer slips win, then more
documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

from search.analysis import fold, query_words

SHORTEST, LONGEST = 4, 30  # letters of a word that is looked at
LONG = 8  # letters from which two slips are allowed
MOST = 3  # words of one query that are corrected
_WORD = re.compile(r"[^\W\d_]+")


def looked_at(text: str) -> list[str]:
    """The words of a query that might be slips: plain words, not too short, each once."""
    words = (word.text for word in query_words(text) if word.tells)
    plain = dict.fromkeys(part for word in words for part in word.split("-"))
    return [word for word in plain if word.isalpha() and SHORTEST <= len(word) <= LONGEST]


def slips(word: str) -> int:
    """How many are allowed."""
    return 2 if len(word) >= LONG else 1


def first_letters(word: str) -> tuple[str, ...]:
    """What the word that was meant may begin with: people seldom get the first letter wrong, but they swap it."""
    return tuple(dict.fromkeys(word[:2]))


def meant(word: str, known: Mapping[str, int], fits: Callable[[str], bool]) -> str | None:
    """The nearest known word, or nothing that is near enough. One that `fits` its neighbours comes before all others:
    "meals on weels" is not about weeks."""
    most = slips(word)
    measured = ((distance(word, other, most), -count, other) for other, count in known.items())
    near = [one for one in measured if 0 < one[0] <= most]
    return min(near, key=lambda one: (not fits(one[2]), *one))[2] if near else None


def around(text: str, word: str, neighbours: int) -> str:
    """The stretch of a query with this word, where it first stands, and so many words before and after it."""
    words = list(_WORD.finditer(text))
    at = next((number for number, match in enumerate(words) if fold(match.group()) == word), 0)
    some = words[max(0, at - neighbours) : at + neighbours + 1]
    return text[some[0].start() : some[-1].end()] if some else text


def corrected(text: str, changes: Mapping[str, str]) -> str:
    """The query with some words changed and all else as it was typed."""
    return _WORD.sub(lambda match: changes.get(fold(match.group()), match.group()), text)


def marked(text: str, changes: Iterable[str]) -> str:
    """The corrected query as HTML, with what was changed in bold."""
    new = set(changes)
    pieces: list[str] = []
    last = 0
    for match in _WORD.finditer(text):
        word = escape(match.group())
        pieces += [escape(text[last : match.start()]), f"<strong>{word}</strong>" if match.group() in new else word]
        last = match.end()
    return "".join([*pieces, escape(text[last:])])


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words (Damerau-Levenshtein, no letter moved twice); `most` + 1 stands for any more."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _without_common_ends(one, other)
    if len(set(one) ^ set(other)) > most * 2:
        return most + 1
    return min(_counted(one, other), most + 1)


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return one, other


def _counted(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
