"""What a page says in several lines: tick what stays, and add one."""

from datetime import date
from typing import Any

from django import forms

from accounts.forms.fields import MoneyField, NumberField
from design.fields import DateField
from design.widgets import Checkboxes, Radios
from directory import page_fields
from directory.forms.pages import PageForm, Value, text
from directory.models import CostOption, Service

ANY, OTHER = "Usual price", "other"
WHEN = [(ANY, "Any day"), *[(name, name) for name in ("Weekday", "Weekend", "Bank holiday")], (OTHER, "Something else")]


def iso(on: date | None) -> str:
    return on.isoformat() if on else ""


class ListForm(PageForm):
    """`field` is the page's. `made()` is the line that was typed, or nothing."""

    field = ""
    of: type[Any] = Service  # whose field it is
    first = ""  # of the boxes for a new line: where it is empty, nothing is added
    rest: tuple[str, ...] = ()  # the other boxes of that line
    ask = ""  # what is said where one of them was typed without the first

    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, said=said)
        lines = page_fields.OF[self.of][self.field].lines(said[self.field])
        if lines:
            keep = forms.MultipleChoiceField(
                label="What stays",
                help_text="Untick what does not hold any more.",
                choices=[(str(number), line) for number, line in enumerate(lines)],
                initial=[str(number) for number in range(len(lines))],
                required=False,
                widget=Checkboxes(small=True),
            )
            self.fields = {"keep": keep, **self.fields}

    def opened(self, said: Value) -> Value:
        """A new line opens empty: a page has a name, and so has a place to go to."""
        return {}

    def clean(self) -> Value:
        data = super().clean() or {}
        typed = any(data.get(name) for name in self.rest)
        if typed and data.get(self.first) in (None, "") and self.first not in self.errors:
            self.add_error(self.first, self.ask)
        return data

    def values(self) -> Value:
        kept = [self.said[self.field][int(number)] for number in self.cleaned_data.get("keep", [])]
        made = self.made() if self.cleaned_data.get(self.first) not in (None, "") else None
        return {self.field: kept + ([made] if made and made not in kept else [])}

    def made(self) -> Value | str | None:
        raise NotImplementedError


def telephone(label: str, **more: Any) -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9 +()]{5,30}$",
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}),
        error_messages={"invalid": "Enter a telephone number, like 01632 960 001"},
        **more,
    )


class PhonesForm(ListForm):
    field, first, rest, ask = "phones", "number", ("words",), "Enter the telephone number"
    number = telephone("Add a telephone number")
    words = text("When or for what? (optional)", 120, required=False, help_text="For example, “Evenings”.")

    def made(self) -> Value:
        return {"number": self.cleaned_data["number"], "words": self.cleaned_data["words"]}


class ClosedForm(ListForm):
    field, first, rest, ask = "closed", "first_on", ("last_on", "words"), "Enter the first day"
    first_on = DateField(label="Add days: the first day", help_text="For example, 25 12 2027", required=False)
    last_on = DateField(label="The last day (optional)", help_text="Leave this empty for a single day.", required=False)
    words = text("Why? (optional)", 120, required=False, help_text="For example, “Christmas”.")

    def clean(self) -> Value:
        data = super().clean()
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "The last day must be the first day or after it")
        return data

    def made(self) -> Value:
        given = self.cleaned_data
        return {
            "from": iso(given["first_on"]),
            "to": iso(given["last_on"] or given["first_on"]),
            "words": given["words"],
        }


class PricesForm(ListForm):
    field, first, ask = "prices", "pence", "Enter the price, or 0 where it is free"
    rest = ("what", "minimum", "travel", "valid_from", "valid_to")
    when = forms.ChoiceField(
        label="Add a price: for which days?", choices=WHEN, required=False, initial=ANY, widget=Radios
    )
    what = text("What is it for? (optional)", 80, required=False, help_text="For example, “A morning with lunch”.")
    pence = MoneyField(label="How much?", help_text="0 is free.", at_least=0, at_most=1_000_000, required=False)
    unit = forms.ChoiceField(label="For what?", choices=CostOption.Unit.choices, required=False)
    minimum = NumberField(
        label="Shortest visit (optional)", unit="minutes", ask="Enter minutes", least=5, most=1_440, required=False
    )
    travel = text("What travel costs (optional)", 120, required=False, help_text="For example, “45p a mile”.")
    valid_from = DateField(label="From which day? (optional)", required=False)
    valid_to = DateField(label="Until which day? (optional)", required=False)

    def clean(self) -> Value:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "The last day must be the first day or after it")
        if data.get("when") == OTHER and data.get("pence") is not None and not data.get("what"):
            self.add_error("what", "Enter what the price is for")
        return data

    def made(self) -> Value:
        given = self.cleaned_data
        days = given["when"] or ANY
        what = given["what"] or (ANY if days == OTHER else days)
        return {
            "what": what if days in (ANY, OTHER) or what == days else f"{days}: {what}",
            "pence": given["pence"],
            "unit": given["unit"] or CostOption.Unit.HOUR.value,
            "words": "",
            "minimum": given["minimum"],
            "travel": given["travel"],
            "from": iso(given["valid_from"]),
            "to": iso(given["valid_to"]),
        }


class RulesForm(ListForm):
    field, first, rest, ask = "rules", "words", ("area",), "Enter the rule"
    words = text("Add a rule", 250, required=False, help_text="For example, “People who live alone”.")
    area = text("Only people who live in (optional)", 120, required=False)

    def made(self) -> Value:
        return {"words": self.cleaned_data["words"], "area": self.cleaned_data["area"]}


class WhereForm(ListForm):
    """Where a service goes to people's homes."""

    field, first, rest, ask = "areas", "name", ("miles",), "Enter the place"
    name = text("Add a place you go to", 80, required=False, help_text="A town or a county.")
    miles = NumberField(
        label="How far around it? (optional)", unit="miles", ask="Enter miles", least=1, most=200, required=False
    )
    anywhere = forms.BooleanField(label="By telephone or online, wherever people live", required=False)

    def opened(self, said: Value) -> Value:
        return {"anywhere": said["anywhere"]}

    def clean(self) -> Value:
        data = super().clean()
        kept = [self.said["areas"][int(number)]["name"] for number in data.get("keep", [])]
        if data.get("name") in kept:
            self.add_error("name", "This place is on the list already. Untick it first to change the miles")
        return data

    def made(self) -> Value:
        return {"name": self.cleaned_data["name"], "miles": self.cleaned_data["miles"]}

    def values(self) -> Value:
        return {**super().values(), "anywhere": self.cleaned_data["anywhere"]}
