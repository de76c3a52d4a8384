"""A concern about somebody's safety: five short questions, one of which has to be answered."""

from django import forms

from cms.models.complaints import LONGEST
from cms.models.concerns import DANGER
from design.widgets import Radios

OFF = {"autocomplete": "off"}  # the browser keeps nothing of it
TOO_LONG = "Use {:,} characters or fewer. Call us if that is not enough"


def box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **OFF})


class ConcernForm(forms.Form):
    words = forms.CharField(
        label="What are you worried about?",
        help_text="What you saw, heard or were told, and when. It can be about you. You do not need proof.",
        max_length=LONGEST,
        widget=box(7),
        error_messages={"required": "Tell us what you are worried about", "max_length": TOO_LONG.format(LONGEST)},
    )
    whom = forms.CharField(
        label="Who is it about, and where are they? (optional)",
        help_text="A name, an address or anything that helps us to find the person.",
        max_length=1_000,
        required=False,
        widget=box(3),
        error_messages={"max_length": TOO_LONG.format(1_000)},
    )
    danger = forms.ChoiceField(
        label="Is anybody in danger now? (optional)",
        choices=list(DANGER.items()),
        required=False,
        widget=Radios(hints={"yes": "Call 999 as well. We do not read this at once."}),
    )
    wanted = forms.CharField(
        label="What does the person want to happen? (optional)",
        help_text="Only if you know. Do not ask them if it could make things worse.",
        max_length=1_000,
        required=False,
        widget=box(3),
        error_messages={"max_length": TOO_LONG.format(1_000)},
    )
    reporter = forms.CharField(
        label="Your name (optional)",
        help_text="You do not have to say who you are.",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"max_length": TOO_LONG.format(150)},
    )
    reach = forms.CharField(
        label="How and when is it safe to reach you? (optional)",
        help_text="For example: a number, and “mornings only, leave no message”.",
        max_length=400,
        required=False,
        widget=box(2),
        error_messages={"max_length": TOO_LONG.format(400)},
    )
    token = forms.CharField(max_length=40, min_length=20, widget=forms.HiddenInput)
    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
