"""Paying everybody by bank, taking a payment back, and what shops took beyond what there was."""

from django import forms

from design.widgets import Radios

WHY_BACK = {
    "wrong": "It went to the wrong provider",
    "too_much": "It was too much",
    "asked": "The provider asked for it",
    "fraud": "We think somebody else gets the money",
}


def reason(label: str, ask: str, help_text: str = "") -> forms.CharField:
    """Some words of one's own, which stay with the decision."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": ask},
    )


class EmergencyForm(forms.Form):
    reason = reason(
        "Why is everybody paid by bank?",
        "Enter why everybody is paid by bank",
        "For example: Stripe has not answered since Monday.",
    )


class TakeBackForm(forms.Form):
    why = forms.ChoiceField(
        label="Why do you take it back?",
        choices=list(WHY_BACK.items()),
        widget=Radios(),
        error_messages={"required": "Choose why you take it back"},
    )


class BearForm(forms.Form):
    """`shown_pence` is what the page showed: another amount by now is looked at again."""

    shown_pence = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = reason(
        "Why does the council decide this?",
        "Enter why the council decides this",
        "Do not write about anybody’s health. Auditors read it.",
    )


class NoteForm(forms.Form):
    note = reason("How is it explained?", "Enter how it is explained", "Write ids, not names.")
