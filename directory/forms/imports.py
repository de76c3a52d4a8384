"""A feed to read on a schedule, and what to do with two records that look the same."""

from typing import Any

from django import forms

from design.widgets import Radios
from directory.models import Feed


class FeedForm(forms.Form):
    """Open Referral over https. The address is checked again each time that it is read."""

    name = forms.CharField(
        label="Whose feed is it?",
        help_text="People read this beside what comes from it. For example, “Aldermere Voluntary Action”",
        max_length=80,
        error_messages={"required": "Enter whose feed it is"},
    )
    source = forms.SlugField(
        label="Short name",
        help_text="Small letters, numbers and hyphens. It stays: services are found again by it.",
        max_length=60,
        error_messages={"required": "Enter a short name", "invalid": "Use small letters, numbers and hyphens"},
    )
    address = forms.CharField(
        label="Address of the feed",
        help_text="It begins with https:// and ends before “/services”.",
        max_length=500,
        error_messages={"required": "Enter the address of the feed"},
    )
    every_days = forms.TypedChoiceField(
        label="How often is it read?",
        choices=Feed.Every.choices,
        coerce=int,
        widget=Radios,
        error_messages={"required": "Choose how often it is read"},
    )
    publish = forms.TypedChoiceField(
        label="What happens to new services?",
        choices=[("no", "They wait as drafts until somebody looks"), ("yes", "They go up at once")],
        coerce=lambda value: value == "yes",
        widget=Radios,
        error_messages={"required": "Choose what happens to new services"},
    )


class SureForm(forms.Form):
    """Nothing to fill in: the page says what happens."""


class SameForm(forms.Form):
    """Which of the two stays, or that they are two."""

    answer = forms.ChoiceField(
        label="Are these the same?", widget=Radios, error_messages={"required": "Choose one of these"}
    )

    def __init__(self, *args: Any, names: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = names
        self.fields["answer"].choices = [  # type: ignore[attr-defined]  # it is the field above
            ("first", f"Yes. Keep the first, {first}"),
            ("second", f"Yes. Keep the second, {second}"),
            ("apart", "No, these are two"),
        ]
