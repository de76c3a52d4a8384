"""Advice by letter: each page by its title, and by the other words people use for it ("Respite: see Taking a break").

Two spellings of one word are one entry, as they are for search: a page called "Direct payments" needs no "see" under
"direct payment".
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from unicodedata import normalize

from search.analysis import query_words, stem

LONGEST = 40  # characters of a word that is no title
MOST = 3  # pages named under one word; after that the way to all of them
OTHERS = "0–9"

Key = tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """A page as the list needs it. `keywords` with commas between them."""

    title: str
    url: str
    keywords: str = ""


@dataclass(frozen=True)
class Entry:
    """A title and its page, or with `see` a word and where to read about it. `more` when there are others still."""

    words: str
    pages: tuple[Listed, ...]
    see: bool = False
    more: bool = False

    @property
    def sort_key(self) -> str:
        return plain(self.words)


@dataclass(frozen=True)
class Letter:
    letter: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return "0-9" if self.letter == OTHERS else self.letter.lower()


def letters(pages: Iterable[Listed]) -> list[Letter]:
    """All 26 and whatever begins with no letter, also those with no entries."""
    found: dict[str, list[Entry]] = defaultdict(list)
    listed = list(pages)
    for entry in sorted([*titles(listed), *others(listed)], key=lambda entry: entry.sort_key):
        found[initial(entry.words)].append(entry)
    names = [*ascii_uppercase, *([OTHERS] if OTHERS in found else [])]
    return [Letter(name, tuple(found[name])) for name in names]


def titles(pages: Sequence[Listed]) -> list[Entry]:
    return [Entry(page.title, (page,)) for page in pages]


def others(pages: Sequence[Listed]) -> list[Entry]:
    """The other words, as the first page spells them; none that stands beside its title anyway."""
    is_title = {key(page.title) for page in pages}
    spelled: dict[Key, str] = {}
    where: dict[Key, dict[str, Listed]] = defaultdict(dict)
    for page in pages:
        for word in page.keywords.split(","):
            word = " ".join(word.split())
            as_key = key(word)
            if not as_key or len(word) > LONGEST or as_key in is_title or key(page.title)[: len(as_key)] == as_key:
                continue
            spelled.setdefault(as_key, word[:1].upper() + word[1:])
            where[as_key][page.url] = page
    return [
        see(spelled[as_key], sorted(found.values(), key=lambda page: plain(page.title)))
        for as_key, found in where.items()
    ]


def see(words: str, pages: Sequence[Listed]) -> Entry:
    return Entry(words, tuple(pages[:MOST]), see=True, more=len(pages) > MOST)


def key(words: str) -> Key:
    return tuple(stem(word.text) for word in query_words(words))


def plain(words: str) -> str:
    """For the order: small letters without accents and quotation marks."""
    folded = normalize("NFKD", words.casefold())
    return "".join(each for each in folded if each.isalnum() or each == " ").strip()


def initial(words: str) -> str:
    first = plain(words)[:1].upper()
    return first if first in ascii_uppercase and first else OTHERS
