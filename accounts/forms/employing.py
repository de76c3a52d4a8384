"""What somebody says of a job she might offer."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from accounts import employing as law
from accounts.employing import BelowMinimumWage, Job, Rates
from accounts.forms.fields import MoneyField, NumberField, UnitField
from design.formats import pounds
from design.widgets import Radios

MOST_AN_HOUR, MOST_A_YEAR = 200_00, 20_000_00
MOST_HOURS = 100
YES, NO = "yes", "no"
CHOOSE, CHOOSE_YEAR = "Choose yes or no", "Choose a tax year"


class HoursField(UnitField, forms.DecimalField):
    """Hours a week, like 20 or 7.5; cleans to whole minutes."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "min_value": "Enter a quarter of an hour or more, like 0.25",
            "max_value": f"Enter {MOST_HOURS} hours or fewer",
            "max_decimal_places": "Enter hours with 2 numbers after the point, like 7.25",
        }
        limits: dict[str, Any] = {"min_value": Decimal("0.25"), "max_value": Decimal(MOST_HOURS), "decimal_places": 2}
        super().__init__(unit="hours", ask="Enter the hours a week, like 20 or 7.5", errors=errors, **limits, **kwargs)

    def clean(self, value: Any) -> Any:
        hours = super().clean(value)
        return int((hours * 60).to_integral_value("ROUND_HALF_UP")) if hours is not None else None


def own_figure(label: str, hint: str = "") -> MoneyField:
    return MoneyField(label=label, help_text=hint, at_least=0, at_most=MOST_A_YEAR, required=False)


class CostForm(forms.Form):
    """A job: what it is, who does it, and what is bought around it. `job()` once it is valid."""

    year = forms.ChoiceField(
        label="Which tax year?",
        widget=Radios(),
        error_messages={"required": CHOOSE_YEAR, "invalid_choice": CHOOSE_YEAR},
    )
    hours = HoursField(label="How many hours a week?", help_text="In a usual week.")
    days = NumberField(
        label="On how many days a week?", unit="days", least=1, most=7, ask="Enter the days a week, from 1 to 7"
    )
    rate = MoneyField(
        label="What do you pay for an hour?",
        at_most=MOST_AN_HOUR,
        error_messages={"required": "Enter what you pay for an hour, like 13.50"},
    )
    age = NumberField(
        label="How old is the personal assistant?",
        help_text="A guess is fine if you have nobody yet.",
        unit="years",
        least=law.SCHOOL_LEAVER,
        most=100,
        ask="Enter the age of the personal assistant",
    )
    service = NumberField(
        label="How many full years have they worked for you?",
        help_text="0 if they are new. Notice and redundancy grow with it.",
        unit="years",
        least=0,
        most=60,
        ask="Enter the years, or 0 if they are new",
    )
    sick = NumberField(
        label="How many weeks of illness do you want to be ready for?",
        help_text="Nobody knows. 1 week is a start.",
        unit="weeks",
        least=0,
        most=law.MOST_SICK_WEEKS,
        ask="Enter the weeks, or 0",
    )
    cover = NumberField(
        label="For how many weeks does somebody else come instead?",
        help_text="They have up to 5.6 weeks of holiday, and the weeks of illness. Enter 0 if nobody does.",
        unit="weeks",
        least=0,
        most=law.WEEKS_A_YEAR,
        ask="Enter the weeks, or 0",
    )
    cover_rate = MoneyField(
        label="What does that cost an hour?",
        help_text="Leave it empty if it is the same wage. An agency costs more.",
        at_most=MOST_AN_HOUR,
        required=False,
    )
    insurance = own_figure("Employer’s liability insurance, a year", "The law asks for it. Enter what you were quoted.")
    payroll = own_figure("A payroll service, a year", "Somebody who makes payslips and works out tax.")
    training = own_figure("Training, a year", "Courses, and the hours they are paid for while they learn.")
    allowance = forms.ChoiceField(
        label="Will you claim the Employment Allowance?",
        help_text="It takes National Insurance off your bill. You may claim it if all of their work is for somebody who"
        " needs care because of age, illness or disability.",
        choices=[(YES, "Yes"), (NO, "No, or it is used up by others I employ")],
        widget=Radios(inline=True),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, data: Any = None, *, years: Sequence[Rates], today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.years = {str(rates.starts_on.year): rates for rates in years}
        field = self.fields["year"]
        self.fields["rate"].help_text = minimum_words(years[0])
        field.choices = [(key, year_words(rates, today)) for key, rates in self.years.items()]  # type: ignore[attr-defined]

    @property
    def rates(self) -> Rates:
        return self.years[self.cleaned_data["year"]]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        age, years = given.get("age"), given.get("service")
        if age is not None and years is not None and years > age - law.SCHOOL_LEAVER:
            most = age - law.SCHOOL_LEAVER
            self.add_error("service", f"Somebody of {age} can have worked for you for {most} years at most")
        if age is not None and given.get("rate") is not None and given.get("year"):
            try:
                law.check_wage(self.rates, age, given["rate"])
            except BelowMinimumWage as why:
                self.add_error("rate", below_words(self.rates, age, why.minimum_pence))
        return given

    def job(self) -> Job:
        given = self.cleaned_data
        return Job(
            minutes_a_week=given["hours"],
            days_a_week=given["days"],
            rate_pence_an_hour=given["rate"],
            age_years=given["age"],
            service_years=given["service"],
            sick_weeks=given["sick"],
            cover_weeks=given["cover"],
            cover_rate_pence_an_hour=given["cover_rate"] or given["rate"],
            insurance_pence_a_year=given["insurance"] or 0,
            payroll_pence_a_year=given["payroll"] or 0,
            training_pence_a_year=given["training"] or 0,
            claims_allowance=given["allowance"] == YES,
        )


def year_words(rates: Rates, today: date) -> str:
    following = rates.starts_on.replace(year=rates.starts_on.year + 1)
    return f"{rates.label} (now)" if rates.starts_on <= today < following else rates.label


def minimum_words(rates: Rates) -> str:
    grown, adult, young = (
        pounds(pence)
        for pence in (
            rates.minimum_wage_21_pence_an_hour,
            rates.minimum_wage_18_pence_an_hour,
            rates.minimum_wage_16_pence_an_hour,
        )
    )
    least = f"{grown} from 21 years, {adult} from 18 and {young} under 18"
    return f"Before tax. The law’s minimum from 1 April {rates.starts_on.year} is {least}."


def below_words(rates: Rates, age: int, minimum: int) -> str:
    since = f"from 1 April {rates.starts_on.year}"
    return f"Enter {pounds(minimum)} or more: the law’s minimum for an employee of {age} {since}"
