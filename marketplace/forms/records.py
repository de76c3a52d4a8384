"""Many visits to record on one page: a row for each, of which only the chosen ones are read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import BaseValidator

from design.formats import clock, weekday
from marketplace.actions.records import Wanted
from marketplace.forms.visits import RecordForm
from marketplace.models import Visit

NONE_CHOSEN = "Choose at least one visit to record"


def naming(visit: Visit) -> str:
    """Joan Whitfield, Monday 23 November at 8am"""
    return f"{visit.order.person.name}, {weekday(visit.starts_at)} at {clock(visit.starts_at)}"


class RecordRowForm(RecordForm):
    """One visit: whether to record it, how long it lasted, and as what it stood on the page."""

    pick = forms.BooleanField(label="Record this visit", required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    field_order = ["pick", "hours", "minutes", "version"]

    def __init__(self, data: Any, *, visit: Visit, all_picked: bool = False) -> None:
        hours, minutes = divmod(visit.minutes, 60)
        initial = {"pick": all_picked, "hours": hours, "minutes": minutes, "version": visit.version}
        super().__init__(data, visit=visit, prefix=f"visit-{visit.pk}", initial=initial)
        if not visit.order.is_hourly:
            del self.fields["hours"], self.fields["minutes"]
        self.named = naming(visit)
        for name in ("hours", "minutes"):
            if name in self.fields:
                self._say_which(self.fields[name])

    def _say_which(self, field: forms.Field) -> None:
        """In the summary of what is wrong each message names its visit."""
        field.error_messages = {code: f"{self.named}: {said}" for code, said in field.error_messages.items()}
        label = f"Enter {str(field.label).lower()} between 0 and {24 if field.label == 'Hours' else 59}"
        field.error_messages |= {"min_value": f"{self.named}: {label}", "max_value": f"{self.named}: {label}"}
        for validator in field.validators:
            if isinstance(validator, BaseValidator):
                validator.message = field.error_messages["max_value"]

    @property
    def picked(self) -> bool:
        return self.is_bound and bool(self.data.get(self.add_prefix("pick")))

    def clean(self) -> dict[str, Any]:
        if not self.picked:
            self.errors.clear()  # nobody asks anything of this row
            return self.cleaned_data
        data = super().clean() if "hours" in self.fields else self.cleaned_data
        for message in self.errors.get("hours", forms.utils.ErrorList()).as_data():
            if self.named not in str(message.message):
                message.message = f"{self.named}: {message.message}"
        return data or {}

    def wanted(self) -> Wanted:
        minutes = self.total() if "hours" in self.fields else max(self.visit.minutes, 1)
        return Wanted(self.visit, minutes, self.cleaned_data["version"])


def rows_of(data: Any, visits: Iterable[Visit], *, all_picked: bool = False) -> list[RecordRowForm]:
    return [RecordRowForm(data, visit=visit, all_picked=all_picked) for visit in visits]
