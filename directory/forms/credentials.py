"""A signed passport that somebody was shown."""

from django import forms


class CredentialForm(forms.Form):
    credential = forms.CharField(
        label="The text of the passport",
        help_text="What stands in the file, or behind the # of the QR code. It is long and has two dots in it.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        max_length=8000,
        error_messages={"required": "Paste the text of the passport"},
    )
