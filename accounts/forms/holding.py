"""Another way of holding, chosen by the person herself."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from accounts.holding_words import ANSWERS
from accounts.models import Pot
from accounts.models import WayOfHolding as Way
from design.widgets import Radios

SAME = "This is how it is held now. Choose another way, or go back"


class ChangeForm(forms.Form):
    """For each pot one of the ways that are hers to choose; the one it has now is chosen."""

    helped_by = forms.CharField(
        label="Did somebody help you to choose?",
        help_text="You can leave this empty. If somebody did, write their name and who they are.",
        max_length=150,
        required=False,
    )

    def __init__(self, data: Any = None, *, pots: Sequence[Pot], ways: Collection[Way]) -> None:
        self.pots = pots
        super().__init__(data)
        choices = [(way.value, way.label) for way in Way if way in ways]
        hints = {way.value: ANSWERS[way][0] for way in ways} if len(pots) == 1 else {}
        for pot in pots:
            self.fields[f"pot_{pot.pk}"] = forms.ChoiceField(
                label=f"Who looks after the money for “{pot.label}”?",
                choices=choices if pot.weekly_pence else [each for each in choices if each[0] != Way.OWN_BANK],
                initial=pot.held_as,
                widget=Radios(hints=hints) if hints else Radios(),
                error_messages={"required": f"Choose who looks after the money for “{pot.label}”"},
            )

    @property
    def parts(self) -> list[Any]:
        return [self[f"pot_{pot.pk}"] for pot in self.pots]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not self.ways():
            self.add_error(f"pot_{self.pots[0].pk}", SAME)
        return given

    def ways(self) -> dict[int, Way]:
        """Those that would change."""
        given = {pot: self.cleaned_data.get(f"pot_{pot.pk}") for pot in self.pots}
        return {pot.pk: Way(way) for pot, way in given.items() if way and way != pot.held_as}
