"""What a handover sheet may not hold, and what it may."""

import pytest

from marketplace.handover_rules import CARD, CODE, not_to_write


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("My card is 4000 0566 5566 5556", CARD),
        ("4000056655665556", CARD),
        ("The key safe is by the door. Code 4711", CODE),
        ("alarm PIN: 998877", CODE),
        ("The password is 20201948", CODE),
        ("Nia has a key. Call 01632 960 701", ""),
        ("Born 1948. I moved here in 1972", ""),
        ("NHS number 943 476 5919", ""),
        ("Ask at number 127. The key safe is by the back door", ""),
        ("4000 0566 5566 5557", ""),  # no card has this number
        ("", ""),
    ],
)
def test_in_any_part(text, why):
    assert not_to_write(text) == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("In the box by the door, 4711", CODE),
        ("In the box by the door, 47110815", CODE),
        ("Nia at number 14 has it: 01632 960701", ""),
        ("With Nia at 127 Mill Lane", ""),
    ],
)
def test_about_the_key(text, why):
    assert not_to_write(text, about_the_key=True) == why
