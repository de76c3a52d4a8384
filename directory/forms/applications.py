"""What an applicant fills in: one thing on each page."""

from collections.abc import Iterable
from typing import Any

from django import forms

from design.widgets import Checkboxes, Radios
from directory import page_assistants, referee_rules
from directory.forms.cases import words
from directory.forms.page_assistants import private_phone
from directory.forms.pages import OneLine
from directory.models import Employment, Service, TaxonomyTerm

YES = [("yes", "Yes"), ("no", "No")]
WORKS = [  # the labels of `Employment` speak to whoever looks for support
    (Employment.SELF_EMPLOYED.value, "I am self-employed"),
    (Employment.EMPLOYEE.value, "The people I support employ me"),
]


def choose(label: str, options: Any, asked: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=hint, choices=options, widget=Radios, error_messages={"required": asked}
    )


class BeginForm(forms.Form):
    name = OneLine(label="Your full name", max_length=150, error_messages={"required": "Enter your full name"})
    phone = private_phone("Your telephone number (optional)")
    employment = choose("How do you work?", WORKS, "Choose how you work")


class ServiceForm(forms.Form):
    """For one service of the organisations that she manages."""

    service = forms.ChoiceField(label="Which service?", error_messages={"required": "Choose a service"})

    def __init__(self, *args: Any, services: Iterable[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(one.pk): one for one in services}
        choices = [(pk, one.name) for pk, one in self.services.items()]
        self.fields["service"].choices = [("", "Choose a service"), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Service:
        return self.services[self.cleaned_data["service"]]


class AboutForm(forms.Form):
    about = words("Tell people about your work", "Tell people about your work", "People read this on your page.", 2000)


class HelpsForm(forms.Form):
    needs = forms.TypedMultipleChoiceField(
        label="What do you help with?",
        coerce=int,
        widget=Checkboxes,
        error_messages={"required": "Choose what you help with"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = TaxonomyTerm.objects.filter(taxonomy__slug="need").values_list("pk", "name")
        self.fields["needs"].choices = list(terms)  # type: ignore[attr-defined]


class AreaForm(forms.Form):
    town = forms.CharField(
        label="Which town do you work in?",
        help_text="Not where you live: the centre of the town is all that we keep.",
        max_length=80,
        error_messages={"required": "Enter a town"},
    )
    miles = forms.IntegerField(
        label="How many miles from there do you travel?",
        min_value=1,
        max_value=50,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many miles",
            "invalid": "Enter miles as a number, like 5",
            "min_value": "Enter at least 1 mile",
            "max_value": "Enter 50 miles or fewer",
        },
    )

    def clean_town(self) -> str:
        town = str(self.cleaned_data["town"])
        if page_assistants.town(town) is None:
            raise forms.ValidationError(page_assistants.UNKNOWN)
        return town


def _name(which: str) -> forms.CharField:
    return forms.CharField(
        label=f"Name of the {which} person", max_length=150, error_messages={"required": f"Enter the {which} name"}
    )


def _email(which: str) -> forms.EmailField:
    words_ = {"required": f"Enter the {which} email address", "invalid": "Enter an email like name@example.com"}
    return forms.EmailField(label=f"Email address of the {which} person", error_messages=words_)


class RefereesForm(forms.Form):
    name_1 = _name("first")
    email_1 = _email("first")
    name_2 = _name("second")
    email_2 = _email("second")

    def __init__(self, *args: Any, own: frozenset[str] = frozenset(), alone: bool = True, **kwargs: Any) -> None:
        """`own`: mailboxes that are no referee's; `alone`: nobody else applies with her."""
        super().__init__(*args, **kwargs)
        self.own, self.alone = own, alone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for field, why in referee_rules.problems(data, self.own, alone=self.alone).items():
            self.add_error(field, why)
        return data


class InsuranceForm(forms.Form):
    insured = choose("Do you have public liability insurance?", YES, "Choose if you are insured")
    until = forms.CharField(label="Until when, and with whom? (optional)", max_length=150, required=False)


class TrainingForm(forms.Form):
    training = words("Which courses and experience do you have?", "Write which courses and experience you have")


class DbsForm(forms.Form):
    """Nothing of what a certificate says is asked."""

    has = choose(
        "Do you have a DBS certificate that you can show us?",
        [*YES, ("update", "Yes, and I am on the update service")],
        "Choose if you have a certificate",
        "We look at it when we meet. Do not send it, and do not write what it says.",
    )


class CodeForm(forms.Form):
    agrees = forms.BooleanField(
        label="I have read the code of conduct and will keep to it", error_messages={"required": "Agree to the code"}
    )


FORMS: dict[str, type[forms.Form]] = {
    "about": AboutForm,
    "helps": HelpsForm,
    "area": AreaForm,
    "referees": RefereesForm,
    "insurance": InsuranceForm,
    "training": TrainingForm,
    "dbs": DbsForm,
    "code": CodeForm,
}


def in_words(step: str, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Each question of a step with what was said."""
    form = FORMS[step]()
    return [
        (str(field.label).removesuffix(" (optional)"), value_in_words(field, answers.get(name, "")))
        for name, field in form.fields.items()
    ]


def value_in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    names = {str(key): str(name) for key, name in getattr(field, "choices", [])}
    values = value if isinstance(value, list) else [value]
    return ", ".join(names.get(str(one), str(one)) for one in values) or "Not answered"
