""" "This is for my plan", and a practitioner's answer to it."""

from typing import Any

from django import forms

from accounts.forms.fields import MoneyField
from accounts.models import PurchaseReview
from design.formats import pounds_short
from design.widgets import Checkboxes, Radios

Answer = PurchaseReview.Answer
END_RULE, ALLOW = "end_rule", "allow"


class ForPlanForm(forms.Form):
    """`once` is how much could be allowed, in pence: then it asks whether to. Else the answer is waited for."""

    words = forms.CharField(
        label="Why is it for the plan?",
        help_text="In your own words. A practitioner reads it. Whoever can see this payment can read it too.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Enter why it is for the plan",
            "max_length": "Use 1,000 letters or fewer",
        },
    )
    allow = forms.ChoiceField(
        label="Do you want to pay there before we have answered?",
        widget=Radios(),
        error_messages={"required": "Choose if you want to pay there before we have answered"},
    )

    def __init__(self, data: Any = None, *, once: int = 0, shop: str = "", days: int = 7) -> None:
        super().__init__(data)
        if not once:
            del self.fields["allow"]
            return
        yes = f"Yes. Allow {shop} once, up to {pounds_short(once)}, in the next {days} days"
        self.fields["allow"].choices = [("yes", yes), ("no", "No. I wait for the answer")]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["words"], "allow": self.cleaned_data.get("allow") == "yes"}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="Does it fit the plan?",
        choices=Answer.choices,
        widget=Radios(),
        error_messages={"required": "Choose if it fits the plan"},
    )
    words = forms.CharField(
        label="Your answer to them",
        help_text="Short sentences and plain words: they read exactly this. If it does not fit, say what would.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your answer to them", "max_length": "Use 1,000 letters or fewer"},
    )
    also = forms.MultipleChoiceField(label="If it fits, do you also want to", required=False, widget=Checkboxes())
    pounds = MoneyField(label="Allow how much, if you allow it once more", required=False, at_most=1_000_000)

    def __init__(self, data: Any = None, *, may_end: bool, may_allow: bool) -> None:
        super().__init__(data)
        choices = [(END_RULE, "End the line of the plan that refused it")] if may_end else []
        choices += [(ALLOW, "Allow this shop once more")] if may_allow else []
        self.fields["also"].choices = choices  # type: ignore[attr-defined]
        for name, there in (("also", bool(choices)), ("pounds", may_allow)):
            if not there:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        also = given.get("also") or []
        if given.get("answer") == Answer.DOES_NOT_FIT and also:
            self.add_error("also", "What does not fit is not allowed. Take the tick away")
        if ALLOW in also and not given.get("pounds") and "pounds" not in self.errors:
            self.add_error("pounds", "Enter how much to allow")
        if given.get("pounds") and ALLOW not in also and "also" not in self.errors:
            self.add_error("also", "Tick “Allow this shop once more”, or leave the amount empty")
        return given

    def given(self) -> dict[str, Any]:
        clean = self.cleaned_data
        return {
            "answer": clean["answer"],
            "words": clean["words"],
            "end_rule": END_RULE in (clean.get("also") or []),
            "allow_pence": clean.get("pounds") or None,
        }
