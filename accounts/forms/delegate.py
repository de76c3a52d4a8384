"""Name somebody who acts for a person: on which legal basis, on what evidence, for what, from when to when."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.fields import MoneyField
from accounts.models import RestReason
from accounts.roles import Basis, Scope
from accounts.wording import BASES_FOR_STAFF, BASIS_NEEDS, SCOPES, WORKING
from design.fields import DateField
from design.widgets import Checkboxes, Radios

END_REASONS = {
    "asked": "The person asked for it",
    "delegate": "The delegate asked for it",
    "order": "The court’s order or the power of attorney ended",
    "worry": "We are worried about how it is used",
    "mistake": "It was recorded by mistake",
}


class DelegateForm(forms.Form):
    name = forms.CharField(
        label="Their full name", max_length=150, error_messages={"required": "Enter the delegate’s name"}
    )
    email = forms.EmailField(
        label="Their own email address",
        help_text="They get a sign-in of their own. Nobody signs in as the person.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the delegate’s email address",
            "invalid": "Enter an email address in the correct form, like name@example.com",
        },
    )
    basis = forms.ChoiceField(
        label="On which legal basis?",
        choices=[(basis.value, BASES_FOR_STAFF[basis]) for basis in Basis],
        widget=Radios(hints=BASIS_NEEDS),
        error_messages={"required": "Choose the legal basis"},
    )
    evidence = forms.CharField(
        label="What did you see, and when?",
        help_text="The form, the order or the register. Not the document itself: its kind, date and number.",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what you saw, and when"},
    )
    seen = forms.BooleanField(
        label="I have seen it myself, and it covers what I tick below",
        error_messages={"required": "Tick the box when you have seen the evidence"},
    )
    scopes = forms.MultipleChoiceField(
        label="What may they do?",
        choices=[(scope.value, SCOPES[scope].capitalize()) for scope in Scope if scope in WORKING],
        widget=Checkboxes(),
        error_messages={"required": "Tick what they may do"},
    )
    per_purchase = MoneyField(label="Most for one purchase, if there is a limit", required=False, at_most=10_000_000)
    per_month = MoneyField(label="Most in a month, if there is a limit", required=False, at_most=10_000_000)
    starts_on = DateField(label="First day", error_messages={"required": "Enter the first day, like 27 3 2027"})
    ends_on = DateField(label="Last day, if there is one", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        scopes = set(given.get("scopes", []))
        if Scope.SEE_LINES in scopes and Scope.SEE_BALANCE not in scopes:
            self.add_error("scopes", "Somebody who sees each payment sees how much money there is, too")
        if given.get("basis") == Basis.VIEWER and scopes - {Scope.SEE_BALANCE, Scope.SEE_LINES}:
            self.add_error("scopes", "Somebody who only looks cannot book or pay")
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day must be on or after the first day")
        if ends and ends < timezone.localdate() and "ends_on" not in self.errors:
            self.add_error("ends_on", "The last day must be today or later")
        return given

    def terms(self) -> dict[str, Any]:
        """For `mandates.name_delegate`."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "email": given["email"],
            "basis": Basis(given["basis"]),
            "evidence": given["evidence"],
            "scopes": [Scope(scope) for scope in given["scopes"]],
            "pay_per_purchase_pence": given["per_purchase"],
            "pay_per_month_pence": given["per_month"],
            "starts_on": given["starts_on"],
            "ends_on": given["ends_on"],
        }


class ByOrderForm(forms.Form):
    """What the council or the court has put in place changes with a reference of the decision; else there is none."""

    reference = forms.CharField(
        label="Reference of the decision or the court’s order",
        max_length=100,
        error_messages={"required": "Enter the reference of the decision or the court’s order"},
    )

    def __init__(self, data: Any = None, *, by_order: bool) -> None:
        super().__init__(data)
        if not by_order:
            del self.fields["reference"]

    def clean(self) -> dict[str, Any]:
        return {"reference": "", **(super().clean() or {})}


class PauseForm(ByOrderForm):
    reason = forms.ChoiceField(
        label="Why is it paused?",
        choices=[(reason.value, reason.label) for reason in (RestReason.ASKED, RestReason.WORRY)],
        widget=Radios(),
        error_messages={"required": "Choose why it is paused"},
    )

    def __init__(self, data: Any = None, *, by_order: bool, offer: bool = False) -> None:
        """An offer is paused out of worry only: for the rest it can be taken back."""
        super().__init__(data, by_order=by_order)
        if offer:
            self.fields["reason"].choices = [(RestReason.WORRY, RestReason.WORRY.label)]  # type: ignore[attr-defined]


class EndForm(ByOrderForm):
    reason = forms.ChoiceField(
        label="Why does it end?",
        choices=list(END_REASONS.items()),
        widget=Radios(),
        error_messages={"required": "Choose why it ends"},
    )
