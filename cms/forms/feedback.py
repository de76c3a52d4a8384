from django import forms

ANSWERS = [("yes", "Yes"), ("no", "No")]


class FeedbackForm(forms.Form):
    useful = forms.ChoiceField(
        label="Was this page useful?",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select yes if this page was useful",
            "invalid_choice": "Select yes if this page was useful",
        },
    )
    comment = forms.CharField(
        label="What should we know? (optional)",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Do not tell us your name, your health or your money here. We cannot answer these comments.",
        error_messages={"max_length": "Your comment must be 1,000 characters or less"},
    )
