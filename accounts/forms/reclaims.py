"""Ask for money back because of one purchase; decide; give it back after an appeal."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.actions.reclaims import Claim, grounds_for
from accounts.forms.fields import MoneyField
from accounts.models import Pot, Reclaim
from accounts.models.asks import LONGEST
from accounts.queries.purchases import Bought
from design.widgets import Radios

HINTS = {
    Reclaim.Ground.MISUSE: "Not for something that you would have chosen otherwise, or that cost less elsewhere.",
    Reclaim.Ground.SELLER_REFUND: "The money is in the pot again, and was not meant to be.",
    Reclaim.Ground.FRAUD: "Somebody took or used the money by deceit. Tell safeguarding too.",
    Reclaim.Ground.MISDESCRIBED: "What was bought is not what was asked about.",
}


def words(label: str, missing: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class ProposeForm(forms.Form):
    ground = forms.ChoiceField(
        label="On which ground?", widget=Radios(hints=HINTS), error_messages={"required": "Choose the ground"}
    )
    pot = forms.ChoiceField(label="From which pot?", widget=Radios(), error_messages={"required": "Choose the pot"})
    pounds = MoneyField(label="How much?")
    why = words("Why should it come back?", "Enter why it should come back", "The person reads this as you write it.")
    not_asked = forms.BooleanField(label="I asked the person: it is not what they asked about", required=False)

    def __init__(self, data: Any = None, *, bought: Bought, maybe: Sequence[Any]) -> None:
        super().__init__(data, initial={"pounds": bought.paid_pence - bought.back_pence or bought.paid_pence})
        self.pots: dict[str, Pot] = {str(pot.pk): pot for pot, _ in bought.parts}
        self.fields["ground"].choices = grounds_for(bought)  # type: ignore[attr-defined]
        self.fields["pot"].choices = [(key, pot.label) for key, pot in self.pots.items()]  # type: ignore[attr-defined]
        if len(self.pots) == 1:
            self.fields["pot"].initial = next(iter(self.pots))
        if maybe:
            self.fields["not_asked"].help_text = f"{maybe[0].reference} may be about this purchase."
        else:
            del self.fields["not_asked"]

    def claim(self) -> Claim:
        given = self.cleaned_data
        return Claim(
            self.pots[given["pot"]], given["pounds"], given["ground"], given["why"], bool(given.get("not_asked"))
        )


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("take", "Take the money back"), ("leave", "Leave the money with the person")],
        widget=Radios(),
        error_messages={"required": "Choose what you decide"},
    )
    words = words("Why?", "Enter why you decide so", "The person reads this as you write it.")

    def __init__(self, data: Any = None, *, may_take: bool) -> None:
        super().__init__(data)
        if not may_take:
            self.fields["decision"].choices = [("leave", "Take the proposal back: the money stays")]  # type: ignore[attr-defined]


class GiveBackForm(forms.Form):
    words = words("Why is it given back?", "Enter why it is given back", "The person reads this as you write it.")
