"""How somebody shows that she works for an organisation, and what the council answers."""

from typing import Any

from django import forms

from design.forms import WhyNotForm
from design.widgets import Radios
from directory import claim_rules
from directory.claim_rules import Way
from directory.models import Location, Organisation


def own_email(label: str) -> forms.EmailField:
    """Needed for one of the ways, so the form says when."""
    return forms.EmailField(
        label=label,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an e-mail address, like name@example.com"},
    )


class ClaimForm(forms.Form):
    way = forms.ChoiceField(
        label="How can you show it?", widget=Radios, error_messages={"required": "Choose how you can show it"}
    )
    email = own_email("Your e-mail address there")
    words = forms.CharField(
        label="Anything that helps us to know (optional)",
        help_text="For somebody at the council who looks at it: what you do there, and who can tell us so.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )

    def __init__(
        self, data: Any = None, *, ways: list[Way], organisation: Organisation, address: Location | None
    ) -> None:
        super().__init__(data)
        self.website = organisation.website
        self.domain = claim_rules.domain(organisation.website)
        way = self.fields["way"]
        way.choices = [(one.value, one.label) for one in ways]  # type: ignore[attr-defined]
        way.widget.hints = {  # type: ignore[attr-defined]
            Way.EMAIL.value: f"To an address that ends in @{self.domain}. It lasts a day.",
            Way.POST.value: f"To {', '.join(address.address_lines)}. It takes some days." if address else "",
            Way.COUNCIL.value: "We may call the organisation. It takes some days.",
        }
        if Way.EMAIL not in ways:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asks = data.get("way") == Way.EMAIL and "email" not in self.errors
        if asks and not claim_rules.fits(data.get("email", ""), self.website):
            self.add_error("email", f"Enter an address that ends in @{self.domain}")
        return data


class CodeForm(forms.Form):
    code = forms.CharField(
        label="The code",
        help_text="12 letters and figures. Capitals and dashes do not matter.",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code"},
    )


def yes_or_no(label: str, yes: str) -> forms.ChoiceField:
    choices = [("yes", yes), ("no", "No")]
    return forms.ChoiceField(
        label=label, choices=choices, widget=Radios, error_messages={"required": "Choose yes or no"}
    )


class ClaimAnswerForm(WhyNotForm):
    why, say_why = "reasons", "Say why"
    answer = yes_or_no("Do they run it?", "Yes, let them in as its manager")
    reasons = forms.CharField(
        label="If no: why?",
        help_text="They read this, word for word.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
    )
