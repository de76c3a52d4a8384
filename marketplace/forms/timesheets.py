"""Hours of an employed assistant: which week, each shift, and why a sheet goes back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from design.fields import TimeField
from design.formats import day, weekday
from design.widgets import AffixInput, Radios
from marketplace.models import EmployedAssistant, Timesheet

WEEKS = 8  # how far back a week can be begun


class NewTimesheetForm(forms.Form):
    employed = forms.TypedChoiceField(
        label="Whom did you work for?",
        coerce=int,
        widget=Radios,
        error_messages={"required": "Choose whom you worked for"},
    )
    first_day = forms.ChoiceField(label="In which week?", error_messages={"required": "Choose a week"})

    def __init__(self, *args: Any, employed: Iterable[EmployedAssistant], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.pk: one for one in employed}
        monday = today - timedelta(days=today.weekday())
        mondays = [monday - timedelta(weeks=number) for number in range(WEEKS)]
        choices = [(on.isoformat(), f"{day(on)} to {day(on + timedelta(days=6))}") for on in mondays]
        self.fields["employed"].choices = [(pk, one.person.name) for pk, one in self.known.items()]  # type: ignore[attr-defined]
        self.fields["first_day"].choices = choices  # type: ignore[attr-defined]
        if len(self.known) == 1:
            self.initial.setdefault("employed", next(iter(self.known)))

    def chosen(self) -> tuple[EmployedAssistant, date]:
        data = self.cleaned_data
        return self.known[data["employed"]], date.fromisoformat(data["first_day"])


class ShiftForm(forms.Form):
    on = forms.ChoiceField(label="Day", error_messages={"required": "Choose a day"})
    start = TimeField(label="From", help_text="For example, 9:30am")
    end = TimeField(label="Until", help_text="After midnight is the next day")
    break_minutes = forms.IntegerField(
        label="Break without pay (optional)",
        required=False,
        min_value=0,
        max_value=600,
        widget=AffixInput(suffix="minutes", attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Enter the break in minutes, like 30"},
    )

    def __init__(self, *args: Any, timesheet: Timesheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [timesheet.first_day + timedelta(days=number) for number in range(7)]
        self.fields["on"].choices = [("", "Choose a day"), *((on.isoformat(), weekday(on)) for on in days)]  # type: ignore[attr-defined]

    def shift(self) -> dict[str, Any]:
        """Start and minutes by the clock on the wall: the hours of a night on which the clocks change are real ones."""
        data = self.cleaned_data
        on = date.fromisoformat(data["on"])
        until = on + timedelta(days=data["end"] <= data["start"])
        starts, ends = (
            timezone.make_aware(datetime.combine(*when)) for when in ((on, data["start"]), (until, data["end"]))
        )
        minutes = int(ends.timestamp() - starts.timestamp()) // 60
        return {"starts_at": starts, "minutes": minutes, "break_minutes": data["break_minutes"] or 0}


class EmployForm(forms.Form):
    not_household = forms.BooleanField(
        label="They are not my husband, wife or partner, and no close relative who lives with me",
        error_messages={"required": "Say that they are not, or call us: then the council has to agree first"},
    )

    def __init__(self, *args: Any, first_name: str = "", household: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not household:  # the council has decided that it is necessary
            del self.fields["not_household"]
        elif first_name:
            field = self.fields["not_household"]
            field.label = (
                f"They are not the husband, wife or partner of {first_name}, "
                f"and no close relative who lives with {first_name}"
            )
