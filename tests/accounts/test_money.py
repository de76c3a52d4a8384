"""What people type becomes whole pence, or a sentence that helps."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from accounts import money
from accounts.forms.fields import MoneyField


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("12", 1200),
        ("12.5", 1250),
        ("12.50", 1250),
        ("12.", 1200),
        (".50", 50),
        (".5", 50),
        ("0", 0),
        ("£12.50", 1250),
        ("£ 12.50 ", 1250),
        ("£1,250.5", 125050),
        ("1,250", 125000),
        ("1,234,567.89", 123456789),
        ("1 250", 125000),
        ("1\u00a0250.00", 125000),
        ("12 pounds", 1200),
        ("1 pound", 100),
        ("GBP 12.50", 1250),
        ("12.50 gbp", 1250),
        ("50p", 50),
        ("50 pence", 50),
        ("1250p", 1250),
        ("007", 700),
        ("１２.５０", 1250),
        ("100,000,000.00", money.MOST),
    ],
)
def test_what_has_one_meaning_is_understood(typed, pence):
    assert money.parse(typed) == pence


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Enter an amount of money, like 12.50"),
        ("  ", "Enter an amount of money, like 12.50"),
        ("-5", "Enter an amount above zero, without a minus sign"),
        ("−5", "Enter an amount above zero, without a minus sign"),
        ("£-5", "Enter an amount above zero, without a minus sign"),
        ("12.505", "Enter pounds and pence with 2 numbers after the point, like 12.50"),
        ("1,25", "Enter the amount with a point before the pence, like 1,250.50"),
        ("1.250,00", "Enter the amount with a point before the pence, like 1,250.50"),
        ("12.5.0", "Enter the amount with a point before the pence, like 1,250.50"),
        ("12,3456", "Enter the amount with a point before the pence, like 1,250.50"),
        ("12.50p", "Enter either pounds, like 12.50, or pence, like 50p"),
        ("£50p", "Enter either pounds, like 12.50, or pence, like 50p"),
        ("twelve", "Enter an amount of money in numbers, like 12.50"),
        ("1e5", "Enter an amount of money in numbers, like 12.50"),
        ("nan", "Enter an amount of money in numbers, like 12.50"),
        ("£", "Enter an amount of money in numbers, like 12.50"),
        (".", "Enter an amount of money in numbers, like 12.50"),
        ("$12", "Enter an amount of money in numbers, like 12.50"),
        ("££12", "Enter an amount of money in numbers, like 12.50"),
        ("12 13", "Enter the amount with a point before the pence, like 1,250.50"),
        ("100,000,000.01", "Enter a smaller amount: this is more than £100,000,000"),
        ("9" * 500, "Enter a shorter amount, like 12.50"),
    ],
)
def test_what_has_not_is_asked_again_in_words(typed, why):
    with pytest.raises(money.NotMoney) as said:
        money.parse(typed)
    assert str(said.value) == why


@given(st.integers(min_value=0, max_value=money.MOST))
def test_every_amount_we_write_is_read_back(pence):
    assert money.parse(money.text(pence)) == pence
    assert money.parse(f"£{pence // 100:,}.{pence % 100:02d}") == pence


@given(st.text(max_size=30))
def test_anything_typed_is_an_amount_or_a_sentence(typed):
    try:
        assert 0 <= money.parse(typed) <= money.MOST
    except money.NotMoney as why:
        assert str(why).startswith("Enter ")


def test_text_of_an_amount_below_zero():
    assert (money.text(-5), money.text(125050)) == ("-0.05", "1250.50")


class Spend(forms.Form):
    pence = MoneyField(label="How much?", at_most=10_000)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("£12.50", []),
        ("", ["Enter an amount of money, like 12.50"]),
        ("0", ["Enter £0.01 or more"]),
        ("100.01", ["Enter £100.00 or less"]),
        ("lots", ["Enter an amount of money in numbers, like 12.50"]),
    ],
)
def test_the_field_gives_pence_or_says_why_and_keeps_what_was_typed(typed, errors):
    form = Spend({"pence": typed})
    assert form.errors.get("pence", []) == errors
    assert form["pence"].value() == typed
    if not errors:
        assert form.cleaned_data == {"pence": 1250}


def test_the_field_shows_pence_as_pounds():
    assert Spend(initial={"pence": 1250})["pence"].value() == "12.50"
