"""What somebody tells of an organisation that is not in the directory, and what the council answers."""

from typing import Any

from django import forms

from design.fields import PostcodeField
from design.widgets import Radios
from directory import claim_rules
from directory.claim_rules import Way
from directory.forms.claims import ClaimAnswerForm, own_email, yes_or_no
from directory.forms.pages import text

TOLD = (
    "name",
    "description",
    "website",
    "company_number",
    "charity_number",
    "cqc_provider_id",
    "address_1",
    "city",
    "postcode",
    "words",
)
HINTS = {
    Way.EMAIL.value: "To an address that ends like the website above. It lasts a day.",
    Way.POST.value: "To the address above. It takes some days.",
    Way.COUNCIL.value: "We may call the organisation. It takes some days.",
}


class NewOrganisationForm(forms.Form):
    name = text(
        "Name of the organisation", 150, ask="Enter the name of the organisation", help_text="As people know it."
    )
    description = text("What it does", 2_000, rows=4, help_text="For whom, and where. People may read this.")
    company_number = text("Company number (optional)", 20, required=False)
    charity_number = text("Charity number (optional)", 20, required=False)
    cqc_provider_id = text("CQC provider number (optional)", 30, required=False, help_text="It looks like 1-101612345.")
    website = forms.URLField(
        label="Website (optional)",
        help_text="Like https://www.example.org",
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "Enter a website, like https://www.example.org"},
    )
    address_1 = text("Building and street (optional)", 250, required=False)
    city = text("Town (optional)", 80, required=False)
    postcode = PostcodeField(label="Postcode (optional)", required=False)
    way = forms.ChoiceField(
        label="How can you show that you work there?",
        choices=[(way.value, way.label) for way in Way],
        widget=Radios(hints=HINTS),
        error_messages={"required": "Choose how you can show it"},
    )
    email = own_email("Your e-mail address there, for a code by e-mail")
    words = text("Anything that helps us to know (optional)", 1_000, rows=3, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("way") == Way.EMAIL and "website" not in self.errors and "email" not in self.errors:
            self._check_email(data.get("email", ""), data.get("website", ""))
        if data.get("way") == Way.POST:
            for name, what in (("address_1", "the building and street"), ("postcode", "the postcode")):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, f"Enter {what}: the letter goes there")
        return data

    def _check_email(self, email: str, website: str) -> None:
        domain = claim_rules.domain(website)
        if not domain:
            self.add_error("website", "Enter the organisation’s own website, or choose another way")
        elif not claim_rules.fits(email, website):
            self.add_error("email", f"Enter an address that ends in @{domain}")

    def told(self) -> dict[str, str]:
        """Lines end as they do everywhere here, whatever the browser sent."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in TOLD}

    def rows(self) -> list[dict[str, Any]]:
        way = Way(self.cleaned_data["way"])
        to = self.cleaned_data["email"] if way == Way.EMAIL else ""
        rows = [(self.fields[name].label, self.cleaned_data[name]) for name in TOLD]
        rows.append(("How you show it", f"{way.label} {f'to {to}' if to else ''}".strip()))
        return [{"key": str(label).removesuffix(" (optional)"), "value": value} for label, value in rows if value]


class NewAnswerForm(ClaimAnswerForm):
    answer = yes_or_no("Does it belong in the directory?", "Yes, make it and let them write its first page")

    def rows(self) -> list[dict[str, Any]]:
        if self.cleaned_data["answer"] == "yes":
            return [{"key": "Your answer", "value": "Yes. It is made, and they manage it"}]
        return [{"key": "Your answer", "value": "No"}, {"key": "They will read", "value": self.cleaned_data["reasons"]}]
