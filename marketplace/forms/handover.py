"""What goes on a handover sheet, and who may read it for how long."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from design.widgets import Radios
from marketplace.handover_rules import not_to_write

LABELS = {
    "routines": "What is a day like?",
    "to_know": "What should they know?",
    "key_place": "Where is the key?",
}
HINTS = {
    "routines": "Getting up, meals, medicines, going to bed. What you like, and what you do not.",
    "to_know": "Allergies, pets, how to talk with you, what worries you, what helps.",
    "key_place": "Who has one, or where to ask. Do not write the code of a key safe.",
}
MOST = {"routines": 3000, "to_know": 3000, "key_place": 500}  # characters
LASTS = {
    "4h": ("4 hours", timedelta(hours=4)),
    "1d": ("1 day", timedelta(days=1)),
    "3d": ("3 days", timedelta(days=3)),
    "7d": ("1 week", timedelta(days=7)),
    "14d": ("2 weeks", timedelta(days=14)),
}


class PartForm(forms.Form):
    """One part of the sheet. Emptying it is an answer, too."""

    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, part: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.part = part
        field = self.fields["text"]
        assert isinstance(field, forms.CharField)  # noqa: S101 (for the type checker)
        field.widget.attrs["maxlength"] = str(MOST[part])  # what is counted down beside it
        field.label, field.help_text, field.max_length = LABELS[part], HINTS[part], MOST[part]

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        most = MOST[self.part]
        if len(text) > most:
            raise ValidationError(f"Write at most {most} characters. You have {len(text)}", "max_length")
        if why := not_to_write(text, about_the_key=self.part == "key_place"):
            raise ValidationError(why, "secret")
        return text


class ContactForm(forms.Form):
    name = forms.CharField(label="Name", max_length=100, error_messages={"required": "Enter their name"})
    who = forms.CharField(
        label="Who are they?",
        help_text="For example: daughter, neighbour at number 4, doctor.",
        max_length=100,
        error_messages={"required": "Enter who they are"},
    )
    phone = forms.CharField(
        label="Telephone number",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "inputmode": "tel"}),
        error_messages={"required": "Enter their telephone number"},
    )

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if sum(sign.isdigit() for sign in phone) < 3:
            raise ValidationError("Enter a telephone number, like 01632 960 001", "phone")
        return phone


class GiveForm(forms.Form):
    receiver = forms.CharField(
        label="Who may read it?",
        help_text="One person by name, like Nia Hale. Each person gets a link of their own.",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the name of the person who may read it"},
    )
    email = forms.EmailField(
        label="Their email address, if we should send the link",
        help_text="The e-mail has the link and nothing of the sheet. Leave this empty to hand the link over yourself.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an email address in the correct form, like name@example.com"},
    )
    lasts = forms.ChoiceField(
        label="For how long?",
        choices=[(key, label) for key, (label, _) in LASTS.items()],
        widget=Radios(hints={"14d": "You can take it back at any time before."}),
        error_messages={"required": "Choose for how long"},
    )
    agreed = forms.BooleanField(error_messages={"required": "Tick the box: nobody reads it unless the person agrees"})

    def __init__(self, *args: Any, name: str = "", **kwargs: Any):
        """`name` is the person's, where somebody else fills it in."""
        super().__init__(*args, **kwargs)
        own = "I agree that they read my sheet and who is coming to me, until then"
        told = f"{name} told me that they agree: this person may read the sheet and who is coming, until then"
        self.fields["agreed"].label = told if name else own

    def lasting(self) -> timedelta:
        return LASTS[self.cleaned_data["lasts"]][1]
