"""What was agreed with somebody whose support lost its registration."""

from django import forms


class TalkForm(forms.Form):
    words = forms.CharField(
        label="What did you agree?",
        help_text="For example who comes instead, or that they want to wait. They can read it.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what you agreed", "max_length": "Write at most 1,000 characters"},
    )
