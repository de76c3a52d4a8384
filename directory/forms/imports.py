"""A feed to read on a schedule, and what to do with two records that look the same."""

from collections.abc import Sequence
from typing import Any

from django import forms

from design.widgets import Radios
from directory import imported_fields as fields
from directory.actions.moderation import Settled, seen
from directory.models import Feed, ImportDifference, Service


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


class DifferencesForm(forms.Form):
    """For each field: what the import says, or what the page says. It carries what the page said when it was shown."""

    def __init__(self, *args: Any, service: Service, waiting: Sequence[ImportDifference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.waiting = service, waiting
        for one in waiting:
            field = fields.of(one.field)
            self.fields[f"takes_{one.pk}"] = forms.ChoiceField(
                label=f"{field.label}: which is right?",
                choices=[("new", "What the import says"), ("now", "What the page says")],
                widget=Radios,
                error_messages={"required": f"Choose which is right under “{field.label}”"},
            )
            self.fields[f"seen_{one.pk}"] = forms.CharField(
                initial=seen(one.field, field.read(service)), widget=forms.HiddenInput
            )

    def settled(self) -> dict[int, Settled]:
        return {one.pk: Settled(self.cleaned_data[f"seen_{one.pk}"], self._takes(one)) for one in self.waiting}

    def in_words(self) -> list[dict[str, Any]]:
        """What the page will say."""
        rows = []
        for one in self.waiting:
            field = fields.of(one.field)
            value = one.after if self._takes(one) else field.read(self.service)
            rows.append({"key": field.label, "value": fields.words(value)})
        return rows

    def _takes(self, one: ImportDifference) -> bool:
        return bool(self.cleaned_data[f"takes_{one.pk}"] == "new")
