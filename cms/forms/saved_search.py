from django import forms

from cms.models.saved_search import LONGEST_NAME

MOST_ASKED = 8_000  # characters of an address


class SaveForm(forms.Form):
    name = forms.CharField(
        label="Name of this search",
        max_length=LONGEST_NAME,
        help_text="Only you see it.",
        error_messages={
            "required": "Enter a name for this search",
            "max_length": f"The name must be {LONGEST_NAME} characters or less",
        },
    )
    asked = forms.CharField(max_length=MOST_ASKED, widget=forms.HiddenInput)
