"""Which location goes on with a service whose registration has ended."""

from collections.abc import Iterable
from typing import Any

from django import forms

from design.widgets import Radios
from directory.models import Service
from directory.queries import successions

OTHER = "other"


class SuccessorForm(forms.Form):
    """One that looks likely, or the id of another location."""

    successor = forms.ChoiceField(
        label="Who goes on with it?", widget=Radios, error_messages={"required": "Choose who goes on with it"}
    )
    location = forms.CharField(
        label="CQC location id, for another one",
        help_text="It is at the end of the address of the location’s page at CQC, like 1-1234567890. Import CQC’s "
        "directory first, so that we know it.",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, likely: Iterable[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.likely = {str(one.pk): one for one in likely}
        choices = [(pk, f"{one.name}, {one.organisation} ({one.cqc_location_id})") for pk, one in self.likely.items()]
        self.fields["successor"].choices = [*choices, (OTHER, "Another location")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("successor") != OTHER:
            return given
        if not given.get("location"):
            self.add_error("location", "Enter the id of the location")
        elif (found := successions.by_location(given["location"])) is None:
            self.add_error("location", "We know no location that is registered now with this id")
        else:
            self.likely[OTHER] = found
        return given

    @property
    def chosen(self) -> Service:
        return self.likely[self.cleaned_data["successor"]]
