"""Council roles, given and ended with a reason; a new member of staff."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Role
from accounts.wording import ROLE_HINTS, ROLES
from design.widgets import Radios


class WhyForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        help_text="For whoever checks this later. For example, “Joined the east team on 1 April”.",
        max_length=200,
        error_messages={"required": "Enter why"},
    )


class RoleForm(WhyForm):
    role = forms.ChoiceField(label="Which role?", error_messages={"required": "Choose a role"})
    field_order = ["role", "reason"]

    def __init__(self, data: Any = None, *, held: frozenset[Role] = frozenset()) -> None:
        super().__init__(data)
        field = self.fields["role"]
        field.widget = Radios(hints=ROLE_HINTS)
        field.choices = [(role.value, ROLES[role]) for role in Role if role not in held]  # type: ignore[attr-defined]


class StaffForm(RoleForm):
    name = forms.CharField(label="Full name", max_length=150, error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="Work email address",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the correct form, like name@example.com",
        },
    )
    field_order = ["name", "email", "role", "reason"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody signs in with this address already. Find them and give them the role")
        return email
