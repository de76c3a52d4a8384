"""Which of GOV.UK's patterns a field is drawn with."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

CHOICE_KINDS = {"radios", "checkboxes"}
KINDS: dict[str, Any] = {
    "checkboxes": forms.CheckboxSelectMultiple,  # first: Django makes it a kind of RadioSelect
    "radios": forms.RadioSelect,
    "checkbox": forms.CheckboxInput,
    "select": forms.Select,
    "textarea": forms.Textarea,
    "file": forms.FileInput,
    "password": forms.PasswordInput,
}


def kind(bound: BoundField) -> str:
    """A widget may say so itself: `design_kind`."""
    widget = bound.field.widget
    if hasattr(widget, "design_kind"):
        return widget.design_kind
    return next((name for name, types in KINDS.items() if isinstance(widget, types)), "input")
