"""What a seller writes about an offer: price, terms and who sells in law."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.fields import MoneyField, NumberField
from accounts.models import Payee
from design.widgets import Radios
from directory.models import Service
from marketplace.forms.booking import STEP
from marketplace.models import Listing
from marketplace.models.terms import TERM_FIELDS, UNIT_CHOICES
from marketplace.pricing import Unit

DAY = 24 * 60
MONTH = 31 * 24  # the longest notice, in hours


class WhichForm(forms.Form):
    """Of which of its services."""

    service = forms.ChoiceField(
        label="Which service do you want to sell?",
        widget=Radios,
        error_messages={"required": "Choose a service"},
    )

    def __init__(self, data: Any = None, *, services: Iterable[Service]) -> None:
        super().__init__(data)
        self.fields["service"].choices = [(one.slug, one.name) for one in services]  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """The columns of `OfferTerms`, by their own names. An assistant sells no items."""

    title = forms.CharField(
        label="What is it called?",
        help_text="People read this first. For example, “Help at home in the morning”.",
        max_length=150,
        error_messages={"required": "Enter what it is called", "max_length": "Write at most 150 characters"},
    )
    included = forms.CharField(
        label="What is included?",
        help_text="Say also what costs more, for example travel or food.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        error_messages={"required": "Write what is included", "max_length": "Write at most 2,000 characters"},
    )
    unit = forms.ChoiceField(
        label="What does one price buy?", widget=Radios, error_messages={"required": "Choose what one price buys"}
    )
    price_pence = MoneyField(
        label="Price",
        help_text="The whole price, with VAT if you charge it.",
        error_messages={"required": "Enter the price, like 18.50"},
        at_most=1_000_000,
    )
    weekend_price_pence = MoneyField(
        label="Price on Saturdays and Sundays (optional)",
        help_text="Leave it empty if it is the same.",
        at_most=1_000_000,
        required=False,
    )
    minimum_minutes = NumberField(
        label="How long is the shortest visit?",
        help_text="If the price is not for an hour: how long a visit or a day lasts. Leave it empty for an item.",
        unit="minutes",
        ask="Enter minutes, like 60",
        least=STEP,
        most=DAY,
        required=False,
    )
    free_cancel_hours = NumberField(
        label="Until when can people cancel and pay nothing?",
        help_text="So many hours before the visit.",
        unit="hours",
        ask="Enter hours, like 24",
        least=0,
        most=MONTH,
    )
    late_cancel_percent = NumberField(
        label="What part of the price do people pay if they cancel later?",
        help_text="0 is nothing, 100 is the whole price.",
        unit="%",
        ask="Enter a part of the price, like 50",
        least=0,
        most=100,
    )
    seller_name = forms.CharField(
        label="Who sells it, in law?",
        max_length=150,
        error_messages={"required": "Enter who sells it", "max_length": "Write at most 150 characters"},
    )
    seller_address = forms.CharField(
        label="Where can people write to you?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=250,
        error_messages={"required": "Enter an address", "max_length": "Write at most 250 characters"},
    )
    payee = forms.ChoiceField(
        label="Where is it paid?", widget=Radios, error_messages={"required": "Choose where it is paid"}
    )

    def __init__(self, *args: Any, is_assistant: bool, payees: Iterable[Payee] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit, name) for unit, name in UNIT_CHOICES if not (is_assistant and unit == Unit.ITEM)]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        name, address = self.fields["seller_name"], self.fields["seller_address"]
        name.help_text = "Your own name." if is_assistant else "The company or charity, like “Hollybank Home Care Ltd”."
        address.help_text = (
            "People who book read it. Never write where you live: use another address where letters reach you."
            if is_assistant
            else "People who book read it. The law asks for the address of your office."
        )
        several = list(payees)
        self.fields["payee"].choices = [(one.reference, f"{one.name}, {one.reference}") for one in several]  # type: ignore[attr-defined]
        if len(several) < 2:
            del self.fields["payee"]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes under their headings, as the page shows them."""
        named = [
            ("What you sell", ("title", "included")),
            ("Price", ("unit", "price_pence", "weekend_price_pence", "minimum_minutes")),
            ("If somebody cancels", ("free_cancel_hours", "late_cancel_percent")),
            ("Who sells it", ("seller_name", "seller_address", "payee")),
        ]
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in named]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("minimum_minutes") is None and "minimum_minutes" not in self.errors:
            if data.get("unit") == Unit.ITEM:
                data["minimum_minutes"] = 0
            elif data.get("unit"):
                self.add_error("minimum_minutes", "Enter how long it lasts, in minutes")
        return data

    def terms(self) -> dict[str, Any]:
        """One line for an address that was typed in several."""
        lines = filter(None, (line.strip(" ,") for line in self.cleaned_data["seller_address"].splitlines()))
        given = {**self.cleaned_data, "seller_address": ", ".join(lines)}
        return {name: given[name] for name in TERM_FIELDS}


def said(listing: Listing) -> dict[str, Any]:
    """An offer as its boxes have it."""
    terms = listing.terms_as_they_stand()
    return {**terms, "minimum_minutes": terms["minimum_minutes"] or None}
