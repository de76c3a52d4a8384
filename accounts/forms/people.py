"""What a practitioner says of a person: who she is, what she needs, who cares for her, how she is invited."""

from typing import Any, Self

from django import forms

from accounts.forms.fields import BirthDateField, ReferenceField
from accounts.models import CommunicationNeed, ContactFormat, Person
from design.fields import PostcodeField
from design.widgets import Checkboxes, Radios

Kind = CommunicationNeed.Kind
NONE = "none"
FORMAT_HINTS = {
    ContactFormat.EMAIL: "When they have a sign-in. Until then we write letters.",
    ContactFormat.LARGE_PRINT: "Letters in letters of 18 points or more.",
    ContactFormat.EASY_READ: "Short sentences, big letters and pictures.",
    ContactFormat.TELEPHONE: "Somebody calls them and says it. Only what has to be on paper is posted.",
}


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Name or case reference",
        max_length=100,
        min_length=2,
        error_messages={
            "required": "Enter a name or a case reference",
            "min_length": "Enter 2 letters or more",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PersonForm(forms.Form):
    name = forms.CharField(
        label="Full name",
        max_length=150,
        error_messages={"required": "Enter their name"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    case_reference = ReferenceField(label="Case reference", help_text="From the case system, like LAS-204418.")
    born_on = BirthDateField(
        label="Date of birth",
        help_text="For example, 31 3 1948. We ask for it when they first sign in, to know that it is them.",
        error_messages={"required": "Enter their date of birth"},
    )
    contact_format = forms.ChoiceField(
        label="How do they want to be told things?",
        choices=ContactFormat.choices,
        widget=Radios(hints=FORMAT_HINTS),
        error_messages={"required": "Choose how they want to be told things"},
    )
    phone = forms.CharField(
        label="Telephone number, if they have one",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label="Address",
        help_text="Letters go here. Put a comma after each line.",
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    postcode = PostcodeField(label="Postcode", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("address") and not given.get("postcode") and "postcode" not in self.errors:
            self.add_error("postcode", "Enter the postcode of the address")
        return given

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "PersonForm":
        return cls(data, initial={name: getattr(person, name) for name in cls.base_fields})


class NeedsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label="What do they need?",
        help_text="Ask them. Tick all that they say.",
        choices=[*Kind.choices, (NONE, "Nothing: they were asked")],
        widget=Checkboxes(),
        error_messages={"required": "Tick what they need, or “Nothing”"},
    )
    language = forms.CharField(label="Which language, if they need an interpreter?", max_length=80, required=False)
    other = forms.CharField(label="What is it, if they need something else?", max_length=200, required=False)
    shared = forms.BooleanField(
        label="They said yes: people who bring their support may see this",
        help_text="Only while there is an order. They can take it back at any time.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kinds = set(given.get("kinds", []))
        if NONE in kinds and len(kinds) > 1:
            self.add_error("kinds", "Tick what they need, or “Nothing”, not both")
        if Kind.INTERPRETER in kinds and not given.get("language"):
            self.add_error("language", "Enter the language")
        if Kind.OTHER in kinds and not given.get("other"):
            self.add_error("other", "Enter what they need")
        return given

    def needs(self) -> dict[str, str]:
        """Note by kind."""
        given = self.cleaned_data
        notes = {Kind.INTERPRETER: given["language"], Kind.OTHER: given["other"]}
        return {kind: notes.get(Kind(kind), "") for kind in given["kinds"] if kind != NONE}

    @classmethod
    def of(cls, person: Person, needs: list[CommunicationNeed], *, shared: bool, data: Any = None) -> Self:
        notes = {need.kind: need.note for need in needs}
        kinds = list(notes) or ([NONE] if person.needs_asked_on else [])
        known = {"kinds": kinds, "language": notes.get("interpreter"), "other": notes.get("other"), "shared": shared}
        return cls(data, initial={"contact_format": person.contact_format, "phone": person.phone, **known})


class CarerForm(forms.Form):
    name = forms.CharField(
        label="Full name of the carer", max_length=150, error_messages={"required": "Enter the carer’s name"}
    )
    case_reference = ReferenceField(
        label="The carer’s own case reference",
        help_text="If we know somebody with this reference, it is them. Otherwise they are set up now.",
    )

    def clean(self) -> dict[str, Any]:
        """A slip in the reference must not tie somebody else to the person."""
        given = super().clean() or {}
        self.known = Person.objects.filter(case_reference=given.get("case_reference") or None).first()
        if self.known and given.get("name") and not _alike(self.known.name, given["name"]):
            self.add_error("case_reference", "Somebody with another name has this reference. Check both")
        return given


def _alike(known: str, typed: str) -> bool:
    return known.casefold().split() == typed.casefold().split()


class InviteForm(forms.Form):
    EMAIL, POST, NOBODY = "email", "post", "nobody"
    way = forms.ChoiceField(
        label="How will they come to their sign-in?",
        choices=[
            (EMAIL, "By a link that we send to their own email address"),
            (POST, "By a letter with a code"),
            (NOBODY, "They want no sign-in"),
        ],
        widget=Radios(
            hints={
                EMAIL: "The link works for 14 days, once.",
                POST: "They type the code here, and then give an email address of their own. It works for 28 days.",
                NOBODY: "Staff and paper serve them. They can change their mind at any time.",
            }
        ),
        error_messages={"required": "Choose how they will come to their sign-in"},
    )
    email = forms.EmailField(
        label="Their own email address, if we send a link",
        help_text="Not one that they share with somebody else.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an email address in the correct form, like name@example.com"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("way") == self.EMAIL and not given.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter their email address")
        return given
