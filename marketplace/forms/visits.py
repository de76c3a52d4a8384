"""What either side says about a visit."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms.fields import MoneyField
from design.fields import DateField, TimeField
from design.formats import pounds
from design.forms import WhyNotForm
from design.widgets import AffixInput, Radios
from marketplace import words
from marketplace.actions import visits
from marketplace.forms.booking import offer_lengths
from marketplace.models import Proposal, Query, Visit


class ReasonForm(forms.Form):
    """Why. What is typed is read by the other side, or by the council: the page says by whom."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=250,
        error_messages={
            "required": "Enter a reason",
            "max_length": "Write at most %(limit_value)d characters",
        },
    )

    def __init__(self, *args: Any, label: str, hint: str = "", required: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label, hint, required


class SideForm(ReasonForm):
    """The seller's side of a visit that is in question."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, label="What happened, as you saw it?", hint="Only the council reads this.", **kwargs)
        self.fields["reason"].error_messages["required"] = "Tell us what happened"


class ShownForm(forms.Form):
    """The price that was on the page when the button was pressed."""

    shown_pence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """Which record was on the page when the button was pressed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SecondYesForm(SeenForm, WhyNotForm):
    """Whether hours are right that nobody apart from the assistant could agree; if not, why."""

    say_why = "Enter what is not right"
    answer = forms.ChoiceField(
        label="Are these hours right?",
        choices=[("yes", "Yes, agree them"), ("no", "No, send them back")],
        widget=Radios(),
        error_messages={"required": "Choose yes or no"},
    )
    reason = forms.CharField(
        label="If no: what is not right?",
        help_text="The assistant reads this.",
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExtraForm(SeenForm):
    """Whether more time than agreed is paid."""

    def __init__(self, *args: Any, visit: Visit, proposal: Proposal, **kwargs: Any):
        super().__init__(*args, **kwargs)
        agreed = f"{words.length(visit.minutes)} as agreed, {pounds(visit.owed_pence)}"
        longer = f"{words.length(proposal.minutes)}, {pounds(proposal.price_pence)}"
        self.fields["extra"] = forms.ChoiceField(
            label="What should we pay?",
            choices=[("no", agreed), ("yes", longer)],
            widget=Radios,
            error_messages={"required": "Choose one"},
        )


class RecordForm(forms.Form):
    hours = forms.IntegerField(
        label="Hours",
        min_value=0,
        max_value=24,
        widget=AffixInput(suffix="hours", attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter the hours", "invalid": "Enter whole hours, like 2"},
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=0,
        max_value=59,
        widget=AffixInput(suffix="minutes", attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter the minutes, or 0", "invalid": "Enter minutes, like 30"},
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.visit = visit

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        now = timezone.now()
        if not self.errors and self.total() <= 0:
            self.add_error("hours", ValidationError("Enter how long the visit lasted", "zero"))
        elif not self.errors and visits.too_long(self.visit, self.total(), now):
            self.add_error("hours", ValidationError(visits.not_yet(self.visit, now), "not_yet"))
        return data

    def total(self) -> int:
        return int(self.cleaned_data["hours"] * 60 + self.cleaned_data["minutes"])


class RescheduleForm(forms.Form):
    on = DateField(label="What day?", help_text="For example, 27 3 2027")
    start = TimeField(label="What time should it start?", help_text="For example, 9:30am or 2pm")
    minutes = forms.TypedChoiceField(label="How long?", coerce=int)
    reason = forms.CharField(
        label="Do you want to say why? (optional)", required=False, max_length=250, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.visit = visit
        if visit.order.is_hourly:
            offer_lengths(self, visit.order.minimum_minutes)
        else:
            del self.fields["minutes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on") and data.get("start") and self.starts_at() <= timezone.now():
            self.add_error("on", ValidationError("The new time must be in the future", "past"))
        return data

    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["start"]))

    def length(self) -> int:
        return int(self.cleaned_data.get("minutes", self.visit.minutes))


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="Does the new time suit you?",
        choices=[("yes", "Yes, move the visit"), ("no", "No, keep it as it is")],
        widget=Radios,
        error_messages={"required": "Choose yes or no"},
    )


class MissedForm(forms.Form):
    answer = forms.ChoiceField(
        label="Was somebody there?",
        choices=[("no", "No, nobody came"), ("yes", "Yes, somebody was there")],
        widget=Radios(hints={"no": "The money goes back now.", "yes": "Somebody at the council will look at it."}),
        error_messages={"required": "Choose yes or no"},
    )
    reason = forms.CharField(
        label="If somebody was there, tell us what happened",
        help_text="Only the council reads this.",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "yes" and not data.get("reason"):
            self.add_error("reason", ValidationError("Tell us what happened", "required"))
        return data


class PenceForm(forms.Form):
    """An amount up to a limit, typed in pounds."""

    pounds = MoneyField()

    def __init__(self, *args: Any, most: int, label: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.most = most
        field = cast(MoneyField, self.fields["pounds"])
        field.label, field.help_text, field.at_most = label, f"Up to {pounds(most)}.", most

    @property
    def pence(self) -> int:
        return int(self.cleaned_data["pounds"])


class RefundForm(PenceForm):
    """`version` is the visit's on that page: the same button sent twice gives back once."""

    reason = forms.CharField(
        label="Why are you giving it back?", max_length=250, error_messages={"required": "Enter a reason"}
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class DecisionForm(PenceForm):
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[choice for choice in Query.Decision.choices if choice[0] in ("pay", "part", "refund")],
        widget=Radios,
        error_messages={"required": "Choose what you decide"},
    )
    explanation = forms.CharField(
        label="Why? Both sides read this",
        help_text="Say what you looked at. Do not repeat what one side told only us. Leave out anything about health.",
        max_length=500,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Enter why you decided this"},
    )
    field_order = ["decision", "pounds", "explanation"]

    def __init__(self, *args: Any, most: int, **kwargs: Any):
        super().__init__(*args, most=most, label="If part of it: how much does the seller get?", **kwargs)
        self.fields["pounds"].required = False
        self.fields["pounds"].help_text = f"More than nothing and less than {pounds(most)}."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == Query.Decision.PART and "pounds" not in self.errors:
            amount = data.get("pounds")
            if amount is None or not 0 < amount < self.most:
                words_ = f"Enter an amount more than nothing and less than {pounds(self.most)}"
                self.add_error("pounds", ValidationError(words_, "range"))
        return data

    @property
    def part_pence(self) -> int | None:
        return self.pence if self.cleaned_data.get("pounds") is not None else None
