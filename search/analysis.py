"""Words, worked out once for documents and queries alike. Pure: no Django, no engine.

Engines are handed the tokens made here under a whitespace analyser, so they agree on what a word is. What changes a
token changes `fingerprint()`, and with it the name of every index.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import Stemmer

FILLER = "_"  # fills a text field that would be empty, so that both engines weigh fields alike; never made from words
LONGEST_TOKEN = 40
LONGEST_QUERY = 1_000  # characters of a query that are read
LONGEST_FIELD = 200_000  # characters of a document's field that are read
MOST_GROUPS = 24  # words of a query that are looked for

Phrase = tuple[str, ...]  # tokens that stand in a row


class Alternative(NamedTuple):
    """Phrases that must all be there, and how much they count: 1 for what was typed."""

    phrases: tuple[Phrase, ...]
    weight: float = 1.0


Group = tuple[Alternative, ...]  # one thing the person asked for, in any of these ways


class Word(NamedTuple):
    """A word of a query: as it was typed (folded), in which ways a document may have it, and whether it tells much."""

    text: str
    ways: tuple[Phrase, ...]
    tells: bool

    @property
    def group(self) -> Group:
        return tuple(Alternative((way,)) for way in self.ways)


# Words that carry no meaning in a question; they are indexed, and looked for when a query has nothing else.
STOP_WORDS = frozenset(
    """a about all also am an and any anybody anyone anything are as at be by can cannot cant could couldnt do
    does doesnt dont everybody everyone everything for from get gets give got had has hasnt have he help her
    hes him his how i if im in is isnt it its ive just me my need needs no not nothing of on or our really
    she shes so some somebody someone something somewhere still that thats the their them there theres they
    theyre this to too up us very want wants was we what whats when where which who whos will with wont
    would you your""".split()  # noqa: SIM905 - not ninety lines
)

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´＇"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑­"), "-")
_ASCII = {ord("`"): "'"} | dict.fromkeys([*range(32), 127], " ")
_TOKEN = re.compile(
    r"""(?P<postcode>\b[a-z]{1,2}\d[a-z\d]?\s{0,3}\d[abd-hjlnp-uw-z]{2}\b)
      | (?P<number>\d+(?:[.,/:]\d+)+(?!\w))
      | (?P<word>[^\W_]+(?:'[^\W_]+)*'?(?:-[^\W_]+(?:'[^\W_]+)*)*)""",
    re.VERBOSE,
)
_SPACED_POSTCODE = re.compile(r"[a-z]\d[a-z\d]?\s{1,3}\d[abd-hjlnp-uw-z]{2}\b")
_local = threading.local()


def fold(text: str) -> str:
    """Lower case without accents: "Café" and "CAFE" are one word; "ﬁ" is two letters; unseen marks are gone."""
    if text.isascii():
        return text.lower().translate(_ASCII)
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).translate(_HYPHENS).casefold()
    return "".join(
        " " if unicodedata.category(mark) == "Cc" else mark
        for mark in unicodedata.normalize("NFKD", text)
        if unicodedata.category(mark) not in ("Mn", "Cf", "Cs")
    )


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Snowball's English stem; a word with a digit in it stays as it is."""
    if not word.isalpha():
        return word[:LONGEST_TOKEN]
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:  # a stemmer is not safe to share between threads
        stemmer = _local.stemmer = Stemmer.Stemmer("english", maxCacheSize=0)
    stemmed: str = stemmer.stemWord(word[:LONGEST_TOKEN])
    return stemmed


def document_tokens(text: str) -> list[str]:
    """Every token of a document's text, in order; hyphenated words also as one, and districts of postcodes.

    These come after all others, so that "self-directed support" has the same words in a row without its hyphen.
    """
    folded = fold(text[:LONGEST_FIELD])
    pieces = [_tokens_of(folded)] if _SPACED_POSTCODE.search(folded) else map(_tokens_of_piece, folded.split())
    tokens: list[str] = []
    also: list[str] = []
    for own, others in pieces:
        tokens += own
        also += others
    return tokens + also


def _tokens_of(folded: str) -> tuple[list[str], list[str]]:
    """Its tokens, and the other ways to write some of them."""
    tokens: list[str] = []
    also: list[str] = []
    for match in _TOKEN.finditer(folded):
        first, *others = _ways(match)
        tokens.extend(first)
        also.extend(token for way in others for token in way)
    return tokens, also


@lru_cache(maxsize=100_000)
def _tokens_of_piece(piece: str) -> tuple[list[str], list[str]]:
    """Of what stands between two spaces: only a postcode reaches over one, and most words have been met before."""
    return _tokens_of(piece)


def query_groups(text: str) -> tuple[Group, ...]:
    """What a query asks for, each thing once. Stop words go, unless there is nothing else."""
    return once(word.group for word in telling(query_words(text)))


def query_words(text: str) -> list[Word]:
    """Every word of a query, in order."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_QUERY])  # in which one sign may become eighteen letters
    found = _TOKEN.finditer(fold(plain[:LONGEST_QUERY]))
    return [Word(text := _word(match.group()), _asked(match), text not in STOP_WORDS) for match in found]


def telling(words: Sequence[Word]) -> list[Word]:
    """Without stop words, unless there is nothing else."""
    return [word for word in words if word.tells] or list(words)


def once(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Each thing asked for once, and not more of them than are looked for."""
    return tuple(dict.fromkeys(groups))[:MOST_GROUPS]


def plain_words(text: str) -> Iterator[str]:
    """The words of a text as they are written, folded: what a vocabulary is made of. No numbers, no postcodes."""
    for match in _TOKEN.finditer(fold(text[:LONGEST_FIELD])):
        if match["word"]:
            yield from (word for word in map(_word, match["word"].split("-")) if word.isalpha())


def required(groups: int) -> int:
    """How many of the things asked for a result must have: all of two, two of three, then two thirds."""
    return groups if groups <= 2 else -(-groups * 2 // 3)


def fingerprint() -> str:
    """Changes whenever this file or the stemmer does, since either may change a token."""
    made_by = Path(__file__).read_bytes() + str(Stemmer.version()).encode()
    return hashlib.sha256(made_by).hexdigest()[:12]


def _asked(match: re.Match[str]) -> tuple[Phrase, ...]:
    if match["postcode"]:
        return (_ways(match)[0],)  # the whole postcode, not everything in its district
    return tuple(_ways(match))


def _ways(match: re.Match[str]) -> list[Phrase]:
    if match["postcode"]:
        whole = re.sub(r"\s", "", match["postcode"])
        return [(whole,), (whole[:-3],)]
    if match["number"]:
        return [(match["number"][:LONGEST_TOKEN],)]
    parts = [_word(part) for part in match["word"].split("-")]
    ways: list[Phrase] = [tuple(stem(part) for part in parts)]
    if 1 < len(parts) <= 3:
        ways.append((stem("".join(parts)),))
    return ways


def _word(part: str) -> str:
    """Without the possessive ("carer's", "carers'") and without apostrophes inside ("don't")."""
    return part.removesuffix("'").removesuffix("'s").replace("'", "")
