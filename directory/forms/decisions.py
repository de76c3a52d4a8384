"""Two people approve: what the first writes, and what the second answers."""

from django import forms

from design.forms import WhyNotForm
from design.widgets import Radios


class ProposeForm(forms.Form):
    reason = forms.CharField(
        label="Why should this be approved?",
        help_text="Another approver reads this and decides. Whoever applied can ask to read it.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": "Write why this should be approved"},
    )
    conditions = forms.CharField(
        label="Conditions (optional)",
        help_text="People read these on the passport: “Not with a hoist until retrained”",
        max_length=250,
        required=False,
    )


class SecondForm(WhyNotForm):
    no, say_why = "send_back", "Write why you send it back"
    answer = forms.ChoiceField(
        label="What do you decide?",
        choices=[("approve", "Approve it"), ("send_back", "Send it back")],
        widget=Radios,
        error_messages={"required": "Choose what you decide"},
    )
    reason = forms.CharField(
        label="Why? (optional where you approve)",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )
