"""Whom an organisation sends: their name and photo, what was checked, and who goes to a visit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from design.fields import DateField
from design.widgets import Radios
from directory import photos
from directory.approval_rules import CheckKind, DbsLevel
from directory.models import STAFF_CHECKS, StaffMember


class StaffMemberForm(forms.Form):
    name = forms.CharField(
        label="Name",
        help_text="As residents read it. A first name and a letter are enough: “Sam C”.",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
        error_messages={"required": "Enter a name", "max_length": "Write at most 80 characters"},
    )
    photo = forms.FileField(
        label="Photo (optional)",
        help_text="A photo of their face helps people to know who is at the door. JPG, PNG or WebP, up to 8MB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": "The photo is an empty file. Choose another"},
    )
    remove_photo = forms.BooleanField(label="Take the photo away", required=False)

    def __init__(self, *args: Any, member: StaffMember | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if member is None or not member.photo:
            del self.fields["remove_photo"]

    def clean_photo(self) -> Any:
        sent = self.cleaned_data["photo"]
        return photos.portrait(sent, sent.size) if sent else None


class StaffCheckForm(forms.Form):
    """One check. For a criminal record check: the level and the day, never what the certificate says."""

    kind = forms.ChoiceField(
        label="What did you check?",
        choices=[(kind.value, kind.label) for kind in STAFF_CHECKS],
        widget=Radios,
        error_messages={"required": "Choose what you checked"},
    )
    level = forms.ChoiceField(
        label="Level, for a criminal record check",
        choices=[("", "Choose a level"), *[(level.value, level.label) for level in DbsLevel]],
        required=False,
    )
    on_update_service = forms.BooleanField(label="They are on the DBS update service", required=False)
    checked_on = DateField(
        label="When did you check it?",
        help_text="For example, 3 9 2026",
        error_messages={"required": "Enter the date of the check"},
    )

    def clean_checked_on(self) -> date:
        on = self.cleaned_data["checked_on"]
        if on > timezone.localdate():
            raise ValidationError("The date of the check must be today or in the past")
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") != CheckKind.DBS:
            data["level"], data["on_update_service"] = "", False
        elif not data.get("level"):
            self.add_error("level", "Choose the level of the criminal record check")
        return data


NOBODY = "none"


class WhoGoesForm(forms.Form):
    """One of those who may be sent, or nobody yet. `busy` says with whom somebody is at that time."""

    member = forms.ChoiceField(label="Who goes?", widget=Radios, error_messages={"required": "Choose who goes"})
    rest = forms.BooleanField(
        label="Also to the later visits of this order for which nobody is chosen",
        help_text="Visits at which they are with somebody else stay open.",
        required=False,
    )

    def __init__(
        self, *args: Any, staff: Iterable[StaffMember], busy: dict[int, str], any_rest: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(member.pk): member for member in staff}
        field = self.fields["member"]
        field.choices = [*[(pk, member.name) for pk, member in self.staff.items()], (NOBODY, "Nobody yet")]  # type: ignore[attr-defined]
        field.widget.hints = {str(pk): words for pk, words in busy.items()}  # type: ignore[attr-defined]
        if not any_rest:
            del self.fields["rest"]

    def chosen(self) -> StaffMember | None:
        return self.staff.get(self.cleaned_data["member"])
