"""A page on which there is nothing to fill in: only to agree."""

from django import forms


class AgreeForm(forms.Form):
    """Pressing the button is all."""
