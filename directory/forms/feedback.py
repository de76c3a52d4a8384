"""Saying how it was, the organisation's reply, and what a moderator answers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from design.widgets import Radios
from directory import feedback_rules as rules
from directory.actions.feedback import Said
from directory.actions.feedback_moderation import as_sent
from directory.feedback_rules import Knows, Named
from directory.forms.moderation import ReasonsForm
from directory.models import FeedbackReply, OrganisationFeedback, Service
from directory.models.feedback import MOST, choices

SAYS = "Say what was good, or what could be better"
WITH_MARKS = MOST + 500  # a mark is longer than a short name


class Words(forms.CharField):
    """A browser counts the end of a line as one letter and sends two."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def box(label: str, help_text: str = "", *, required: str = "", rows: int = 4, most: int = MOST) -> forms.CharField:
    return Words(
        label=label,
        help_text=help_text,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=most,
        error_messages={"required": required, "max_length": f"Write at most {most:,} letters"},
    )


class FeedbackForm(forms.Form):
    service = forms.ChoiceField(
        label="Which service was it? (optional)",
        required=False,
        error_messages={"invalid_choice": "Choose a service from the list"},
    )
    good = box("What was good? (optional)", "For example, “They came on time, and told me when they were late”.")
    better = box("What could be better? (optional)", "For example, “Nobody answers the telephone at weekends”.")
    knows = forms.ChoiceField(
        label="How do you know it?",
        choices=choices(Knows),
        widget=Radios,
        error_messages={"required": "Choose how you know it"},
    )
    named = forms.ChoiceField(
        label="How shall we name you?",
        help_text="Whoever works there may know who you are from what you write.",
        choices=choices(Named),
        widget=Radios(hints={Named.CARER.value: "If you care for somebody who uses it"}),
        error_messages={"required": "Choose how we name you"},
    )
    agreed = forms.BooleanField(
        label="I agree that everybody can read this on the council’s website",
        help_text="You can take it down at any time.",
        error_messages={"required": "Say that you agree, or we cannot show it"},
    )

    def __init__(self, data: Any = None, *, services: Sequence[Service], first_name: str, **more: Any) -> None:
        super().__init__(data, **more)
        self.services = {str(one.pk): one for one in services}
        offered: Any = self.fields["service"]
        offered.choices = [("", "No service in particular"), *((key, one.name) for key, one in self.services.items())]
        names: Any = self.fields["named"]
        labels = dict(choices(Named)) | {Named.FIRST_NAME.value: f"By my first name, {first_name}"}
        names.choices = list(labels.items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        written = [given[name] for name in ("good", "better") if name in given]
        if len(written) == 2 and rules.leaves_nothing(*written):
            self.add_error("good", SAYS)
        if given.get("named") and given.get("knows") and not rules.fits(given["named"], given["knows"]):
            self.add_error("named", "Choose “a carer” only if you care for somebody who uses it")
        return given

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            good=given["good"],
            better=given["better"],
            knows=given["knows"],
            named=given["named"],
            service=self.services.get(given["service"]),
        )

    def rows(self, first_name: str) -> list[dict[str, Any]]:
        said = self.said()
        return [
            {"key": "Service", "value": said.service.name if said.service else "No service in particular"},
            {"key": "What was good", "value": said.good or "Nothing said"},
            {"key": "What could be better", "value": said.better or "Nothing said"},
            {"key": "How you are named", "value": rules.by_line(said.named, said.knows, first_name)},
        ]


def as_written(feedback: OrganisationFeedback) -> dict[str, Any]:
    """To change it: all but her yes, which is asked anew."""
    fields = ("good", "better", "knows", "named")
    return {name: getattr(feedback, name) for name in fields} | {"service": str(feedback.service_id or "")}


class ReplyForm(forms.Form):
    words = box(
        "Your reply",
        "Everybody reads it. Do not say who wrote, whom you support, or anything about somebody’s health.",
        required="Write your reply",
        rows=6,
    )


class LookAgainForm(forms.Form):
    words = box(
        "Why should we look at it again?",
        "For example, it names somebody, it is about another organisation, or it says something that did not happen.",
        required="Say why we should look at it again",
        rows=5,
    )


class ShowForm(forms.Form):
    """What will be shown, in which a moderator takes words out."""

    sent = forms.CharField(required=False, widget=forms.HiddenInput)
    good = box("What was good, as people will read it", rows=5, most=WITH_MARKS)
    better = box("What could be better, as people will read it", rows=5, most=WITH_MARKS)

    def __init__(self, data: Any = None, *, feedback: OrganisationFeedback) -> None:
        given = {"sent": as_sent(feedback), "good": feedback.good, "better": feedback.better}
        super().__init__(data, initial=given)
        self.feedback = feedback
        for name in ("good", "better"):
            if not given[name]:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("good", "better"):
            if name in given and not rules.only_takes_out(getattr(self.feedback, name), given[name]):
                self.add_error(name, f"Take words out, with “{rules.TAKEN_OUT}” in their place, and add none")
        if not self.errors and rules.leaves_nothing(*self.shown().values()):
            raise forms.ValidationError("Nothing would be left. Send it back instead, and say why.")
        return given

    def shown(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("good", "better")}


class OfSentForm(ReasonsForm):
    """Why not, and a print of what she looked at."""

    sent = forms.CharField(required=False, widget=forms.HiddenInput)


class ShowReplyForm(forms.Form):
    sent = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, reply: FeedbackReply) -> None:
        super().__init__(data, initial={"sent": as_sent(reply)})
