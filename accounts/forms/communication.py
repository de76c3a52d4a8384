"""How she wants to be told things, and what helps her: in her own words to us."""

from typing import Any

from django import forms

from accounts.forms.people import NONE, Kind, NeedsForm
from accounts.models import ContactFormat
from design.widgets import Checkboxes, Radios

HINTS = {
    ContactFormat.LARGE_PRINT: "Letters in big print.",
    ContactFormat.EASY_READ: "Short sentences, big print and pictures. Pages that have an Easy Read side open in it.",
    ContactFormat.TELEPHONE: "We call you and say it. Only what has to be on paper is posted.",
}
YOURS = {
    Kind.INTERPRETER: "An interpreter for my language",
    Kind.LIPREADING: "To see your face, so that I can lipread",
    Kind.MORE_TIME: "More time to answer",
    Kind.SOMEBODY_THERE: "Somebody with me, or an advocate",
}


class YourNeedsForm(NeedsForm):
    contact_format = forms.ChoiceField(
        label="How do you want us to tell you things?",
        choices=ContactFormat.choices,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Choose how you want us to tell you things"},
    )
    phone = forms.CharField(
        label="Your telephone number",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "tel", "inputmode": "tel"}),
    )
    kinds = forms.MultipleChoiceField(
        label="What helps you when we talk, meet or write?",
        help_text="Tick all that you need.",
        choices=[*((kind, YOURS.get(kind, kind.label)) for kind in Kind), (NONE, "Nothing")],
        widget=Checkboxes(),
        error_messages={"required": "Tick what helps you, or “Nothing”"},
    )
    language = forms.CharField(label="Which language, if you need an interpreter?", max_length=80, required=False)
    other = forms.CharField(label="What is it, if something else helps you?", max_length=200, required=False)
    shared = forms.BooleanField(
        label="Yes, people who bring my support may see what helps me",
        help_text="Only while you have an order with them. Take the tick away, and they stop seeing it at once.",
        required=False,
    )
    field_order = ("contact_format", "phone", "kinds", "language", "other", "shared")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("contact_format") == ContactFormat.TELEPHONE and not given.get("phone"):
            self.add_error("phone", "Enter the number on which we call you")
        return given
