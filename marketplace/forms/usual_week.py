"""A usual week of visits, asked in one small form. It goes by GET: the address can be kept, sent and printed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from design.widgets import AffixInput, Radios
from marketplace.forms.booking import lengths
from marketplace.usual_week import UsualWeek
from search import places

MOST = 35  # visits in a week: five a day
NUMBER = {"invalid": "Enter a whole number of visits, like 3", "max_value": f"Enter {MOST} visits or fewer"}
NUMBER["min_value"] = NUMBER["invalid"]
PARTS = [
    ("", "Any time"),
    ("morning", "Morning"),
    ("afternoon", "Afternoon"),
    ("evening", "Evening"),
    ("night", "Night"),
]
UNKNOWN_PLACE = "We do not know this place. Enter a full postcode, the first half of one, or a town"


class WeekForm(forms.Form):
    weekdays = forms.IntegerField(
        label="Visits from Monday to Friday",
        help_text="All of them together. For example 3",
        min_value=0,
        max_value=MOST,
        required=False,
        widget=AffixInput(suffix="a week", attrs={"inputmode": "numeric"}),
        error_messages=NUMBER,
    )
    weekends = forms.IntegerField(
        label="Visits at the weekend",
        min_value=0,
        max_value=MOST,
        required=False,
        widget=AffixInput(suffix="a week", attrs={"inputmode": "numeric"}),
        error_messages=NUMBER,
    )
    minutes = forms.TypedChoiceField(label="How long is each visit?", coerce=int, choices=lengths(15))
    part = forms.ChoiceField(label="What time of day?", choices=PARTS, required=False, widget=Radios(inline=True))
    holidays = forms.BooleanField(label="On bank holidays too", required=False)
    near = forms.CharField(label="Your postcode or town", help_text="To see how far away each one is", required=False)

    def clean_near(self) -> str:
        name: str = self.cleaned_data["near"]
        if name and places.find(name) is None:
            raise ValidationError(UNKNOWN_PLACE, "unknown")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        visits = (data.get("weekdays") or 0) + (data.get("weekends") or 0)
        if not visits and not {"weekdays", "weekends"} & self.errors.keys():
            self.add_error("weekdays", ValidationError("Enter how many visits you want in a week", "required"))
        return data

    def usual(self) -> UsualWeek:
        data = self.cleaned_data
        return UsualWeek(data["weekdays"] or 0, data["weekends"] or 0, data["minutes"], data["part"], data["holidays"])
