"""Weeks of cover are rounded honestly, and nothing is said where no weekly amount was agreed."""

import pytest

from accounts import weeks


@pytest.mark.parametrize(("pence", "weekly", "number"), [(24800, 3300, 7), (0, 3300, 0), (-5, 3300, 0), (500, 0, None)])
def test_whole_weeks_are_never_more_than_there_is_money_for(pence, weekly, number):
    assert weeks.whole(pence, weekly) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [(7, "£412.60, about 7 weeks of your plan"), (1, "£412.60, about 1 week of your plan"),
     (0, "£412.60, less than a week of your plan"), (None, "£412.60")],
)  # fmt: skip
def test_the_weeks_stand_beside_the_amount(number, words):
    assert weeks.beside("£412.60", number, "your plan") == words
