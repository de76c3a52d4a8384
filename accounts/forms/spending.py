"""For which time somebody sees what the money was spent on."""

from datetime import date
from typing import Any

from django import forms

from accounts import periods
from accounts.periods import Period


class SpendingForm(forms.Form):
    """4 weeks, 3 months or a year, which end today. What cannot be read is 4 weeks."""

    period = forms.ChoiceField(label="Time", required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        self.offered = {
            one.key: one
            for one in (periods.last_weeks(today, 4), periods.last_months(today, 3), periods.last_months(today, 12))
        }
        super().__init__(data)
        self.fields["period"].choices = [(key, one.label) for key, one in self.offered.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Period:
        asked = self.cleaned_data.get("period", "") if self.is_bound and self.is_valid() else ""
        return self.offered.get(asked, next(iter(self.offered.values())))
