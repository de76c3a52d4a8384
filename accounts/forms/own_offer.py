"""The person herself asks somebody to act for her: who, as what, for what, from when to when."""

from typing import Any

from accounts.forms.delegate import DelegateForm
from accounts.wording import BASES_TO_PERSON
from design.widgets import Radios

OWN_WORD = "Offered by the person herself, on this site"


class OwnOfferForm(DelegateForm):
    """What a practitioner asks, but for evidence: here is her own word."""

    field_order = ("name", "email", "basis", "scopes", "per_purchase", "per_month", "starts_on", "ends_on")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["evidence"], self.fields["seen"]
        self.fields["name"].error_messages["required"] = "Enter their name"
        self.fields["email"].error_messages["required"] = "Enter their email address"
        self.fields["email"].help_text = "They get a sign-in of their own. Never share yours."
        basis = self.fields["basis"]
        basis.label, basis.error_messages["required"] = (
            "What do you want them to be?",
            "Choose what you want them to be",
        )
        basis.widget = Radios(hints={key: hint for key, (_, hint) in BASES_TO_PERSON.items()})
        basis.choices = [(key, words) for key, (words, _) in BASES_TO_PERSON.items()]  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        self.cleaned_data["evidence"] = OWN_WORD
        return super().terms()
