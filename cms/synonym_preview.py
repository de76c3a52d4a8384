"""What a search would find with a set of words as it is being typed, beside what it finds now."""

from collections.abc import Sequence
from dataclasses import dataclass

from search import thesaurus
from search.hits import Hit
from search.query import Query, search
from search.synonyms import SameThing, compiled, understood

FIRST = 5


@dataclass(frozen=True)
class Meant:
    """One thing that the question asks for, and what else is looked for in its place."""

    words: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    meant: tuple[Meant, ...]
    total: int
    first: tuple[Hit, ...]


@dataclass(frozen=True)
class Preview:
    text: str
    before: Outcome
    after: Outcome

    @property
    def differs(self) -> bool:
        return self.before.meant != self.after.meant


def preview(text: str, one: SameThing, *, saved: int | None) -> Preview:
    """`saved` is the set's own row, if it has one: "before" is the set as it is saved."""
    others = thesaurus.sets(but=saved)
    return Preview(text, _outcome(text, thesaurus.sets()), _outcome(text, [*others, one]))


def _outcome(text: str, sets: Sequence[SameThing]) -> Outcome:
    with thesaurus.trying(sets):
        results = search(Query(text=text, per_page=FIRST))
    return Outcome(_meant(text, sets), results.total, results.hits)


def _meant(text: str, sets: Sequence[SameThing]) -> tuple[Meant, ...]:
    groups = understood(text, compiled(sets))
    ways = [tuple(dict.fromkeys(" ".join(phrase) for way in group for phrase in way.phrases)) for group in groups]
    return tuple(Meant(first, tuple(also)) for first, *also in ways)
