"""Counts that are published, so that no figure gives one person away. Pure.

A count under five is not said, nothing included. Where one of a table is not said, its total is not said either: else
the difference of the two would be the small count. Each person or case is in one row of a table. Where one table counts
some of those of another, it says nothing if what is left of the other is small (`tells`). A sum of money is of five
people or more, and so is what is left of it when another is taken away.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

LEAST = 5
FEWER = "Fewer than 5"


def count(number: int) -> int | None:
    """None where it is too small to be said."""
    return number if number >= LEAST else None


def counts(numbers: Sequence[int]) -> tuple[list[int | None], int | None]:
    """What is said of each, and of all together."""
    said = [count(number) for number in numbers]
    return said, (None if None in said else sum(numbers))


def tells(part: Iterable[int], whole: Iterable[int]) -> bool:
    """Where those of one table are among those of another: whether what is said of both would tell a small count, by
    any of the first added up and taken from all that is said of the second."""
    known = sum(number for number in whole if number >= LEAST)
    said = [number for number in part if number >= LEAST]
    sums = {sum(some) for size in range(1, len(said) + 1) for some in combinations(said, size)}
    return any(0 < abs(known - each) < LEAST for each in sums)


def in_words(number: int | None) -> str:
    return FEWER if number is None else f"{number:,}"
