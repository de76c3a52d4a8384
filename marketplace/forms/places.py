"""How many more people there is room for, in each part of the week. Four boxes a day, and what their hours are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from design.formats import clock
from directory import free_times, room
from directory.actions.capacity import MOST_PLACES, Line
from directory.models import Capacity
from directory.opening import NAMES

STEP = 30  # minutes between the hours that can be chosen
WRONG = f"Enter a number from 0 to {MOST_PLACES}, or leave it empty"


@dataclass(frozen=True)
class Day:
    name: str
    fields: list[BoundField]


class PlacesForm(forms.Form):
    """Empty is "not said", 0 is "full"."""

    def __init__(self, data: Any, *, rows: Iterable[Capacity]) -> None:
        said = {(row.weekday, row.part): row for row in rows}
        super().__init__(data, initial=dict(_initial(said)))
        for number, name in enumerate(NAMES, start=1):
            for part in free_times.PARTS:
                self.fields[f"{part}_{number}"] = _places(part, f"{name} {part}")
        for part in free_times.PARTS:
            choices = _hours(part)
            self.fields[f"{part}_from"] = forms.ChoiceField(label=f"{part.capitalize()}s from", choices=choices[:-1])
            self.fields[f"{part}_until"] = forms.ChoiceField(label=f"{part.capitalize()}s until", choices=choices[1:])

    @property
    def days(self) -> list[Day]:
        numbered = enumerate(NAMES, start=1)
        return [Day(name, [self[f"{part}_{number}"] for part in free_times.PARTS]) for number, name in numbered]

    @property
    def hours(self) -> list[list[BoundField]]:
        return [[self[f"{part}_from"], self[f"{part}_until"]] for part in free_times.PARTS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part in free_times.PARTS:
            starts, ends = data.get(f"{part}_from"), data.get(f"{part}_until")
            if starts and ends:
                first, last = room.span(part, time.fromisoformat(starts), time.fromisoformat(ends))
                if last <= first:
                    self.add_error(f"{part}_until", f"Choose when {part}s end: later than they begin")
        return data

    def lines(self) -> list[Line]:
        return [line for part in free_times.PARTS for line in self._of(part)]

    def _of(self, part: str) -> Iterator[Line]:
        data = self.cleaned_data
        starts, ends = time.fromisoformat(data[f"{part}_from"]), time.fromisoformat(data[f"{part}_until"])
        for number in range(1, len(NAMES) + 1):
            if (places := data[f"{part}_{number}"]) is not None:
                yield Line(number, part, places, starts, ends)


def _places(part: str, named: str) -> forms.IntegerField:
    wrong = f"{named}: {WRONG[0].lower()}{WRONG[1:]}"
    return forms.IntegerField(
        label=part.capitalize(),
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


def _hours(part: str) -> list[tuple[str, str]]:
    """Every half hour of this part of the day, its end too."""
    first, last = room.span(part)
    minutes = [(free_times.MORNING.hour * 60 + one) % room.WHOLE_DAY for one in range(first, last + 1, STEP)]
    times = [time(one // 60, one % 60) for one in minutes]
    return [(f"{one:%H:%M}", clock(one)) for one in times]


def _initial(said: dict[tuple[int, str], Capacity]) -> Iterator[tuple[str, Any]]:
    """What is left, and the hours of the first day that has any."""
    for (number, part), row in said.items():
        yield f"{part}_{number}", room.left(row)
    for part, (starts, ends) in free_times.HOURS.items():
        its = next((row for (_, of), row in said.items() if of == part), None)
        yield f"{part}_from", f"{its.starts if its else starts:%H:%M}"
        yield f"{part}_until", f"{its.ends if its else ends:%H:%M}"
