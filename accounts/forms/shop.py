"""The sandbox's till."""

from typing import Any

from django import forms

from accounts.forms.fields import MoneyField
from accounts.issuers.sandbox import new_reference
from accounts.shops import KINDS as KINDS_OF_SHOP
from design.widgets import Radios

KINDS = [
    ("", "An ordinary shop or service"),
    ("unlawful_drugs", "A shop that sells something unlawful"),
    *KINDS_OF_SHOP.items(),
]


class ShopForm(forms.Form):
    merchant = forms.CharField(label="Name of the shop", max_length=120, help_text="For example, Aldermere Swim.")
    pounds = MoneyField(label="Amount", at_most=1_000_000)
    category = forms.ChoiceField(label="What kind of shop is it?", choices=KINDS, required=False, widget=Radios())
    reference = forms.CharField(widget=forms.HiddenInput(), max_length=80)

    def purchase(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = {"merchant": "merchant", "pence": "pounds", "category": "category", "reference": "reference"}
        return {name: given[field] for name, field in names.items()}


class BackForm(forms.Form):
    """How much the shop gives back."""

    pounds = MoneyField(label="Give back")
    reference = forms.CharField(widget=forms.HiddenInput(), max_length=80)

    def __init__(self, data: Any = None, *, left: int) -> None:
        super().__init__(data, initial={"reference": new_reference(), "pounds": left})
        self.fields["pounds"].at_most = left  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {"pence": self.cleaned_data["pounds"], "reference": self.cleaned_data["reference"]}
