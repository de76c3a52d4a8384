"""How prices spread: lowest, a quarter of the way up, the middle, three quarters, highest. Pure: whole pence."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.pricing import rounded

FEWEST = 5  # prices: of fewer, quarters say nothing


@dataclass(frozen=True)
class Spread:
    offers: int
    lowest: int
    quarter: int
    middle: int
    three_quarters: int
    highest: int


def spread(prices: Sequence[int]) -> Spread | None:
    """None for fewer than five. Between two prices, in proportion, half a penny up (as R's type 7 and spreadsheets)."""
    if len(prices) < FEWEST:
        return None
    up = sorted(prices)
    return Spread(len(up), up[0], _at(up, 1), _at(up, 2), _at(up, 3), up[-1])


def _at(up: Sequence[int], quarters: int) -> int:
    below, rest = divmod((len(up) - 1) * quarters, 4)
    higher = up[min(below + 1, len(up) - 1)]
    return rounded(up[below] * (4 - rest) + higher * rest, 4)
