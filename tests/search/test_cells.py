"""A circle's cells miss no place of it, and hold none that is elsewhere."""

import random

import pytest

from search import cells
from search.geo import miles_between

HOW_MANY = 4_000


def holds(ranges, lat, lon):
    return any(first <= cell <= last for cell in cells.of_place(lat, lon) for first, last in ranges)


@pytest.mark.parametrize("seed", range(4))
def test_what_lies_in_a_circle_lies_in_its_cells_and_what_lies_in_them_but_at_the_edge_lies_in_it(seed):
    roll = random.Random(seed)  # noqa: S311 - the same test data each time
    told = inside = 0
    for _ in range(HOW_MANY):
        lat, lon = roll.uniform(-80, 80), roll.uniform(-170, 170)
        miles = 10 ** roll.uniform(-2, 2.7)
        held = cells.cover(lat, lon, miles)
        if held is None:
            continue
        reach = miles / 69.2 * roll.uniform(0, 1.5)
        place = lat + roll.uniform(-reach, reach), lon + roll.uniform(-reach, reach) * 1.6
        within = miles_between(lat, lon, *place) <= miles
        assert not within or holds(held.around, *place), (lat, lon, miles, place)
        if holds(held.around, *place) and not holds(held.edge, *place):
            assert within, (lat, lon, miles, place)
            inside += 1
        told += 1
    assert told > HOW_MANY * 0.9
    assert inside > HOW_MANY * 0.1


def test_places_on_the_very_edge_are_in_the_cells_of_the_edge():
    for miles in (0.3, 1, 10, 50):
        held = cells.cover(53.0, -2.0, miles)
        north = 53.0 + miles / 69.0934
        assert holds(held.around, north, -2.0)
        assert holds(held.edge, north, -2.0)


def test_a_circle_needs_one_range_a_row_and_its_edge_two():
    for miles in (0.25, 1, 2, 5, 10, 20, 100, 500):
        held = cells.cover(53.0, -2.0, miles)
        assert len(held.around) <= 2 * (2 * cells.ROWS_ACROSS + 1) + 1
        assert len(held.around) <= len(held.edge) <= 2 * len(held.around)


def test_the_edge_and_the_rest_are_what_is_around():
    for miles in (1, 10, 50):
        held = cells.cover(53.0, -2.0, miles)
        of_edge = [cell for first, last in held.edge for cell in range(first, last + 1)]
        around = {cell for first, last in held.around for cell in range(first, last + 1)}
        assert len(of_edge) == len(set(of_edge))
        assert set(of_edge) < around


@pytest.mark.parametrize(
    ("lat", "lon", "miles"), [(84.9, 0, 100), (-86, 0, 1), (0, 179.9, 20), (0, -180, 1), (0, 0, 8e3)]
)
def test_over_a_pole_or_the_line_where_days_change_it_says_that_it_cannot_tell(lat, lon, miles):
    assert cells.cover(lat, lon, miles) is None
