"""Which records look like the same thing twice. Pure: only records that share something are compared, never all pairs.

A shared registration number is enough by itself. A name alone is not: it needs the same postcode, telephone or website.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

CROWD = 30  # records that share a postcode or a telephone: a building or a switchboard, which says nothing
LIKE = 0.6  # of the words of two names
EMPTY = {"the", "and", "of", "in", "at", "for", "ltd", "limited", "cic", "plc", "llp", "uk"}
WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Seen:
    """What is known of one record. `numbers` are registrations: each names one thing in the world."""

    pk: int
    name: str
    numbers: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    website: str = ""


@dataclass(frozen=True)
class Pair:
    """The lower id first, and what they have in common in words."""

    first: int
    second: int
    reasons: tuple[str, ...]


def find(records: Iterable[Seen]) -> list[Pair]:
    found: dict[tuple[int, int], Pair] = {}
    for block in _blocks(records):
        for one, other in combinations(sorted(block, key=lambda each: each.pk), 2):
            if (one.pk, other.pk) not in found and (reasons := why(one, other)):
                found[one.pk, other.pk] = Pair(one.pk, other.pk, reasons)
    return sorted(found.values(), key=lambda pair: (-len(pair.reasons), pair.first, pair.second))


def why(one: Seen, other: Seen) -> tuple[str, ...]:
    """What they have in common, or nothing where that is not enough."""
    if one.numbers & other.numbers:
        return ("The same registration number",)
    alike = names_alike(one.name, other.name)
    shared = []
    if one.postcodes & other.postcodes:
        shared.append("the same postcode")
    if one.phones & other.phones:
        shared.append("the same telephone")
    if site(one.website) and site(one.website) == site(other.website):
        shared.append("the same website")
    return ("Names alike", *shared) if alike and shared else ()


def site(address: str) -> str:
    parts = urlsplit(address)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def names_alike(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    both = first & second
    return bool(both) and len(both) / min(len(first), len(second)) >= LIKE and len(both) / len(first | second) >= 0.5


def _words(name: str) -> frozenset[str]:
    words = frozenset(WORD.findall(name.casefold().replace("’", "").replace("'", "")))
    return (words - EMPTY) or words


def _blocks(records: Iterable[Seen]) -> Iterator[list[Seen]]:
    blocks: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in records:
        for kind, keys in (("number", one.numbers), ("place", one.postcodes), ("phone", one.phones)):
            for key in keys:
                blocks[kind, key].append(one)
        if site(one.website):
            blocks["site", site(one.website)].append(one)
    return (block for block in blocks.values() if 1 < len(block) <= CROWD)
