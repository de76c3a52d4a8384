"""Whom a manager asks, and as what."""

from typing import Any

from django import forms

from design.widgets import Radios
from directory.member_rules import MAY
from directory.models import MemberRole


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="What may they do?",
        choices=MemberRole.choices,
        widget=Radios(hints=MAY),
        error_messages={"required": "Choose what they may do"},
    )

    @property
    def chosen(self) -> MemberRole:
        return MemberRole(self.cleaned_data["role"])

    def rows(self) -> list[dict[str, Any]]:
        return [{"key": "Role", "value": self.chosen.label}, {"key": "May do", "value": MAY[self.chosen.value]}]


class InviteForm(RoleForm):
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="They sign in with this address.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address, like name@example.com",
        },
    )
    field_order = ("email", "role")

    def rows(self) -> list[dict[str, Any]]:
        return [{"key": "To", "value": self.cleaned_data["email"]}, *super().rows()]
