"""What a question says besides its topic: where, and when, for whom and at what price. Pure: names in, spans out.

A place is taken out of the words, since a document's place is not in its text. All else is only offered as a filter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.analysis import Alternative, Group, query_words, stem

LONGEST_NAME = 4  # words of a place's name
MOST_NAMES = 60  # of one question that are looked up

_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s{0,3}\d[a-z]{2}\b", re.IGNORECASE)
_DISTRICT = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;.?!]+")
_BEFORE_A_PLACE = re.compile(
    r"(?:\b(?:near|close|next)\s+to|\b(?:in|near|nr|nearby|around|round|at))\s*$", re.IGNORECASE
)
_AFTER_A_PLACE = re.compile(r"\s*(?:$|[,;.?!]|(?:on|for|with|who|that|this|every|please|thanks)\b)", re.IGNORECASE)
_LONGEST_BEFORE = 20  # characters
_LOOSE_ENDS = " \t,;.-"


@dataclass(frozen=True)
class Span:
    """A stretch of a question that may name a place; what is cut out when it does begins earlier ("near …")."""

    name: str
    cut: tuple[int, int]

    def left_of(self, text: str) -> str:
        """The question without it."""
        before, after = text[: self.cut[0]].strip(_LOOSE_ENDS), text[self.cut[1] :].strip(_LOOSE_ENDS)
        return f"{before} {after}".strip()


def places(text: str, is_topic: Callable[[str], bool]) -> list[Span]:
    """What may name a place, likeliest first. A word of our topics ("bath", "reading") must say that it is one."""
    found = [*_codes(text), *_named(text, is_topic)]
    return list(dict.fromkeys(found))[:MOST_NAMES]


def _codes(text: str) -> Iterator[Span]:
    for pattern in (_POSTCODE, _DISTRICT):
        for match in pattern.finditer(text):
            yield _span(text, match.start(), match.end())


def _named(text: str, is_topic: Callable[[str], bool]) -> Iterator[Span]:
    """After "in" and the like; else at the end of what is said, from the last words backwards. Longest names first."""
    words = list(_WORD.finditer(text))
    leads = [_lead(text, word.start()) for word in words]
    loose: list[Span] = []
    for last in reversed(range(len(words))):
        ends = bool(_AFTER_A_PLACE.match(text, words[last].end()))
        for first in range(max(0, last - LONGEST_NAME + 1), last + 1):
            start, end = words[first].start(), words[last].end()
            told = leads[first] < start or (ends and first > 0 and "," in text[words[first - 1].end() : start])
            if not told and not ends:
                continue
            span = Span(" ".join(text[start:end].split()), (leads[first], end))
            if told and (ends or not is_topic(span.name)):
                yield span
            elif ends and not is_topic(span.name):
                loose.append(span)
    yield from loose


def _span(text: str, start: int, end: int) -> Span:
    return Span(" ".join(text[start:end].split()), (_lead(text, start), end))


def _lead(text: str, start: int) -> int:
    """Where "near" and the like begin, if they stand before it."""
    lead = _BEFORE_A_PLACE.search(text, max(0, start - _LONGEST_BEFORE), start)
    return lead.start() if lead else start


# Filters that are offered.

Filter = tuple[str, tuple[str, ...]]  # a group of facets, and its values

_DAYS = {
    "mon": ("monday", "mondays", "mon"),
    "tue": ("tuesday", "tuesdays", "tue", "tues"),
    "wed": ("wednesday", "wednesdays", "weds"),
    "thu": ("thursday", "thursdays", "thu", "thur", "thurs"),
    "fri": ("friday", "fridays", "fri"),
    "sat": ("saturday", "saturdays"),
    "sun": ("sunday", "sundays"),
}
_TIMES = {
    "morning": ("morning", "mornings"),
    "afternoon": ("afternoon", "afternoons"),
    "evening": ("evening", "evenings", "tonight"),
    "night": ("night", "nights", "overnight", "nighttime"),
}
_IN_WORDS = {
    "morning": "in the morning",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "night": "at night",
}
WEEKEND, WEEKDAYS = ("sat", "sun"), ("mon", "tue", "wed", "thu", "fri")
_SELDOM_WRITTEN = [
    *(name for names in _DAYS.values() for name in names),
    *(name for time in ("morning", "afternoon", "evening") for name in _TIMES[time]),
    *("weekend", "weekday", "free"),
    *("husband", "wife", "partner", "son", "daughter", "brother", "sister", "uncle", "aunt", "auntie"),
]
_LIGHT = {stem(name) for name in _SELDOM_WRITTEN}
_GENERIC = {stem(word) for word in ("people", "person", "adults", "only", "a", "with", "and", "or", "for", "the")}


@dataclass(frozen=True)
class Hint:
    """A filter that the words may mean. `instead_of` are words that the filter replaces: no document has them."""

    words: str
    filter: Filter
    instead_of: tuple[str, ...] = ()


def hints(text: str, groups: Sequence[Group], labels: Iterable[tuple[str, str, str]]) -> list[Hint]:
    """`labels` are (group, value, label) of the filters there are; `groups` what the question was understood to ask."""
    words = [word.text for word in query_words(text)]
    return [*_when(words), *_free(words), *_wheels(words), *_labelled(words, groups, labels)]


def lightened(groups: Sequence[Group]) -> tuple[Group, ...]:
    """A day, a time, "free" or "my wife" is seldom in a text: who has it comes first, but who has not is found as well.

    So it is no longer a thing of its own, but one more way of the first thing that was asked for.
    """
    light = [group[0] for group in groups if _is_light(group)]
    heavy = [group for group in groups if not _is_light(group)]
    if not light or not heavy:
        return tuple(groups)
    with_light = tuple(Alternative((*heavy[0][0].phrases, *way.phrases)) for way in light)
    return ((*heavy[0], *with_light), *heavy[1:])


def _is_light(group: Group) -> bool:
    return len(group) == 1 and {token for phrase in group[0].phrases for token in phrase} <= _LIGHT


def without(text: str, words: Collection[str]) -> str:
    """The question without these words, and without the "on" or "in the" before them."""
    each = "|".join(re.escape(word) for word in words)
    cut = re.sub(
        rf"(?:\b(?:on|at|in|during)\s+)?(?:\b(?:a|the|every)\s+)?\b(?:{each})\b", " ", text, flags=re.IGNORECASE
    )
    return " ".join(cut.split()).strip(_LOOSE_ENDS)


def _when(words: Sequence[str]) -> Iterator[Hint]:
    for day, names in _DAYS.items():
        if said := tuple(word for word in words if word in names):
            yield Hint(f"Only on {names[0].capitalize()}s", ("day", (day,)), said)
    if said := tuple(word for word in words if word in ("weekend", "weekends")):
        yield Hint("Only at weekends", ("day", WEEKEND), said)
    if said := tuple(word for word in words if word in ("weekday", "weekdays")):
        yield Hint("Only on weekdays", ("day", WEEKDAYS), said)
    for time, names in _TIMES.items():
        if said := tuple(word for word in words if word in names):
            yield Hint(f"Only {_IN_WORDS[time]}", ("time", (time,)), said)


def _free(words: Sequence[str]) -> Iterator[Hint]:
    """ "Free", not "step free"."""
    if any(word == "free" and before != "step" for before, word in zip(["", *words], words, strict=False)):
        yield Hint("Only what is free", ("cost", ("free",)), ("free",))


def _wheels(words: Sequence[str]) -> Iterator[Hint]:
    if any(word in ("wheelchair", "wheelchairs", "powerchair") for word in words):
        yield Hint("Only step-free", ("access", ("step-free",)))


def _labelled(words: Sequence[str], groups: Sequence[Group], labels: Iterable[tuple[str, str, str]]) -> Iterator[Hint]:
    """Filters named as the question is: "dementia" means "People with dementia", and so does "Alzheimer's"."""
    said = {stem(word) for word in words}
    meant = [set(phrase) - _GENERIC for group in groups for way in group for phrase in way.phrases]
    for group, value, label in labels:
        name = {stem(word.text) for word in query_words(label)} - _GENERIC
        if name and (name <= said or name in meant):
            yield Hint(f"Only “{label}”", (group, (value,)))
