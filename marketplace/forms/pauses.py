"""Days without visits, and the day on which they go on."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Person
from design.fields import DateField
from design.widgets import Radios
from marketplace.actions import pauses
from marketplace.actions.moves import Refused
from marketplace.models import Listing, VisitPause


class PauseForm(forms.Form):
    kind = forms.ChoiceField(
        label="Why?",
        help_text="Only you, and those who act for you, see this. We tell nobody who was to come.",
        choices=VisitPause.Kind.choices,
        widget=Radios,
        error_messages={"required": "Choose why"},
    )
    starts_on = DateField(label="What is the first day without visits?", help_text="For example, 27 3 2027")
    until_on = DateField(
        label="What is the last day without visits?",
        help_text="Leave this empty if you do not know yet. You can tell us later.",
        required=False,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                pauses.check(self.wish(), timezone.now())
            except Refused as refused:
                self.add_error(refused.code, ValidationError(refused.words, refused.code))
        return data

    def wish(self) -> pauses.Wish:
        data = self.cleaned_data
        return pauses.Wish(self.person, data["kind"], data["starts_on"], data.get("until_on"))


class BackForm(forms.Form):
    """From which day visits go on."""

    back_on = DateField(label="From which day do visits go on?", help_text="For example, 27 3 2027")

    def __init__(self, *args: Any, pause: VisitPause, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.pause = pause

    def clean_back_on(self) -> date:
        day: date = self.cleaned_data["back_on"]
        try:
            pauses.check_back(self.pause, day, timezone.now())
        except Refused as refused:
            raise ValidationError(refused.words, refused.code) from None
        return day


class CoverForm(forms.Form):
    """Whom to ask instead."""

    listing = forms.ModelChoiceField(
        Listing.objects.none(),
        label="Who do you want to ask?",
        widget=Radios,
        empty_label=None,
        to_field_name="slug",
        error_messages={"required": "Choose who to ask"},
    )
