"""What people tell us, one question a page."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.models.people import ContactFormat
from cms.complaint_rules import SUBJECTS, Kind
from cms.models.complaints import CONSENTS, LONGEST
from design.widgets import Radios

CONCERN = "concern"  # answered by the other form
KINDS = [
    (Kind.COMPLAINT, "Something went wrong"),
    (Kind.COMPLIMENT, "Somebody did well"),
    (Kind.COMMENT, "I have an idea, or something you should know"),
    (CONCERN, "I am worried that somebody is not safe"),
]
KIND_HINTS = {
    Kind.COMPLAINT: "A complaint. We look into it and answer you. It will not change the support that you get.",
    Kind.COMPLIMENT: "A compliment. We pass it on, if you let us.",
    Kind.COMMENT: "A comment. We read all of them.",
    CONCERN: "You do not have to be sure, and you do not have to give your name.",
}
FORMATS = [
    (ContactFormat.EMAIL, "By e-mail"),
    (ContactFormat.PRINT, "By letter"),
    (ContactFormat.LARGE_PRINT, "By letter in large print"),
    (ContactFormat.EASY_READ, "By letter in Easy Read"),
    (ContactFormat.TELEPHONE, "By telephone"),
]
NO_ANSWER = "none"
BY_POST = (ContactFormat.PRINT, ContactFormat.LARGE_PRINT, ContactFormat.EASY_READ)


class Question(forms.Form):
    """One page of the journey: what was answered is kept under the names of its fields."""

    def __init__(self, *args: Any, journey: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.journey = journey

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label="What do you want to tell us?",
        choices=KINDS,
        widget=Radios(hints=KIND_HINTS),
        error_messages={"required": "Choose what you want to tell us"},
    )


class AboutForm(Question):
    about_it = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No, about something else")],
        widget=Radios,
        error_messages={"required": "Choose yes or no"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about_it"].label = f"Is it about “{self.journey['about']['words']}”?"


class SubjectForm(Question):
    subject = forms.ChoiceField(
        label="What is it about?",
        choices=list(SUBJECTS.items()),
        widget=Radios,
        error_messages={"required": "Choose what it is about"},
    )
    staff_named = forms.CharField(
        label="Is it about one person who works for the council? (optional)",
        help_text="Tell us their name, if you know it. They will not deal with what you tell us.",
        max_length=150,
        required=False,
    )


class WordsForm(Question):
    words = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Tell us what happened",
            "max_length": f"Use {LONGEST:,} characters or fewer. Call us if that is not enough",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, kind = self.fields["words"], self.journey["kind"]
        field.label = {
            Kind.COMPLIMENT: "Who did well, and what did they do?",
            Kind.COMMENT: "What should we know?",
        }.get(kind, "What happened?")
        if kind == Kind.COMPLAINT:
            field.help_text = (
                "Say it in your own words: what happened, when, and who was there. You usually have 12 months from "
                "when it happened, or from when you knew. If it is longer ago, tell us why."
            )


class RightForm(Question):
    wish = forms.CharField(
        label="What would put it right? (optional)",
        help_text="For example: to say sorry, to change something, or to look at a decision again.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConsentForm(Question):
    consent = forms.ChoiceField(
        label="May we pass on what you said?",
        help_text="We pass it on to those whom it is about. We leave out what is private.",
        choices=list(CONSENTS.items()),
        widget=Radios,
        error_messages={"required": "Choose whether we may pass it on"},
    )


class AnswerForm(Question):
    """How to answer. A complaint is always answered where somebody lets us; nobody has to say who she is."""

    contact_format = forms.ChoiceField(
        label="How should we answer you?",
        widget=Radios,
        error_messages={"required": "Choose how we should answer you"},
    )
    name = forms.CharField(
        label="Your name", max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="For an answer by e-mail. We do not put private things in e-mails.",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label="Telephone number",
        help_text="So that we can talk about how we look into it, if you want to.",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
    )
    address = forms.CharField(
        label="Address",
        help_text="For an answer by letter. With the postcode.",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = "I do not want an answer"
        cast(forms.ChoiceField, self.fields["contact_format"]).choices = [*FORMATS, (NO_ANSWER, nothing)]
        self.fields["contact_format"].widget.hints = {
            NO_ANSWER: "You still get a reference, and a link that says how it stands."
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = data.get("contact_format")
        needs: dict[Any, str] = {
            ContactFormat.EMAIL: "email",
            ContactFormat.TELEPHONE: "phone",
            **dict.fromkeys(BY_POST, "address"),
        }
        field = needs.get(wanted)
        if field and not data.get(field) and field not in self.errors:
            self.add_error(field, MISSING[field])
        if wanted in BY_POST and not data.get("name"):
            self.add_error("name", "Enter the name to write on the letter")
        return data

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not any(character.isdigit() for character in phone):
            raise ValidationError("Enter a telephone number, like 01632 960 001")
        return phone

    @property
    def answers(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"contact_format": "" if data["contact_format"] == NO_ANSWER else data["contact_format"]}


MISSING = {
    "email": "Enter the e-mail address for our answer",
    "phone": "Enter the telephone number for our answer",
    "address": "Enter the address for our answer",
}
