"""What is hidden cannot be worked out: tried by counting every table that would give the same page."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.hiding import FEWEST, five_or_more, hide
from marketplace.spreads import Spread, spread


def table(grid):
    """Rows and columns named by number, each with its true total."""
    cells = {(r, c): count for r, row in enumerate(grid) for c, count in enumerate(row)}
    rows = {r: sum(row) for r, row in enumerate(grid)}
    columns = {c: sum(row[c] for row in grid) for c in range(len(grid[0]))}
    return hide(cells, rows, columns, sum(rows.values()))


def test_small_counts_are_hidden_and_a_second_one_with_each():
    shown = table([[12, 3, 9], [20, 30, 40], [7, 8, 9]])
    assert shown.cells[0, 1] is None
    assert [shown.cells[0, 0], shown.cells[0, 2]].count(None) == 1
    assert shown.cells[1, 1] == 30 or shown.cells[2, 1] is None
    assert shown.rows == {0: 24, 1: 90, 2: 24}


def test_nothing_small_hides_nothing():
    shown = table([[12, 13], [20, 30]])
    assert (None in shown.cells.values(), shown.rows, shown.columns, shown.all) == (
        False,
        {0: 25, 1: 50},
        {0: 32, 1: 43},
        75,
    )


def test_all_small_hides_the_total_too():
    shown = table([[1, 2], [0, 1]])
    assert shown.all is None
    assert [shown.cells[at] for at in ((0, 0), (0, 1), (1, 1))] == [None, None, None]
    assert (shown.cells[1, 0], shown.rows) == (0, {0: None, 1: None})


def test_one_row_alone_hides_its_total_where_there_is_nothing_else():
    shown = table([[3]])
    assert (shown.cells[0, 0], shown.rows[0], shown.columns[0], shown.all) == (None, None, None, None)


def test_totals_of_several_lines_give_nothing_away_together():
    """Two blocks of hidden counts that one small count joins: the difference of their totals would be that count."""
    shown = table([[3, 4, 2, 9], [4, 3, 8, 9], [9, 8, 3, 4], [9, 9, 4, 3]])
    small = [at for at, count in shown.cells.items() if count is None]
    assert (0, 2) in small
    assert determined(shown) == []


@given(st.lists(st.lists(st.integers(0, 12), min_size=5, max_size=5), min_size=5, max_size=5))
@settings(max_examples=100, deadline=None)
def test_no_small_count_follows_from_all_totals_together(grid):
    shown = table(grid)
    assert [at for at in determined(shown) if 0 < grid[at[0]][at[1]] < FEWEST] == []


def determined(shown):
    """Hidden counts that the sums leave one value, by elimination in fractions."""
    names = [("all",)] if shown.all is None else []
    names += [at for at, count in shown.cells.items() if count is None]
    names += [("row", r) for r, count in shown.rows.items() if count is None]
    names += [("column", c) for c, count in shown.columns.items() if count is None]
    lines = [[*((r, c) for c in shown.columns), ("row", r)] for r in shown.rows]
    lines += [[*((r, c) for r in shown.rows), ("column", c)] for c in shown.columns]
    lines += [[*(("row", r) for r in shown.rows), ("all",)], [*(("column", c) for c in shown.columns), ("all",)]]
    sums = [[Fraction((name in line[:-1]) - (name == line[-1])) for name in names] for line in lines]
    done = 0
    for column in range(len(names)):
        pivot = next((row for row in range(done, len(sums)) if sums[row][column]), None)
        if pivot is None:
            continue
        sums[done], sums[pivot] = sums[pivot], sums[done]
        sums[done] = [value / sums[done][column] for value in sums[done]]
        for row in range(len(sums)):
            if row != done and sums[row][column]:
                sums[row] = [a - sums[row][column] * b for a, b in zip(sums[row], sums[done], strict=True)]
        done += 1
    alone = [names[row.index(1)] for row in sums[:done] if sum(map(bool, row)) == 1]
    return [name for name in alone if isinstance(name[0], int)]


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3))
@settings(max_examples=300, deadline=None)
def test_no_line_gives_a_hidden_count_away(grid):
    """In each row and column, with its total: nothing hidden, or two or more that come to five or more together."""
    shown = table(grid)
    size = range(len(grid))
    rows = [([shown.cells[r, c] for c in size], grid[r], shown.rows[r]) for r in size]
    columns = [([shown.cells[r, c] for r in size], [grid[r][c] for r in size], shown.columns[c]) for c in size]
    totals = [
        (list(shown.rows.values()), [sum(row) for row in grid], shown.all),
        (list(shown.columns.values()), [sum(row[c] for row in grid) for c in size], shown.all),
    ]
    for seen, true, total in rows + columns + totals:
        assert [count for count, real in zip(seen, true, strict=True) if count is not None and count != real] == []
        assert [count for count in seen if count is not None and 0 < count < FEWEST] == []
        hidden = [real for count, real in zip(seen, true, strict=True) if count is None]
        if total is None:
            assert sum(hidden) > 0
        elif hidden:
            assert len(hidden) > 1
            assert sum(hidden) >= FEWEST


def test_several_tables_look_the_same():
    """Whoever knows all that is shown still has more than one value for the small count to be."""
    shown = table([[12, 3], [9, 14]])
    possible = {cells[1] for cells in product(range(30), repeat=4) if agrees(shown, cells)}
    assert len(possible) > FEWEST


def agrees(shown, cells):
    grid = [cells[:2], cells[2:]]
    right = [shown.cells[r, c] in (None, grid[r][c]) for r in (0, 1) for c in (0, 1)]
    right += [shown.rows[r] in (None, sum(grid[r])) for r in (0, 1)]
    right += [shown.columns[c] in (None, grid[0][c] + grid[1][c]) for c in (0, 1)]
    return all(right) and shown.all in (None, sum(cells))


def test_nobody_is_no_secret_and_hides_nothing_else():
    shown = table([[12, 0], [7, 0]])
    assert (shown.cells, shown.rows, shown.columns) == (
        {(0, 0): 12, (0, 1): 0, (1, 0): 7, (1, 1): 0},
        {0: 12, 1: 7},
        {0: 19, 1: 0},
    )


def test_counts_that_stand_alone():
    assert five_or_more({"a": 4, "b": 5, "c": 0}) == {"a": None, "b": 5, "c": None}


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ([1000, 1100, 1200, 1300], None),
        ([1400, 1000, 1300, 1200, 1100], Spread(5, 1000, 1100, 1200, 1300, 1400)),
        ([1000, 1001, 1003, 1010, 1020, 1030], Spread(6, 1000, 1002, 1007, 1018, 1030)),
    ],
)
def test_the_spread_of_prices(prices, expected):
    assert spread(prices) == expected
