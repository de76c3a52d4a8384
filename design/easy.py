"""A form in Easy Read: the same fields under the same names, in easier words, a picture beside each choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.forms import BaseForm

Form = TypeVar("Form", bound=BaseForm)


@dataclass(frozen=True)
class Say:
    """What one field says. No label or hint keeps the one that is there.

    `choices` are value: (picture, words); or `picture` is the one beside all of them, and their words stay.
    `missing` is what it says where nothing is written or chosen: one idea, what to do now.
    """

    label: str = ""
    hint: str | None = None
    choices: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    picture: str = ""
    missing: str = ""


Words = Mapping[str, Say]


def reworded(form: Form, words: Words) -> Form:
    for name, say in words.items():
        if name not in form.fields:
            continue
        asked = form.fields[name]
        asked.label = say.label or asked.label
        asked.help_text = asked.help_text if say.hint is None else say.hint
        if say.missing:
            asked.error_messages = {**asked.error_messages, "required": say.missing}
        if say.picture:
            asked.widget.pictures = {str(value): say.picture for value, _ in asked.choices}  # type: ignore[attr-defined]
        if say.choices:
            told = {str(value): each for value, each in say.choices.items()}
            asked.choices = [  # type: ignore[attr-defined]
                (value, told[str(value)][1] if str(value) in told else label)
                for value, label in asked.choices  # type: ignore[attr-defined]
            ]
            asked.widget.pictures = {value: picture for value, (picture, _) in told.items()}
            asked.widget.hints = {}
    return form
