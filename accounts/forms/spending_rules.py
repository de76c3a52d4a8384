"""A line of one person's plan about what her card refuses."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.actions.spending_rules import LONGEST
from accounts.models import SpendingRule
from accounts.shops import KINDS, shop_key
from design.fields import DateField
from design.formats import day
from design.widgets import Radios

SHOP, KIND = "shop", "kind"


class PlanLineForm(forms.Form):
    what = forms.ChoiceField(
        label="What does the card refuse?",
        choices=[(SHOP, "One shop"), (KIND, "A kind of shop")],
        widget=Radios(hints={KIND: "For this person only. There are no bans for everybody."}),
        error_messages={"required": "Choose what the card refuses"},
    )
    shop = forms.CharField(
        label="Name of the shop, if it is one shop",
        help_text="As it stands in what the card was used for.",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    category = forms.ChoiceField(
        label="Kind of shop, if it is a kind", choices=[("", "Choose a kind of shop"), *KINDS.items()], required=False
    )
    reason = forms.CharField(
        label="Why?",
        help_text="As it was agreed with the person. They read exactly this.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why", "max_length": "Use 500 letters or fewer"},
    )
    expires_on = DateField(
        label="Last day",
        help_text="12 months from today at most: the plan is reviewed by then.",
        error_messages={"required": "Enter the last day, like 27 3 2027"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") == SHOP and not shop_key(given.get("shop", "")):
            self.add_error("shop", "Enter the name of the shop")
        if given.get("what") == KIND and not given.get("category") and "category" not in self.errors:
            self.add_error("category", "Choose the kind of shop")
        return given

    def clean_expires_on(self) -> Any:
        last, today = self.cleaned_data["expires_on"], timezone.localdate()
        if last < today:
            raise forms.ValidationError("The last day must be today or later")
        if last > today + LONGEST:
            raise forms.ValidationError(f"The last day must be {day(today + LONGEST)} or earlier")
        return last

    def line(self) -> dict[str, Any]:
        """For `spending_rules.add`."""
        given = self.cleaned_data
        one_shop = given["what"] == SHOP
        return {
            "kind": SpendingRule.Kind.PLAN_LINE,
            "shop": given["shop"] if one_shop else "",
            "category": "" if one_shop else given["category"],
            "reason": given["reason"],
            "expires_on": given["expires_on"],
        }
