"""Made-up services in any number, the same each time: towns with crowds and edges, and words as frequent as real ones.

About 100 words each from 24,000 words under Zipf's law: a few are in most documents and most are in a few. The words
are made of syllables and end so that every English stemmer leaves them alone; so two engines can be asked the same.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, product

from search.documents import Document, Place

VOCABULARY = 24_000
WORDS = 90
TOWNS = 40
MIDDLE = (52.9, -2.35)
SPREAD = (0.28, 0.45)  # of towns, degrees of latitude and longitude
TODAY = date(2026, 4, 1)
GROUPS = {"need": 14, "day": 7, "for": 10, "access": 8, "topic": 12}
ONSETS = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "t", "v", "br", "dr", "gr", "pl", "tr", "st"]
VOWELS = ["a", "i", "o", "u"]
ENDS = ["bam", "dok", "gup", "kam", "lop", "mik", "nup", "rak", "tok", "vom", "zap", "pim"]


class Maker:
    """Documents, and the words and points to ask for. The world is always the same; `seed` is what happens."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(20260401)
        self.words = self._words()
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
        self.towns = [self._town(rank) for rank in range(TOWNS)]
        self.town_weights = list(accumulate(1 / (rank + 1) for rank in range(TOWNS)))
        self.random.seed(seed)

    def documents(self, count: int) -> Iterator[Document]:
        return (self._document(number) for number in range(1, count + 1))

    def word(self) -> str:
        return self.words[bisect(self.weights, self.random.random() * self.weights[-1])]

    def common_word(self) -> str:
        """One that people know: among the first two hundred."""
        return self.words[int(self.random.triangular(3, 200, 20))]

    def rare_word(self) -> str:
        return self.words[self.random.randrange(6_000, VOCABULARY)]

    def point(self) -> tuple[float, float]:
        lat, lon, reach = self.towns[bisect(self.town_weights, self.random.random() * self.town_weights[-1])]
        return lat + self.random.gauss(0, reach), lon + self.random.gauss(0, reach * 1.6)

    def choices(self, group: str, most: int) -> tuple[str, ...]:
        """Some values of a group; low ones are chosen more often."""
        size = GROUPS[group]
        picked = {int(self.random.triangular(0, size, 0)) for _ in range(self.random.randint(1, most))}
        return tuple(f"{group}-{number}" for number in sorted(picked))

    def _document(self, number: int) -> Document:
        days = self.random.random()
        return Document(
            kind="service" if days < 0.9 else "personal_assistant",
            ref=str(number),
            title=" ".join(self._text(4)).title(),
            url=f"/directory/{number}/",
            summary=" ".join(self._text(14)),
            keywords=" ".join(self._text(5)),
            body=" ".join(self._text(WORDS - 23)),
            facets={"need": self.choices("need", 4), "day": self.choices("day", 5), "for": self.choices("for", 3)}
            | {"access": self.choices("access", 3), "topic": self.choices("topic", 1)},
            places=tuple(Place(*self.point()) for _ in range(self.random.choice((1, 1, 1, 1, 1, 1, 1, 2, 3)))),
            anywhere=self.random.random() < 0.03,
            price_pence=self.random.choice((None, self.random.randrange(500, 4_000))),
            price_unit="an hour",
            approved_until=TODAY + timedelta(days=self.random.randrange(-100, 500)) if days < 0.5 else None,
            confirmed_on=TODAY - timedelta(days=self.random.randrange(900)),
        )

    def _text(self, count: int) -> Iterator[str]:
        return (self.word() for _ in range(count))

    def _town(self, rank: int) -> tuple[float, float, float]:
        lat = MIDDLE[0] + self.random.gauss(0, SPREAD[0])
        return lat, MIDDLE[1] + self.random.gauss(0, SPREAD[1]), 0.02 + 0.05 / (rank + 1)

    def _words(self) -> list[str]:
        made = ["".join(parts) for parts in product(ONSETS, VOWELS, ONSETS, VOWELS, ENDS)]
        return self.random.sample(made, VOCABULARY)
