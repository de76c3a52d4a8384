"""The reference with which a person pays her contribution, and how one is found in a bank's words. Pure."""

import re

LETTERS = "23456789CDFGHJKMPQRTVWXY"  # none that is taken for another, no words
_FOUND = re.compile(r"WC ?(\d{1,9}) ?([2-9A-Z])\b")


def reference(budget: int) -> str:
    """WC12K: the budget's number and a letter that a slip of the finger does not keep."""
    return f"WC{budget}{_letter(budget)}"


def budget_of(bank_words: str) -> int | None:
    """The budget that a payment is for, where its words hold one sound reference and no other."""
    found = {int(number) for number, letter in _FOUND.findall(bank_words.upper()) if letter == _letter(int(number))}
    return found.pop() if len(found) == 1 else None


def number_of(text: str) -> int | None:
    """The budget that somebody typed: by its own number, or by its reference."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else budget_of(text)


def _letter(number: int) -> str:
    """By weights, so that two neighbouring figures in the wrong order show too."""
    weighed = sum(place * int(figure) for place, figure in enumerate(reversed(str(number)), start=2))
    return LETTERS[(weighed * 5 + 7) % 23]
