"""Other words for the same thing. Pure: groups of a query in, the same groups with more alternatives out.

Applied to queries only, so a new word works at once and no index is made again. A phrase ("meals on wheels") is known
by the words in it that tell something, in their order, and the longest that fits is taken as one thing. It is looked
for as it is written: its words in a row, small ones between them as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from search.analysis import Alternative, Group, Phrase, Word, fold, once, query_words, telling

OTHER_WORDS_COUNT = 0.5  # of what the same match counts in the words that were typed
MOST_ALTERNATIVES = 16  # of one thing that are looked for
MOST_ADDED = 64  # in one query, so that a list of words costs no more than a question
LONGEST_PHRASE = 6  # words that tell something

Key = tuple[str, ...]  # what a phrase is known by: its tokens without those that tell nothing
Ways = dict[Phrase, float]  # each with its weight


@dataclass(frozen=True)
class SameThing:
    """What people type, and what it means as well. Without `look_for`, each of `typed` stands for all the others."""

    name: str
    typed: tuple[str, ...]
    look_for: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Thesaurus:
    """`ways[key]` is what is looked for when a phrase is typed; `stems` every word that any of it is made of."""

    ways: Mapping[Key, Ways] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    longest: int = 0


def split(text: str) -> tuple[str, ...]:
    """Phrases as an editor types them: one on a line, or with commas between them. Each once."""
    phrases = (" ".join(phrase.split()) for phrase in re.split(r"[,;\n\r]", text))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


@lru_cache(maxsize=5_000)  # the same phrases are read again every few seconds
def phrase_key(text: str) -> Key:
    """What a phrase is known by; () when no word is left of it."""
    return _flat(telling(query_words(text)))


def compiled(sets: Iterable[SameThing]) -> Thesaurus:
    ways: dict[Key, Ways] = {}
    stems: set[str] = set()
    for one in sets:
        for typed in one.typed:
            if key := phrase_key(typed):
                for other in (typed, *(one.look_for or one.typed)):
                    _add(ways.setdefault(key, {}), other, 1.0 if phrase_key(other) == key else OTHER_WORDS_COUNT)
        stems.update(stem for phrase in (*one.typed, *one.look_for) for stem in _stems_of(phrase))
    return Thesaurus(ways, frozenset(stems), max(map(len, ways), default=0))


def has_phrase_with(text: str, word: str, thesaurus: Thesaurus) -> bool:
    """Does this word make a phrase that we know with its neighbours in the text?"""
    words = telling(query_words(text))
    lengths = ((start, _longest(words, start, thesaurus)) for start in range(len(words)))
    return any(word in {one.text for one in words[start : start + n]} for start, n in lengths if n > 1)


def understood(text: str, thesaurus: Thesaurus) -> tuple[Group, ...]:
    """What a query asks for, each thing in every way that we know."""
    left = MOST_ADDED
    groups: list[Group] = []
    for own, more in _concepts(query_words(text), thesaurus):
        added = [Alternative((way,), weight) for way, weight in more.items() if way not in own]
        added = added[: min(left, MOST_ALTERNATIVES)]
        left -= len(added)
        groups.append((*(Alternative((way,)) for way in own), *added))
    return once(groups)


def word_by_word(text: str, thesaurus: Thesaurus) -> tuple[Group, ...]:
    """The same without any phrase: each word is a thing of its own."""
    return understood(fold(text).replace("-", " "), replace(thesaurus, longest=1))


def _concepts(words: Sequence[Word], thesaurus: Thesaurus) -> Iterator[tuple[tuple[Phrase, ...], Ways]]:
    """Each thing as typed, with its other ways: first the longest phrase that begins here, else the word alone."""
    places = _places(words)
    told = [words[place] for place in places]
    start = 0
    while start < len(told):
        length = _longest(told, start, thesaurus)
        last = start + length - 1
        own = _written(words[places[start] : places[last] + 1])
        keys = own if length == 1 else (_flat(told[start : last + 1]),)  # a hyphenated word: its parts, and as one
        more: Ways = {}
        for key in keys:
            _keep_heavier(more, thesaurus.ways.get(key, {}))
        yield own, more
        start += length


def _longest(words: Sequence[Word], start: int, thesaurus: Thesaurus) -> int:
    for length in range(min(thesaurus.longest, LONGEST_PHRASE, len(words) - start), 1, -1):
        if _flat(words[start : start + length]) in thesaurus.ways:
            return length
    return 1


def _add(ways: Ways, phrase: str, weight: float) -> None:
    _keep_heavier(ways, dict.fromkeys(_ways_of(phrase), weight))


def _keep_heavier(ways: Ways, more: Ways) -> None:
    for way, weight in more.items():
        ways[way] = max(weight, ways.get(way, 0.0))


@lru_cache(maxsize=5_000)
def _ways_of(phrase: str) -> tuple[Phrase, ...]:
    """As it is written, from the first word that tells something to the last."""
    words = query_words(phrase)
    places = _places(words)
    return _written(words[places[0] : places[-1] + 1]) if places else ()


@lru_cache(maxsize=5_000)
def _stems_of(phrase: str) -> frozenset[str]:
    return frozenset(token for word in telling(query_words(phrase)) for way in word.ways for token in way)


def _places(words: Sequence[Word]) -> Sequence[int]:
    """Of the words that tell something, or of all where none does."""
    return [place for place, word in enumerate(words) if word.tells] or range(len(words))


def _written(words: Sequence[Word]) -> tuple[Phrase, ...]:
    return words[0].ways if len(words) == 1 else (_flat(words),)


def _flat(words: Sequence[Word]) -> Phrase:
    return tuple(token for word in words for token in word.ways[0])
