"""What an approver writes down of one check."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from design.fields import DateField
from design.widgets import Radios
from directory.approval_rules import CheckKind, CheckOutcome, DbsLevel


def choices(names: Any) -> list[tuple[str, str]]:
    return [(name.value, name.label) for name in names]


class CheckForm(forms.Form):
    """One check. For a criminal record check: the level, never what the certificate says."""

    kind = forms.ChoiceField(
        label="What was checked",
        choices=[("", "Choose a check"), *choices(CheckKind)],
        error_messages={"required": "Choose what was checked"},
    )
    level = forms.ChoiceField(
        label="Level, for a criminal record check",
        choices=[("", "Choose a level"), *choices(DbsLevel)],
        required=False,
    )
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=choices(CheckOutcome),
        widget=Radios,
        error_messages={"required": "Choose the outcome"},
    )
    checked_on = DateField(
        label="When was it checked?",
        help_text="For example, 3 9 2026",
        error_messages={"required": "Enter the date of the check"},
    )
    expires_on = DateField(
        label="When does it end? (optional)",
        help_text="Leave this empty to use the scheme’s own time.",
        required=False,
    )
    evidence = forms.CharField(
        label="What was seen (optional)",
        help_text="People read this on the passport: “Passport seen in person”. No numbers and no private details. "
        "Leave it empty for a criminal record check.",
        max_length=250,
        required=False,
    )
    not_covered = forms.CharField(
        label="What it does not cover (optional)",
        help_text="For example, “Driving with passengers”",
        max_length=250,
        required=False,
    )

    def clean_checked_on(self) -> date:
        on = self.cleaned_data["checked_on"]
        if on > timezone.localdate():
            raise forms.ValidationError("The date of the check must be today or in the past")
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == CheckKind.DBS:
            self._clean_dbs(data)
        else:
            data["level"] = ""
        if data.get("expires_on") and data.get("checked_on") and data["expires_on"] < data["checked_on"]:
            self.add_error("expires_on", "The check must end after the day on which it was made")
        return data

    def _clean_dbs(self, data: dict[str, Any]) -> None:
        if not data.get("level"):
            self.add_error("level", "Choose the level of the criminal record check")
        if data.get("evidence"):
            self.add_error("evidence", "Leave this empty: we keep nothing of what the certificate says")


class ReasonForm(forms.Form):
    """Why a decision was made: the case keeps it."""

    reason = forms.CharField(
        label="Why?",
        help_text="Whoever it is about reads this, so that they can answer it. The public does not. What must stay in "
        "confidence belongs into a note of the case.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": "Write why, so that others understand it later"},
    )


class StopForm(ReasonForm):
    """Why it stops, and whether the people who have visits booked are told."""

    tell = forms.ChoiceField(
        label="Do we tell the people who have visits booked?",
        help_text="We write that the approval does not hold at the moment, that their visits stay booked unless they "
        "cancel, that cancelling is free of charge, and who to call. We do not say why.",
        choices=[("yes", "Yes, tell them now"), ("no", "No, we talk to them ourselves")],
        initial="yes",
        widget=Radios,
        error_messages={"required": "Choose whether we tell them"},
    )

    def __init__(self, *args: Any, anybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not anybody:
            del self.fields["tell"]

    def tells(self) -> bool:
        return bool(self.cleaned_data.get("tell", "yes") == "yes")
