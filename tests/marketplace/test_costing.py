import pytest

from marketplace import words
from marketplace.costing import Cover, Every, Pattern, cover, is_reduction, middle, weekly_pence
from marketplace.pricing import Unit


@pytest.mark.parametrize(
    ("unit", "minutes", "times", "every", "price", "weekly", "said"),
    [
        (Unit.HOUR, 120, 2, Every.WEEK, 1650, 6600, "2 hours, twice a week"),
        (Unit.HOUR, 45, 1, Every.WEEK, 1650, 1238, "45 minutes, once a week"),  # 1237.5, half a penny up
        (Unit.VISIT, 0, 1, Every.FORTNIGHT, 1525, 763, "once every 2 weeks"),
        (Unit.DAY, 0, 3, Every.FOUR_WEEKS, 5000, 3750, "3 days every 4 weeks"),
        (Unit.ITEM, 0, 1, Every.YEAR, 5200, 100, "1 item a year"),
        (Unit.ITEM, 0, 1, Every.YEAR, 1, 0, "1 item a year"),
    ],
)
def test_what_a_line_costs_a_week(unit, minutes, times, every, price, weekly, said):
    pattern = Pattern(unit, minutes, times, every)
    assert (weekly_pence(pattern, price), words.how_often(pattern)) == (weekly, said)


@pytest.mark.parametrize(
    ("sums", "before", "lower"),
    [
        ((100, 50), (100, 50), False),
        ((101, 50), (100, 50), False),
        ((99, 50), (100, 50), True),
        ((100, 49), (100, 50), True),
        ((200, 49), (100, 50), True),  # more a week does not make up for less in an emergency
        ((0, 0), (0, 0), False),
    ],
)
def test_less_than_before_is_a_reduction(sums, before, lower):
    assert is_reduction(*sums, *before) is lower


def test_the_middle_price_is_one_that_somebody_asks():
    assert [middle([3]), middle([5, 1]), middle([9, 1, 5]), middle([4, 1, 9, 5])] == [3, 1, 5, 4]


def test_money_for_one_purpose_pays_for_no_other():
    found = cover({1: 500, 2: 300}, {1: 400, 3: 900}, general=150)
    assert found == {1: Cover(500, 400, 100), 2: Cover(300, 0, 50)}
    assert [each.short_pence for each in found.values()] == [0, 250]
