"""What is written for a spreadsheet does not run there."""

import pytest

from design.sheets import safe


@pytest.mark.parametrize("words", ["=1+1", "+1", "-2.5", "@SUM(A1)", "  =1+1", "\t=1+1"])
def test_a_formula_is_words(words):
    assert safe(words) == f"'{words}"


@pytest.mark.parametrize(("words", "cell"), [("Oak", "Oak"), ("a=b", "a=b"), (7, "7"), ("", ""), (None, "")])
def test_words_and_numbers_stay(words, cell):
    assert safe(words) == cell
