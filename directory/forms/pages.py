"""What a provider writes on a page, one thing at a time. `values()` is what the page's fields would hold."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import NumberField
from design.fields import PostcodeField, TimeField
from design.widgets import Checkboxes
from directory import opening
from directory.models import Language, TaxonomyTerm
from directory.page_lists import hour_lines, week

Value = dict[str, Any]
ODD = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")  # controls, and what turns the direction of reading
WIDE = {"class": "govuk-input--width-20"}


class PageForm(forms.Form):
    """Opened on what the page says, or would say with the draft."""

    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, initial=self.opened(said))
        self.said = said

    def opened(self, said: Value) -> Value:
        return said

    def values(self) -> Value:
        """A browser ends lines in its own way; the page does not."""
        given = self.cleaned_data.items()
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in given}


class OneLine(forms.CharField):
    """A name or a few words: one line, whatever was pasted, and nothing in it that turns its letters round."""

    def to_python(self, value: Any) -> str:
        return " ".join(ODD.sub(" ", str(super().to_python(value))).split())


def text(label: str, most: int, *, rows: int = 0, ask: str = "", **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    ask = ask or f"Enter {label[0].lower()}{label[1:]}"
    errors = {"required": ask, "max_length": f"Write at most {most:,} letters"}
    kind = forms.CharField if rows else OneLine
    return kind(label=label, max_length=most, widget=widget, error_messages=errors, **more)


class NewServiceForm(forms.Form):
    name = text("Name", 150, help_text="As people know it. You can change it later.")


class ServiceAboutForm(PageForm):
    name = text("Name", 150, ask="Enter the name", help_text="As people know it.")
    summary = text("What it is, in one sentence (optional)", 250, rows=2, required=False)
    description = text(
        "About it (optional)", 4_000, rows=8, required=False, help_text="What happens there, and who runs it."
    )
    how_to_apply = text(
        "How to start (optional)", 1_000, rows=3, required=False, help_text="For example, “Telephone us first”."
    )


class OrganisationAboutForm(PageForm):
    name = text("Name", 150, ask="Enter the name")
    description = text("About it (optional)", 4_000, rows=8, required=False)
    company_number = text("Company number (optional)", 20, required=False)
    charity_number = text("Charity number (optional)", 20, required=False)


class WebForm(PageForm):
    email = forms.EmailField(
        label="E-mail address (optional)",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an e-mail address, like name@example.com"},
    )
    url = forms.URLField(
        label="Web page (optional)",
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
        error_messages={"invalid": "Enter a web address, like https://www.example.com"},
    )


HOURS = "Enter times like “9am to 5pm”, or leave it empty"
STRETCH = re.compile(r"\s+to\s+|\s*[-–]\s*")


class HoursForm(PageForm):
    """A line for each day, as people write it; an empty one is closed."""

    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, said=said)
        for number, name in enumerate(opening.NAMES, start=1):
            self.fields[f"day_{number}"] = forms.CharField(
                label=name, required=False, max_length=80, widget=forms.TextInput(attrs=WIDE)
            )
        self.fields[
            "day_1"
        ].help_text = "For example, “9am to 5pm” or “9am to noon, 1pm to 5pm”. Closed: leave it empty."

    def opened(self, said: Value) -> Value:
        return {f"day_{opening.NAMES.index(name) + 1}": times for name, times in week(said["hours"]).items()}

    def clean(self) -> Value:
        data = super().clean() or {}
        self.stretches: list[tuple[int, str, str]] = []
        for number in range(1, 8):
            for part in filter(None, (data.get(f"day_{number}") or "").split(",")):
                try:
                    opens, closes = (TimeField().clean(time) for time in STRETCH.split(part.strip()))
                except (ValueError, ValidationError):
                    self.add_error(f"day_{number}", f"{opening.NAMES[number - 1]}: {HOURS}")
                    break
                self.stretches.append((number, f"{opens:%H:%M}", f"{closes:%H:%M}"))
        return data

    def values(self) -> Value:
        """Days with the same times are one. What reads the same as before is the same."""
        days: dict[tuple[str, str], list[int]] = {}
        for number, opens, closes in self.stretches:
            days.setdefault((opens, closes), []).append(number)
        made = [{"days": of, "opens": opens, "closes": closes} for (opens, closes), of in days.items()]
        return {"hours": self.said["hours"] if hour_lines(made) == hour_lines(self.said["hours"]) else made}


def terms(taxonomy: str) -> list[tuple[str, str]]:
    return list(TaxonomyTerm.objects.filter(taxonomy__slug=taxonomy).values_list("slug", "name"))


def several(label: str, choices: list[tuple[str, str]], **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=Checkboxes(small=True), **more
    )


def age(label: str) -> NumberField:
    return NumberField(label=label, unit="years", ask="Enter an age", least=0, most=120, required=False)


class AgesForm(PageForm):
    youngest = age("From which age? (optional)")
    oldest = age("Up to which age? (optional)")

    def opened(self, said: Value) -> Value:
        return {"youngest": said["ages"]["from"], "oldest": said["ages"]["to"]}

    def clean(self) -> Value:
        data = super().clean() or {}
        youngest, oldest = data.get("youngest"), data.get("oldest")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("oldest", "The oldest must be the same age as the youngest, or older")
        return data

    def values(self) -> Value:
        return {"ages": {"from": self.cleaned_data["youngest"], "to": self.cleaned_data["oldest"]}}


class WhoForm(AgesForm):
    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, said=said)
        self.fields["for"] = several("Who is it for?", terms("for"))
        self.fields["needs"] = several("What does it help with?", terms("need"))

    def opened(self, said: Value) -> Value:
        return super().opened(said) | {"for": said["for"], "needs": said["needs"]}

    def values(self) -> Value:
        given = self.cleaned_data
        return {**super().values(), "for": sorted(given["for"]), "needs": sorted(given["needs"])}


class LanguagesForm(PageForm):
    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, said=said)
        known = list(Language.objects.values_list("code", "name"))
        self.fields["languages"] = several("Which languages do you speak with people?", known)

    def values(self) -> Value:
        return {"languages": sorted(self.cleaned_data["languages"])}


class AddressForm(PageForm):
    line = text("Building and street", 250, ask="Enter the building and street")
    town = text("Town (optional)", 80, required=False)
    postcode = PostcodeField(label="Postcode")

    def opened(self, said: Value) -> Value:
        return dict(said["address"])

    def values(self) -> Value:
        return {"address": dict(self.cleaned_data)}


class AccessForm(PageForm):
    def __init__(self, data: Any = None, *, said: Value) -> None:
        super().__init__(data, said=said)
        self.fields["access"] = several("Getting in and around", terms("access"))

    def values(self) -> Value:
        return {"access": sorted(self.cleaned_data["access"])}
