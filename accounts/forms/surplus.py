"""Money that was not spent: propose, say what one thinks, decide, answer an appeal."""

from typing import Any

from django import forms

from accounts.forms.fields import MoneyField
from accounts.forms.reclaims import words
from accounts.models import SurplusProposal
from design.formats import pounds
from design.widgets import Radios

READS = "The person reads this as you write it."


class ProposeForm(forms.Form):
    pounds = MoneyField(label="How much?", help_text="It can be less than all of it.")
    why = words("Why should it come back?", "Enter why it should come back", READS)

    def __init__(self, data: Any = None, *, most: int) -> None:
        super().__init__(data, initial={"pounds": most})
        self.fields["pounds"].at_most = most  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """One box. `label` asks for what is to be written, and so does the error."""

    words = words("", "")

    def __init__(self, data: Any = None, *, label: str, missing: str, help_text: str = READS, **more: Any) -> None:
        super().__init__(data, **more)
        box = self.fields["words"]
        box.label, box.help_text, box.error_messages["required"] = label, help_text, missing


class DecideForm(forms.Form):
    """Of what was proposed (or, of an appeal, decided): all, less, or nothing. Nothing alone where `may_take` is not
    given."""

    decision = forms.ChoiceField(
        label="What do you decide?", widget=Radios(), error_messages={"required": "Choose what you decide"}
    )
    pounds = MoneyField(label="If less: how much?", required=False)
    words = words("Why?", "Enter why you decide so", READS)

    def __init__(self, data: Any = None, *, proposal: SurplusProposal, may_take: bool = True) -> None:
        super().__init__(data)
        self.all_pence = proposal.due_pence
        take = [("all", f"Take {pounds(self.all_pence)} back"), ("some", "Take less back")] if may_take else []
        self.fields["decision"].choices = [*take, ("none", "The money stays with the person")]  # type: ignore[attr-defined]
        self.fields["pounds"].at_most = self.all_pence  # type: ignore[attr-defined]
        if not may_take:
            del self.fields["pounds"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("decision") == "some" and not given.get("pounds") and "pounds" not in self.errors:
            self.add_error("pounds", "Enter how much to take back, like 12.50")
        return given

    def pence(self) -> int:
        decision: str = self.cleaned_data["decision"]
        return {"all": self.all_pence, "some": self.cleaned_data.get("pounds") or 0, "none": 0}[decision]
