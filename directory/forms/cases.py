"""What an approver, a referee or somebody with feedback writes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from accounts import uploads
from design.fields import DateField
from design.widgets import Radios
from directory.approval_rules import CheckKind
from directory.forms.checks import choices
from directory.models import Appeal, CaseNote


def words(label: str, asked: str, hint: str = "", most: int = 3000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=most,
        error_messages={"required": asked},
    )


class NoteForm(forms.Form):
    kind = forms.ChoiceField(label="What is it?", choices=CaseNote.Kind.choices, widget=Radios, initial="note")
    text = words("What do you want to write down?", "Write the note", "Staff read this. Nothing of a DBS certificate.")


class PaperForm(forms.Form):
    kind = forms.ChoiceField(
        label="What is it for?",
        choices=[("", "Choose a check"), *(one for one in choices(CheckKind) if one[0] != CheckKind.DBS)],
        error_messages={"required": "Choose what it is for"},
    )
    file = forms.FileField(
        label="A photo or PDF",
        help_text="JPG, PNG, WebP or PDF, up to 10MB. Never a DBS certificate. It is deleted after 6 months.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        allow_empty_file=True,
        error_messages={"required": "Choose a photo or PDF", "max_length": "Give the file a shorter name"},
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > uploads.MOST_BYTES:
            raise forms.ValidationError(uploads.LARGE)
        return upload


class RefereeForm(forms.Form):
    name = forms.CharField(label="Name", max_length=150, error_messages={"required": "Enter the name of the referee"})
    email = forms.EmailField(
        label="Email address",
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address like name@example.com",
        },
    )
    how_known = forms.CharField(label="How they know the applicant (optional)", max_length=150, required=False)

    def __init__(self, *args: Any, why_not: Callable[[str], str], **kwargs: Any) -> None:
        """`why_not` says of an address why it is no referee's."""
        super().__init__(*args, **kwargs)
        self.why_not = why_not

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if why := self.why_not(email):
            raise forms.ValidationError(why)
        return email


class ReferenceForm(forms.Form):
    known_for = forms.CharField(
        label="How do you know them, and for how long?",
        max_length=150,
        error_messages={"required": "Say how you know them"},
    )
    words = words("What can you say about their work?", "Write what you can say about their work")
    trusts = forms.ChoiceField(
        label="Would you trust them with somebody who needs support?",
        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
        widget=Radios,
        error_messages={"required": "Choose an answer"},
    )


class DbsNumberForm(forms.Form):
    number = forms.CharField(
        label="Certificate number",
        help_text="12 figures. We keep it only for rechecks by the update service.",
        validators=[RegexValidator(r"^[0-9]{12}$", "The number must have 12 figures")],
        error_messages={"required": "Enter the certificate number"},
    )
    consented_on = DateField(
        label="When did the holder consent?",
        help_text="For example, 3 9 2026",
        error_messages={"required": "Enter the day of the consent"},
    )


class ComplaintForm(forms.Form):
    reference = forms.CharField(
        label="Reference of the complaint", max_length=12, error_messages={"required": "Enter the reference"}
    )


class AppealForm(forms.Form):
    words = words("Why should we look at it again?", "Write why we should look at it again")


class AppealAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=Appeal.OUTCOMES,
        widget=Radios,
        error_messages={"required": "Choose what you decide"},
    )
    answer = words("Why?", "Write why", "Whoever appealed reads this.")


class FeedbackForm(forms.Form):
    words = words(
        "What do you want to tell us?", "Write what you want to tell us", "Those who check personal assistants read it."
    )
