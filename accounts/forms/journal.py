"""Cost codes, and up to which day a journal goes."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from accounts.ledger import LedgerKind, journal
from accounts.models import ClientGroup, Outcome, WayOfHolding
from accounts.periods import midnight
from accounts.queries.codes import OF_POTS
from design.fields import DateField


class CodeForm(forms.Form):
    kind = forms.ChoiceField(
        label="Kind of account", choices=LedgerKind.choices, error_messages={"required": "Choose a kind of account"}
    )
    outcome = forms.ModelChoiceField(
        label="Only for this outcome", queryset=Outcome.objects.all(), required=False, empty_label="Any outcome"
    )
    held_as = forms.ChoiceField(
        label="Only where it is held like this", choices=[("", "Any way"), *WayOfHolding.choices], required=False
    )
    client_group = forms.ChoiceField(
        label="Only for this client group", choices=[("", "Any group"), *ClientGroup.choices], required=False
    )
    code = forms.CharField(
        label="Cost code",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        validators=[RegexValidator(r"^[A-Za-z0-9./-]+$", "Use only letters, numbers, dots, dashes and slashes")],
        error_messages={"required": "Enter a cost code"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        narrow = given.get("outcome") or given.get("held_as") or given.get("client_group")
        if narrow and given.get("kind") and given["kind"] not in OF_POTS:
            self.add_error("kind", "Only money in pots can be told apart by outcome, holding or client group")
        return given


class JournalForm(forms.Form):
    last_on = DateField(label="Postings up to and including which day?", help_text="The last day of a month, say.")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"last_on": last_to_export(timezone.localdate())})


def last_to_export(today: date) -> date:
    """The last day before today with postings that no journal has; yesterday where there are none."""
    last = journal.last_waiting(midnight(today))
    return timezone.localdate(last) if last else today - timedelta(days=1)
