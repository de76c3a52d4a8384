"""The rates of a tax year, as an administrator enters them: every figure, and where it was read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.employing import Rates
from accounts.forms.fields import MoneyField, NumberField, UnitField
from design.formats import pounds


@dataclass(frozen=True)
class Figure:
    """A figure of a tax year in the administrator's form. Its name says its unit."""

    name: str
    label: str
    hint: str = ""

    @property
    def is_money(self) -> bool:
        return "_pence_" in self.name

    @property
    def unit(self) -> str:
        """Of what is neither money nor a share."""
        return "%" if "percent" in self.name else "years" if self.name.endswith("age_years") else "days"

    @property
    def is_share(self) -> bool:
        return self.name.endswith("basis_points")

    def field(self) -> forms.Field:
        if self.is_money:
            return MoneyField(label=self.label, help_text=self.hint, at_least=0, at_most=1_000_000_00)
        if self.is_share:
            return PercentField(label=self.label, help_text=self.hint)
        most = 28 if self.unit == "days" else 100
        return NumberField(
            label=self.label, help_text=self.hint, unit=self.unit, least=0, most=most, ask="Enter a number"
        )

    def words(self, value: int) -> str:
        if self.is_money:
            return pounds(value)
        if self.is_share:
            return f"{Decimal(value) / 100:f}".rstrip("0").rstrip(".") + "%"
        return f"{value}%" if self.unit == "%" else f"{value} {self.unit}"


class PercentField(UnitField, forms.DecimalField):
    """15 or 13.8; cleans to whole basis points."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "min_value": "Enter 0 or more",
            "max_value": "Enter 100 or less",
            "max_decimal_places": "Enter a percentage with 2 numbers after the point, like 13.85",
        }
        limits: dict[str, Any] = {"min_value": 0, "max_value": 100, "decimal_places": 2}
        super().__init__(unit="%", ask="Enter a percentage, like 15 or 13.8", errors=errors, **limits, **kwargs)

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return int(percent * 100) if percent is not None else None

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 100:f}" if isinstance(value, int) else value


FIGURES = (
    Figure("minimum_wage_21_pence_an_hour", "Minimum wage from 21 years, an hour"),
    Figure("minimum_wage_18_pence_an_hour", "Minimum wage from 18 to 20 years, an hour"),
    Figure("minimum_wage_16_pence_an_hour", "Minimum wage under 18, an hour"),
    Figure("employer_ni_basis_points", "Employer’s National Insurance"),
    Figure(
        "employer_ni_above_pence_a_year",
        "Employer’s National Insurance is due on pay above this, a year",
        "The secondary threshold.",
    ),
    Figure(
        "employer_ni_under_21_above_pence_a_year",
        "The same for employees under 21, a year",
        "The upper secondary threshold.",
    ),
    Figure("employment_allowance_pence_a_year", "Employment Allowance, a year"),
    Figure("sick_pay_pence_a_week", "Statutory Sick Pay, a week"),
    Figure(
        "sick_pay_most_percent_of_pay",
        "Sick pay is at most this share of a week’s pay",
        "100 if only the weekly rate counts.",
    ),
    Figure("sick_pay_from_pence_a_week", "Least pay a week that has sick pay", "0 if everybody has it."),
    Figure("sick_pay_waiting_days", "Days without sick pay at the start"),
    Figure("pension_above_pence_a_year", "Automatic pension for pay above this, a year", "The earnings trigger."),
    Figure("pension_lower_pence_a_year", "Pension: lower limit of pay that counts, a year"),
    Figure("pension_upper_pence_a_year", "Pension: upper limit of pay that counts, a year"),
    Figure("pension_employer_basis_points", "Pension: the employer’s least"),
    Figure("pension_from_age_years", "Automatic pension from this age"),
    Figure("pension_below_age_years", "Automatic pension below this age", "By which everybody has State Pension age."),
    Figure("redundancy_most_pence_a_week", "Redundancy: most of a week’s pay that counts"),
)


class RatesForm(forms.Form):
    """Every figure of one tax year, and where each was read. `rates()` once it is valid."""

    year = NumberField(
        label="In which year does the tax year begin?",
        help_text="2027 for the tax year from 6 April 2027 to 5 April 2028.",
        unit="",
        least=2025,
        most=2100,
        ask="Enter a year, like 2027",
    )

    def __init__(self, data: Any = None, *, before: Rates | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for figure in FIGURES:
            field = self.fields[figure.name] = figure.field()
            if before and not kwargs.get("initial"):
                was = f"{before.label}: {figure.words(getattr(before, figure.name))}."
                field.help_text = f"{figure.hint} {was}".strip()
        self.fields["sources"] = forms.CharField(
            label="Where did you read each figure?",
            help_text="One source a line: the page or the law, and what was read there. Everybody can see it.",
            widget=forms.Textarea(attrs={"rows": 8}),
            max_length=4_000,
            error_messages={"required": "Write where the figures come from"},
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for lower, upper, gap, words in ORDER:
            if given.get(lower) is not None and given.get(upper) is not None and given[lower] + gap > given[upper]:
                self.add_error(upper, ValidationError(words))
        return given

    def rates(self) -> Rates:
        given = self.cleaned_data
        return Rates(date(given["year"], 4, 6), **{figure.name: given[figure.name] for figure in FIGURES})


YOUNGER = "The minimum of older people cannot be lower than that of younger ones"
ORDER = (
    ("minimum_wage_16_pence_an_hour", "minimum_wage_18_pence_an_hour", 0, YOUNGER),
    ("minimum_wage_18_pence_an_hour", "minimum_wage_21_pence_an_hour", 0, YOUNGER),
    ("pension_lower_pence_a_year", "pension_upper_pence_a_year", 0, "The upper limit cannot be below the lower one"),
    ("pension_from_age_years", "pension_below_age_years", 1, "This age must be above the one it begins at"),
)
