"""The questions that say on which side of CQC's line a listing is."""

from typing import Any

from django import forms

from design.widgets import Checkboxes, Radios
from directory.cqc_boundary import Able, Answers, Director, Help, Hirer, Part, Place, Role
from directory.forms.checks import choices


def one_of(label: str, names: Any, asked: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=hint, choices=choices(names), widget=Radios, error_messages={"required": asked}
    )


class CareForm(forms.Form):
    """Seven questions, all of them asked: what is done, for whom, where, by whom and who decides."""

    help = forms.MultipleChoiceField(
        label="What do the people get help with?",
        help_text="Choose all that there is. Foot care by a registered chiropodist or podiatrist is not help with the "
        "body here.",
        choices=choices(Help),
        widget=Checkboxes,
        error_messages={"required": "Choose what people get help with"},
    )
    able = one_of("Could the people do these things without help?", Able, "Choose if people could do it themselves")
    place = one_of("Where is the help given?", Place, "Choose where the help is given")
    part = one_of("Who gives the support?", Part, "Choose who gives the support")
    hirer = one_of(
        "Who takes the worker on?",
        Hirer,
        "Choose who takes the worker on",
        "As an employee or as self-employed: both count.",
    )
    director = one_of("Who decides day by day how the work is done?", Director, "Choose who decides day by day")
    role = one_of(
        "After the start, does an agency or anybody else have a part in it?", Role, "Choose if anybody else has a part"
    )

    def answers(self) -> Answers:
        return Answers.of(**self.cleaned_data)


NAMES: dict[str, Any] = {
    "help": Help,
    "able": Able,
    "place": Place,
    "part": Part,
    "hirer": Hirer,
    "director": Director,
    "role": Role,
}


def in_words(answers: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a summary: each question, and what was said."""
    return [
        {"key": CareForm.base_fields[name].label, "value": _words(names, answers[name])}
        for name, names in NAMES.items()
    ]


def _words(names: Any, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "; ".join(names(one).label for one in values)
