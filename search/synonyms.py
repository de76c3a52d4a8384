"""Other words for the same thing. Pure: groups of a query in, the same groups with more alternatives out.

Applied to queries only, so a new word works at once and no index is made again. A phrase ("meals on wheels") is known
by the words in it that tell something, in their order, and the longest that fits is taken as one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from search.analysis import Alternative, Group, Word, once, query_words, telling

MOST_ALTERNATIVES = 16  # of one thing that are looked for
MOST_ADDED = 64  # in one query, so that a list of words costs no more than a question
LONGEST_PHRASE = 6  # words that tell something


@dataclass(frozen=True)
class SameThing:
    """What people type, and what it means as well. Without `look_for`, each of `typed` stands for all the others."""

    name: str
    typed: tuple[str, ...]
    look_for: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Thesaurus:
    """`ways[phrase]` is what is looked for besides the phrase; `stems` every word that any of it is made of."""

    ways: Mapping[Alternative, tuple[Alternative, ...]] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    longest: int = 0


def split(text: str) -> tuple[str, ...]:
    """Phrases as an editor types them: one on a line, or with commas between them. Each once."""
    phrases = (" ".join(phrase.split()) for phrase in re.split(r"[,;\n\r]", text))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


@lru_cache(maxsize=5_000)  # the same phrases are read again every few seconds
def phrase_key(text: str) -> Alternative:
    """What a phrase is known by; () when no word is left of it."""
    return _flat(telling(query_words(text)))


def compiled(sets: Iterable[SameThing]) -> Thesaurus:
    ways: dict[Alternative, dict[Alternative, None]] = {}
    for one in sets:
        for typed in one.typed:
            if key := phrase_key(typed):
                others = one.look_for or one.typed
                found = (way for other in others for way in _ways_of(other) if way != key)
                ways.setdefault(key, {}).update(dict.fromkeys(found))
    told = {key: tuple(found) for key, found in ways.items()}
    stems = {token for key, found in told.items() for way in (key, *found) for token in way}
    return Thesaurus(told, frozenset(stems), max(map(len, told), default=0))


def has_phrase_with(text: str, word: str, thesaurus: Thesaurus) -> bool:
    """Does this word make a phrase that we know with its neighbours in the text?"""
    words = telling(query_words(text))
    lengths = ((start, _longest(words, start, thesaurus)) for start in range(len(words)))
    return any(word in {one.text for one in words[start : start + n]} for start, n in lengths if n > 1)


def understood(text: str, thesaurus: Thesaurus) -> tuple[Group, ...]:
    """What a query asks for, each thing in every way that we know."""
    left = MOST_ADDED
    groups: list[Group] = []
    for own, more in _concepts(telling(query_words(text)), thesaurus):
        added = tuple(dict.fromkeys(way for way in more if way not in own))[: min(left, MOST_ALTERNATIVES)]
        left -= len(added)
        groups.append((*own, *added))
    return once(groups)


def _concepts(words: Sequence[Word], thesaurus: Thesaurus) -> Iterator[tuple[Group, tuple[Alternative, ...]]]:
    """Each thing as typed, with its other ways: first the longest phrase that begins here, else the word alone."""
    start = 0
    while start < len(words):
        length = _longest(words, start, thesaurus)
        some = words[start : start + length]
        own = some[0].group if length == 1 else (_flat(some),)
        yield own, tuple(way for key in _keys(some) for way in thesaurus.ways.get(key, ()))
        start += length


def _longest(words: Sequence[Word], start: int, thesaurus: Thesaurus) -> int:
    for length in range(min(thesaurus.longest, LONGEST_PHRASE, len(words) - start), 1, -1):
        if _flat(words[start : start + length]) in thesaurus.ways:
            return length
    return 1


def _keys(words: Sequence[Word]) -> tuple[Alternative, ...]:
    """A hyphenated word is known by its parts and as one."""
    return words[0].group if len(words) == 1 else (_flat(words),)


@lru_cache(maxsize=5_000)
def _ways_of(phrase: str) -> Group:
    words = telling(query_words(phrase))
    return words[0].group if len(words) == 1 else (_flat(words),) if words else ()


def _flat(words: Sequence[Word]) -> Alternative:
    return tuple(token for word in words for token in word.group[0])
