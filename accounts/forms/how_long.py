"""What somebody says about her own money, to see how long it lasts. Nothing of it is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import lasting
from accounts.forms.fields import MoneyField, UnitField
from accounts.lasting import Costs, Means

MOST_A_WEEK = 20_000_00
WIDE = {"class": "govuk-input--width-10"}


class UpToField(UnitField, forms.DecimalField):
    """A number from 0 to `most`, with at most 2 figures after the point."""

    def __init__(self, *, example: str, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(ask=f"Enter a number, like {example}", errors={}, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 0 <= value <= self.most:
            raise ValidationError(f"Enter a number from 0 to {self.most}", code="outside")
        if value is not None and value != round(value, 2):
            raise ValidationError(f"Enter a number with at most 2 figures after the point, like {value:.2f}")


class HowLongForm(forms.Form):
    savings = MoneyField(
        label="How much do you have in savings?",
        help_text="Money in banks and building societies, Premium Bonds, ISAs and shares. Count half of what you own "
        "with one other person. Leave out the home that you live in.",
        at_least=0,
        at_most=10_000_000_00,
        error_messages={"required": "Enter how much you have in savings, like 60,000"},
    )
    income = MoneyField(
        label="How much money comes in each week?",
        help_text="Pensions and benefits, after tax. Count Attendance Allowance if you get it.",
        at_least=0,
        at_most=MOST_A_WEEK,
        error_messages={"required": "Enter how much money comes in each week, like 280"},
    )
    home = MoneyField(
        label="What does it cost you to live at home each week?",
        help_text="Food, heating, council tax, rent or repairs, getting about, gifts. Leave out care.",
        at_least=0,
        at_most=MOST_A_WEEK,
        error_messages={"required": "Enter what it costs you to live at home each week, like 230"},
    )
    hours = UpToField(
        label="Hours of help each week",
        help_text="An hour each day is 7.",
        unit="hours",
        example="7 or 10.5",
        most=168,
        required=False,
    )
    price = MoneyField(label="Price of an hour", at_least=0, at_most=500_00, required=False)
    help_sum = MoneyField(
        label="Or: what help costs each week",
        help_text="If you know the sum, or pay for live-in care. Then leave hours and price empty.",
        at_least=0,
        at_most=MOST_A_WEEK,
        required=False,
    )
    care_home = MoneyField(
        label="What does a care home cost each week?",
        help_text="The full fee of a home that you might choose, with extras such as hair and trips. Leave it empty if "
        "you do not want to look at that.",
        at_least=1_00,
        at_most=MOST_A_WEEK,
        required=False,
    )
    price_rise = UpToField(
        label="How much may prices go up each year?",
        help_text="We have put 4. Most of what care costs is wages, and the lowest wage that the law allows went up "
        "by 4.1% in April 2026. Ask homes and agencies what their price rises were.",
        unit="%",
        example="4 or 2.5",
        most=20,
        initial=lasting.PRICE_RISE,
    )
    income_rise = UpToField(
        label="How much may your income go up each year?",
        help_text="We have put 2, which is what the Bank of England is asked to keep price rises at. Some pensions do "
        "not go up at all: then put 0.",
        unit="%",
        example="2 or 0",
        most=20,
        initial=lasting.INCOME_RISE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("savings", "income", "home", "help_sum", "care_home"):
            self.fields[name].widget.attrs |= WIDE
        for each in self.fields.values():
            each.widget.attrs["autocomplete"] = "off"  # a shared computer does not offer it to the next person

    def clean(self) -> dict[str, Any]:
        """Help by the hour, or as one sum, or none."""
        given = super().clean() or {}
        hours, price, total = (given.get(name) for name in ("hours", "price", "help_sum"))
        typed = {name for name in ("hours", "price", "help_sum") if name in given and given[name] is not None}
        if "help_sum" in typed and typed & {"hours", "price"}:
            self.add_error("help_sum", "Enter either the hours and the price, or one sum for the week")
        elif hours is not None and "price" in given and price is None:
            self.add_error("price", "Enter the price of an hour, like 25")
        elif price is not None and "hours" in given and hours is None:
            self.add_error("hours", "Enter the hours of help each week, like 7")
        elif hours is not None and price is not None:
            total = lasting.of_hours(hours, price)
        given["help"] = total
        return given

    @property
    def means(self) -> Means:
        given = self.cleaned_data
        return Means(given["savings"], given["income"], given["price_rise"], given["income_rise"])

    @property
    def costs(self) -> Costs:
        given = self.cleaned_data
        return Costs(given["home"], given["help"], given["care_home"])
