"""Which of somebody's words may be counted: none that could say who they are. Pure: no Django."""

from __future__ import annotations

import re

from search.analysis import fold

LONGEST = 100
MOST_DIGITS = (
    4  # of a run of figures, or of one word: more is a telephone number, a date of birth or a number of theirs
)

_EMAIL = re.compile(r"\S*(?:@|%40)\S*")
_POSTCODE = re.compile(r"(?<![^\W_])[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}(?![^\W_])")
_FIGURES = re.compile(r"(?<![^\W_])\+?\(?\d(?:[\d\s()+./:–-]*\d)?(?![^\W_])")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def kept(text: str) -> str:
    """Folded words, as many as fit; without e-mail addresses, whole postcodes, and all that looks like a number of
    somebody's. "Ring 01632 960 100 re LUNCH club?" → "ring re lunch club"."""
    told = _POSTCODE.sub(" ", _EMAIL.sub(" ", fold(text)))
    told = _FIGURES.sub(lambda run: " " if _digits(run.group()) > MOST_DIGITS else run.group(), told)
    told = " ".join(word for word in told.split() if _digits(word) <= MOST_DIGITS)
    words = " ".join(_WORD.findall(told))
    return words if len(words) <= LONGEST else words[: LONGEST + 1].rpartition(" ")[0][:LONGEST]


def _digits(text: str) -> int:
    return sum(mark.isdigit() for mark in text)
