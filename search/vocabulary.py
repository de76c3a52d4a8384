"""Our own words: gathered from the truth, and asked when a query has a word that may be a slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from search import spelling, thesaurus
from search.analysis import STOP_WORDS, plain_words, stem
from search.models import GazetteerPlace, IndexedDocument, VocabularyWord
from search.synonyms import has_phrase_with

Kind = VocabularyWord.Kind
AT_ONCE = 500
MOST_CANDIDATES = 2_000
LONGEST = 40  # letters of a word that is kept
NEIGHBOURS = 12  # words on either side, among which a word may be part of a phrase
CONTENT = ("frequency", "kind")
FIELDS = ("title", "keywords", "summary", "body")

Words = dict[str, tuple[str, int]]  # each with its kind and frequency


def corrections(text: str) -> dict[str, str]:
    """What each word of a query was meant to be, where nobody knows it as it is. One statement when all is well."""
    changes: dict[str, str] = {}
    for word in unknown(spelling.looked_at(text))[: spelling.MOST]:
        if better := spelling.meant(word, _near(word), partial(_fits, text, word)):
            changes[word] = better
    return changes


def _fits(text: str, typed: str, other: str) -> bool:
    near = spelling.around(text, typed, NEIGHBOURS)
    return has_phrase_with(spelling.corrected(near, {typed: other}), other, thesaurus.current())


def unknown(words: Sequence[str]) -> list[str]:
    ours = thesaurus.current().stems
    asked = {word: stem(word) for word in words if stem(word) not in ours}
    known = set(
        VocabularyWord.objects.filter(stem__in=set(asked.values())).values_list("stem", flat=True).distinct()
        if asked
        else ()
    )
    return [word for word, its_stem in asked.items() if its_stem not in known]


def refresh() -> int:
    """Gather all words anew and write what differs, a few at a time. Returns how many words there are."""
    words = _gathered()
    there = {word: (kind, n) for word, kind, n in VocabularyWord.objects.values_list("word", "kind", "frequency")}
    changed = [word for word, told in words.items() if _differs(told, there.get(word))]
    for some in _batches(changed):
        VocabularyWord.objects.bulk_create(
            [_row(word, *words[word]) for word in some],
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=CONTENT,
        )
    for some in _batches(list(there.keys() - words.keys())):
        VocabularyWord.objects.filter(word__in=some).delete()
    return len(words)


def _near(word: str) -> dict[str, int]:
    most = spelling.slips(word)
    lengths = (len(word) - most, len(word) + most)
    rows = VocabularyWord.objects.filter(first__in=spelling.first_letters(word), length__range=lengths)
    return dict(rows.order_by("-frequency").values_list("word", "frequency")[:MOST_CANDIDATES])


def _gathered() -> Words:
    """A word of several kinds is of the first."""
    found = {word: (str(Kind.OURS), 1) for word in [*STOP_WORDS, *_synonyms()]}
    found |= {word: (str(Kind.DOCUMENT), count) for word, count in _documents().items()}
    found |= {word: (str(Kind.PLACE), max(count, 1)) for word, count in _places().items()}
    return {word: told for word, told in found.items() if len(word) <= LONGEST}


def _documents() -> Counter[str]:
    """In how many documents each word is."""
    counts: Counter[str] = Counter()
    rows = IndexedDocument.objects.filter(removed=False).values_list(*FIELDS)
    for row in rows.iterator(chunk_size=1_000):
        counts.update({word for text in row for word in plain_words(text)})
    return counts


def _places() -> Counter[str]:
    towns = GazetteerPlace.objects.filter(kind=GazetteerPlace.Kind.TOWN).values_list("name", flat=True)
    return Counter(word for name in towns for word in plain_words(name))


def _synonyms() -> Iterator[str]:
    for one in thesaurus.sets():
        for phrase in (*one.typed, *one.look_for):
            yield from plain_words(phrase)


def _row(word: str, kind: str, frequency: int) -> VocabularyWord:
    return VocabularyWord(word=word, stem=stem(word), first=word[0], length=len(word), kind=kind, frequency=frequency)


def _differs(now: tuple[str, int], before: tuple[str, int] | None) -> bool:
    """A word that a few documents more or fewer have is left as it is: most refreshes then write little."""
    return before is None or now[0] != before[0] or abs(now[1] - before[1]) * 4 > before[1]


def _batches(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(words), AT_ONCE):
        yield words[start : start + AT_ONCE]
