"""How hard a text is to read. Pure: plain paragraphs in, figures out.

Flesch-Kincaid grade (words a sentence, syllables a word), and the reading age it stands for: grade + 5 years.
Syllables are counted by rule, so a grade is right to about half a year; it is a smoke alarm, not a judge.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_SENTENCE = 25
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘\"'(£0-9])")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
ENDINGS = (".", "!", "?", ".”", ".)", "?”")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_ENDING = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^aeiouyl]e)$")


@dataclass(frozen=True)
class Reading:
    words: int
    sentences: int
    grade: float
    long_sentences: tuple[str, ...]

    @property
    def age(self) -> float:
        return round(self.grade + 5, 1)


def syllables(word: str) -> int:
    word = word.lower().replace("’", "'")
    word = re.sub(r"'\w+$", "", word)
    if len(word) <= 3:
        return 1
    count = len(VOWELS.findall(word))
    if SILENT_ENDING.search(word) and not re.search(r"(?:[cgsxz]|ch|sh)es$", word):
        count -= 1
    return max(1, count)


def sentences(paragraphs: Iterable[str]) -> list[str]:
    """Each paragraph ends a sentence, whether or not it ends in a full stop (list items and headings do not)."""
    found = (part.strip() for text in paragraphs for part in SENTENCE_END.split(text))
    return [part for part in found if WORD.search(part)]


def read(paragraphs: Iterable[str]) -> Reading:
    parts = sentences(paragraphs)
    whole = [part for part in parts if part.endswith(ENDINGS)] or parts
    long = tuple(part for part in parts if len(WORD.findall(part)) > LONG_SENTENCE)
    return Reading(count(parts), len(parts), grade(whole), long)


def count(parts: list[str]) -> int:
    return sum(len(WORD.findall(part)) for part in parts)


def grade(parts: list[str]) -> float:
    """Of whole sentences only: headings and the short items of a list would flatter a text."""
    words = [word for part in parts for word in WORD.findall(part)]
    if not words:
        return 0.0
    per_sentence, per_word = len(words) / len(parts), sum(map(syllables, words)) / len(words)
    return round(0.39 * per_sentence + 11.8 * per_word - 15.59, 1)
