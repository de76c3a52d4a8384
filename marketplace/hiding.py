"""Small counts of people, hidden so that nobody can work them out from what is left. Pure.

A count from one to four is hidden; nought is nobody, and stays. Where the others of its row or column and their total
would give it away, a second one is hidden too, and where there is none, the total. What is hidden together comes to
five or more, or its total is hidden. At the end every line is taken together, as somebody with a pencil would: a small
count that all the totals between them leave only one value is blurred by hiding one more.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

FEWEST = 5
TINY = 1e-9  # zero, of sums of ones

Row = TypeVar("Row", bound=Hashable)
Col = TypeVar("Col", bound=Hashable)
Place = tuple[int, int]  # of a count: row and column, the last of each the totals
Line = list[Place]  # what adds up, the total last


@dataclass(frozen=True)
class Shown(Generic[Row, Col]):
    """What may be shown: None is hidden."""

    cells: dict[tuple[Row, Col], int | None]
    rows: dict[Row, int | None]
    columns: dict[Col, int | None]
    all: int | None


def hide(
    cells: Mapping[tuple[Row, Col], int],
    rows: Mapping[Row, int],
    columns: Mapping[Col, int],
    total: int,
) -> Shown[Row, Col]:
    """Counts by two things, with their totals as they are: somebody may be in two rows, so a total may be less."""
    across, down = list(rows), list(columns)
    grid = [[cells.get((row, column), 0) for column in down] + [rows[row]] for row in across]
    grid.append([*columns.values(), total])
    hidden = _enough(grid, {at for at in _all(grid) if 0 < grid[at[0]][at[1]] < FEWEST})

    def shown(row: int, column: int) -> int | None:
        return None if (row, column) in hidden else grid[row][column]

    last_row, last_column = len(across), len(down)
    return Shown(
        {(row, column): shown(r, c) for r, row in enumerate(across) for c, column in enumerate(down)},
        {row: shown(r, last_column) for r, row in enumerate(across)},
        {column: shown(last_row, c) for c, column in enumerate(down)},
        shown(last_row, last_column),
    )


def five_or_more(counts: Mapping[Row, int]) -> dict[Row, int | None]:
    """Counts that stand alone, with no total beside them."""
    return {key: count if count >= FEWEST else None for key, count in counts.items()}


def _all(grid: Sequence[Sequence[int]]) -> Iterator[Place]:
    return ((row, column) for row in range(len(grid)) for column in range(len(grid[0])))


def _lines(grid: Sequence[Sequence[int]]) -> list[Line]:
    """Each row and each column, the total last: what adds up."""
    rows, columns = range(len(grid)), range(len(grid[0]))
    return [[(row, column) for column in columns] for row in rows] + [
        [(row, column) for row in rows] for column in columns
    ]


def _enough(grid: Sequence[Sequence[int]], hidden: set[Place]) -> set[Place]:
    """Hide more until neither one line nor all of them together give anything away."""
    lines = _lines(grid)
    changed = True
    while changed:
        changed = False
        for line in lines:
            if more := _gives_away(grid, line, hidden):
                hidden.add(more)
                changed = True
        if not changed and (more := _of_all(grid, lines, hidden)):
            hidden.add(more)
            changed = True
    return hidden


def _of_all(grid: Sequence[Sequence[int]], lines: Sequence[Line], hidden: set[Place]) -> Place | None:
    """The next count to hide because one from one to four follows from all lines taken together."""
    for at in _determined(lines, sorted(hidden)):
        beside = [place for line in lines if at in line for place in line if place not in hidden]
        if 0 < grid[at[0]][at[1]] < FEWEST and beside:
            return _smallest(grid, beside) or beside[0]
    return None


def _determined(lines: Sequence[Line], hidden: Sequence[Place]) -> list[Place]:
    """What is hidden and yet has only one value by the sums: zero in every way to change the rest and keep them."""
    if not hidden:
        return []
    sums = np.array([[(at in parts) - (at == total) for at in hidden] for *parts, total in lines], dtype=float)
    _, sizes, ways = np.linalg.svd(sums)
    free = np.abs(ways[int((sizes > TINY).sum()) :]).max(axis=0, initial=0.0)
    return [at for at, freedom in zip(hidden, free, strict=True) if freedom < TINY]


def _gives_away(grid: Sequence[Sequence[int]], line: Sequence[Place], hidden: set[Place]) -> Place | None:
    """The next count to hide in a line whose total is shown; None where nothing can be worked out."""
    *parts, total = line
    gone = [at for at in parts if at in hidden]
    if total in hidden:
        return None if gone else _smallest(grid, parts)
    if not gone or (len(gone) > 1 and _sum(grid, gone) >= FEWEST):
        return None
    return _smallest(grid, [at for at in parts if at not in hidden]) or total


def _smallest(grid: Sequence[Sequence[int]], places: Sequence[Place]) -> Place | None:
    """Of those with anybody: to hide a nought beside a count would not blur it."""
    anybody = (at for at in places if grid[at[0]][at[1]])
    return min(anybody, key=lambda at: (grid[at[0]][at[1]], at), default=None)


def _sum(grid: Sequence[Sequence[int]], places: Iterable[Place]) -> int:
    return sum(grid[row][column] for row, column in places)
