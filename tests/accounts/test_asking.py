"""When the council's text may say yes by itself. Pure."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.asking import Asked, Limits, due_on, yes_at_once

LIMITS = Limits(is_on=True, pence=5_000, lately_pence=20_000)
ASKED = Asked("A swimming pass Otter Swim", 5_000, True, 5_000, 15_000, True)


def test_a_small_purchase_for_an_outcome_with_the_money_there_gets_its_yes():
    assert yes_at_once(ASKED, LIMITS) is True


@pytest.mark.parametrize(
    "but",
    [
        {"pence": 5_001, "available_pence": 9_000},
        {"available_pence": 4_999},
        {"available_pence": None},
        {"lately_pence": 15_001},
        {"has_outcome": False},
        {"has_publisher": False},
        {"ruled": ["Not at this shop, until 1 May"]},
        {"words": "Pay my daughter for the shopping"},
        {"words": "A week in a care home"},
        {"words": "CANNABIS oil"},
        {"words": "My fines"},
    ],
)
def test_everything_else_goes_to_a_person(but):
    assert yes_at_once(replace(ASKED, **but), LIMITS) is False


def test_words_that_only_look_alike_do_not_send_it_to_a_person():
    for words in ("A better kettle", "Son et lumière tickets in Bettws", "An ironing board", "Finest wool", "Gunnera"):
        expected = "Son" not in words  # a whole word counts
        assert yes_at_once(replace(ASKED, words=words), LIMITS) is expected


def test_the_council_can_switch_it_off():
    assert yes_at_once(ASKED, replace(LIMITS, is_on=False)) is False


def test_an_answer_is_due_one_working_day_later():
    friday, before_easter = date(2026, 11, 27), date(2026, 4, 2)
    assert (due_on(friday), due_on(before_easter)) == (date(2026, 11, 30), date(2026, 4, 7))
