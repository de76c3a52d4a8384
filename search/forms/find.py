"""The question and the place, and the form that narrows an answer down. Both go by GET: an address is a bookmark."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms

from design.formats import clock
from design.widgets import Checkboxes
from search import places
from search.address import ANY_DISTANCE, DISTANCES, FREE_FROM, FREE_ON, FREE_TO, Asked
from search.facets import DAYS
from search.places import Near
from search.query import Facet

MORNING = 6
SORT_NAMES = {
    "relevance": "Best match",
    "distance": "Nearest",
    "price": "Lowest price",
    "name": "Name, A to Z",
}
UNKNOWN_PLACE = (
    "We do not know “{place}”. Enter a full postcode, the first half of one, or a town. "
    "The results below are from everywhere."
)


class FindForm(forms.Form):
    """`near` looks its place up in the gazetteer; one it does not know is said so and stays in the box."""

    use_required_attribute = False
    q = forms.CharField(label="What would help?", required=False)
    near = forms.CharField(label="Near postcode or town", required=False)

    def __init__(self, asked: Asked, place: Near | None = None) -> None:
        """`place`: where `asked.near` is, if that is known already."""
        super().__init__({"q": asked.text, "near": asked.near})
        self.place = place

    def clean_near(self) -> str:
        name: str = self.cleaned_data["near"]
        self.place = self.place or (places.find(name) if name else None)
        if name and self.place is None:
            raise forms.ValidationError(UNKNOWN_PLACE.format(place=name))
        return name


class NarrowForm(forms.Form):
    """Several choices at once: a group of checkboxes for each facet, how far, and in what order."""

    def __init__(self, asked: Asked, groups: Sequence[Facet], *, near: bool) -> None:
        super().__init__(auto_id="narrow_%s")
        for group in groups:
            self._add(group.name, group.label, _boxes(group), Checkboxes(small=True), asked.facets.get(group.name, ()))
        if near:
            self._add("distance", "How far away", _distances(asked), forms.Select(), asked.distance)
        sorts = [(name, label) for name, label in SORT_NAMES.items() if near or name != "distance"]
        self._add("sort", "Order", sorts, forms.Select(), asked.sort)

    def _add(self, name: str, label: str, choices: Any, widget: forms.Widget, initial: Any) -> None:
        many = isinstance(widget, Checkboxes)
        made = forms.MultipleChoiceField if many else forms.ChoiceField
        self.fields[name] = made(label=label, choices=choices, widget=widget, initial=initial, required=False)


class WindowForm(forms.Form):
    """Who has room at a time of the week, and how far away. The hours are whole ones, and that of the address."""

    def __init__(self, asked: Asked, *, near: bool) -> None:
        super().__init__(auto_id="window_%s")
        held = asked.window
        self._add(FREE_ON, "Day", [("", "Any day"), *DAYS.items()], held.day if held else "")
        starts, ends = (held.starts, held.ends) if held else (None, None)
        self._add(FREE_FROM, "From", [("", "Any time"), *_hours(starts)], _at(starts))
        self._add(FREE_TO, "Until", [("", "An hour later"), *_hours(ends)], _at(ends))
        if near:
            self._add("distance", "How far away", _distances(asked), asked.distance)

    def _add(self, name: str, label: str, choices: Any, initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)


def _hours(also: time | None) -> list[tuple[str, str]]:
    """From 6am round to 5am."""
    whole = [time((hour + MORNING) % 24) for hour in range(24)]
    return [(_at(one), clock(one)) for one in (*whole, *([also] if also and also not in whole else []))]


def _at(one: time | None) -> str:
    return f"{one:%H:%M}" if one else ""


def _boxes(group: Facet) -> list[tuple[str, str]]:
    return [(value.value, f"{value.label} ({value.tally})") for value in group.values]


def _distances(asked: Asked) -> list[tuple[str, str]]:
    """The usual ones, and the one in the address if somebody wrote another."""
    miles = sorted({*map(float, DISTANCES), *([asked.miles] if asked.miles else [])})
    named = [(f"{one:g}", f"{one:g} {'mile' if one == 1 else 'miles'}") for one in miles]
    return [*named, (ANY_DISTANCE, "Any distance")]
