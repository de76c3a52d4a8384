"""How pages look: four questions, each with the usual first."""

from typing import Any

from django import forms

from design import display
from design.display import Display
from design.widgets import Radios


class DisplayForm(forms.Form):
    size = forms.ChoiceField(
        label="How big is the text?",
        choices=list(display.SIZES.items()),
        widget=Radios(hints={"large": "A quarter bigger.", "larger": "Half as big again."}),
        error_messages={"required": "Choose how big the text is"},
    )
    space = forms.ChoiceField(
        label="How much space is there between letters, words and lines?",
        choices=list(display.SPACES.items()),
        widget=Radios(),
        error_messages={"required": "Choose how much space there is"},
    )
    colours = forms.ChoiceField(
        label="Which colours?",
        choices=list(display.COLOURS.items()),
        widget=Radios(),
        error_messages={"required": "Choose the colours"},
    )
    words = forms.ChoiceField(
        label="Which words, where there is a page in Easy Read?",
        choices=list(display.EASY.items()),
        widget=Radios(hints={"easy": "Short sentences, with a picture beside each."}),
        error_messages={"required": "Choose which words"},
    )

    @property
    def display(self) -> Display:
        return Display(**self.cleaned_data)

    @classmethod
    def of(cls, now: Display, data: Any = None) -> "DisplayForm":
        return cls(data, initial={name: getattr(now, name) for name in cls.base_fields})
