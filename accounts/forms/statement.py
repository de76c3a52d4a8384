"""Which days a statement covers."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms

from accounts import periods
from accounts.periods import Period
from design.fields import DateField


class PeriodForm(forms.Form):
    """A period from a list, or two dates. What cannot be read falls back to this month, and says so."""

    period = forms.ChoiceField(label="Period", required=False)
    first = DateField(label="From", required=False)
    last = DateField(label="To", required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        self.today = today
        self.offered = {period.key: period for period in periods.offered(today)}
        asked = data if data and set(data) & {"period", "first_day", "last_day"} else None
        super().__init__(asked, initial={"period": next(iter(self.offered))})
        choices = [(key, period.label) for key, period in self.offered.items()]
        self.fields["period"].choices = [*choices, ("dates", "Dates I choose")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("period") == "dates" and not self.errors:
            first, last = given.get("first"), given.get("last")
            if not first:
                self.add_error("first", "Enter the first day, like 27 3 2027")
            elif not last:
                self.add_error("last", "Enter the last day, like 27 3 2027")
            elif last < first:
                self.add_error("last", "The last day must be on or after the first day")
            elif not first.year >= 1900 or not last.year < 2900:
                self.add_error("last", "Choose years from 1900 to 2899")
            elif (last - first).days > 3660:
                self.add_error("last", "Choose 10 years or less")
        return given

    def period_now(self) -> Period:
        return next(iter(self.offered.values()))

    def chosen(self) -> Period:
        if not self.is_bound or not self.is_valid():
            return self.period_now()
        given = self.cleaned_data
        if given["period"] == "dates":
            return periods.between(given["first"], given["last"])
        return self.offered.get(given["period"], self.period_now())

    def as_query(self) -> str:
        shown = self.chosen()
        if shown.key != "dates":
            return urlencode({"period": shown.key})
        boxes = {
            f"{name}_{part}": getattr(on, part)
            for name, on in (("first", shown.first), ("last", shown.last))
            for part in ("day", "month", "year")
        }
        return urlencode({"period": "dates", **boxes})
