"""Where a service is given: which of the organisation's places, and a new one."""

from collections.abc import Iterable
from typing import Any

from django import forms

from design.fields import PostcodeField
from design.widgets import Checkboxes
from directory import page_places
from directory.forms.pages import PageForm, Value, several, terms, text
from directory.models import Location


class PlacesForm(PageForm):
    """Tick each place where people can go for it."""

    def __init__(self, data: Any = None, *, said: Value, places: Iterable[Location] = ()) -> None:
        super().__init__(data, said=said)
        pks = list(dict.fromkeys([*said["places"], *(place.pk for place in places)]))
        self.fields["places"] = forms.MultipleChoiceField(
            label="Where do you give it?",
            help_text="Untick a place where it is not given any more.",
            choices=list(zip(map(str, pks), page_places.place_lines(pks), strict=True)),
            required=False,
            widget=Checkboxes(small=True),
        )

    def opened(self, said: Value) -> Value:
        return {"places": [str(pk) for pk in said["places"]]}

    def values(self) -> Value:
        """What was there keeps its order."""
        ticked = [int(pk) for pk in self.cleaned_data["places"]]
        kept = [pk for pk in self.said["places"] if pk in ticked]
        return {"places": kept + [pk for pk in ticked if pk not in kept]}


class PlaceNameForm(PageForm):
    name = text("Name of the place", 150, required=False, help_text="For example, “Ash Village Hall”.")


class NewPlaceForm(forms.Form):
    name = text(
        "Name of the place",
        150,
        ask="Enter the name of the place",
        help_text="For example, “Ash Village Hall”. Never somebody’s home.",
    )
    line = text("Building and street", 250, ask="Enter the building and street")
    town = text("Town", 80, ask="Enter the town")
    postcode = PostcodeField(label="Postcode")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["access"] = several("Getting in and around", terms("access"))

    def address(self) -> Value:
        return {name: self.cleaned_data[name] for name in ("line", "town", "postcode")}
