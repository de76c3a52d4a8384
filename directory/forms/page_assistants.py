"""What a personal assistant writes on her own page, one thing at a time."""

from typing import Any

from django import forms

from accounts.forms.fields import MoneyField, NumberField
from directory import page_assistants
from directory.forms.page_lists import ListForm, telephone
from directory.forms.pages import PageForm, Value, several, terms, text
from directory.models import PersonalAssistantProfile


class AssistantAboutForm(PageForm):
    about = text(
        "About your work",
        2_000,
        rows=8,
        ask="Write something about your work",
        help_text="What you do, and what people can expect of you.",
    )


class AssistantHelpsForm(PageForm):
    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, said=said)
        self.fields["needs"] = several("What do you help with?", terms("need"))
        self.fields["for"] = several("Who do you work with?", terms("for"))

    def values(self) -> Value:
        return {name: sorted(self.cleaned_data[name]) for name in ("needs", "for")}


class AssistantAreasForm(ListForm):
    field, first, of = "areas", "town", PersonalAssistantProfile
    rest, ask = ("miles",), "Enter the town"
    town = text("Add a town", 80, required=False, help_text="Not where you live: we keep the centre of the town alone.")
    miles = NumberField(
        label="How many miles from there do you travel?",
        unit="miles",
        ask="Enter miles as a number, like 5",
        least=1,
        most=50,
        required=False,
    )

    def clean_town(self) -> str:
        words = str(self.cleaned_data["town"])
        near = page_assistants.town(words)
        if words and near is None:
            raise forms.ValidationError(page_assistants.UNKNOWN)
        return near.label if near else ""

    def clean(self) -> Value:
        data = super().clean() or {}
        if data.get("town") and data.get("miles") is None and "miles" not in self.errors:
            self.add_error("miles", "Enter how many miles from there you travel")
        kept = [self.said["areas"][int(number)]["name"] for number in data.get("keep", [])]
        if data.get("town") in kept:
            self.add_error("town", "This town is on the list already. Untick it first to change the miles")
        if not data.get("keep") and not data.get("town") and not self.errors:
            self.add_error("town", "Enter a town: people find you by it")
        return data

    def made(self) -> Value:
        return {"name": self.cleaned_data["town"], "miles": self.cleaned_data["miles"]}


def private_phone(label: str) -> forms.RegexField:
    return telephone(label, help_text="So that the council can call you. Nobody else sees it.")


class PrivatePhoneForm(forms.Form):
    phone = private_phone("Your telephone number")


class RatesForm(PageForm):
    weekday = MoneyField(label="An hour on weekdays", at_least=1, at_most=50_000)
    weekend = MoneyField(
        label="An hour at weekends (optional)",
        help_text="Leave it empty to be asked.",
        at_least=1,
        at_most=50_000,
        required=False,
    )
    minimum = NumberField(label="Shortest visit", unit="minutes", ask="Enter minutes", least=15, most=1_440)
    travel = NumberField(
        label="Travel is included within (optional)",
        unit="miles",
        ask="Enter miles as a number, like 5",
        least=1,
        most=50,
        required=False,
    )

    def opened(self, said: Value) -> Value:
        return dict(said["rates"])

    def values(self) -> Value:
        return {"rates": dict(self.cleaned_data)}
