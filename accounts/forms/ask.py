"""“Can I buy this?”: what, about how much and where, and what it is for: one thing after the other."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms.fields import MoneyField
from accounts.models import Pot
from design.widgets import Radios

STEPS: tuple[tuple[str, ...], ...] = (("what",), ("pounds", "shop"), ("pot",))
MOST_PENCE = 5_000_000


class AskForm(forms.Form):
    """The questions of the first `steps` steps: those that come later are not asked yet."""

    what = forms.CharField(
        label="What do you want to buy?",
        help_text="For example, a swimming pass for 3 months. You do not have to say anything about your health.",
        max_length=200,
        error_messages={
            "required": "Enter what you want to buy",
            "max_length": "Use 200 letters or fewer. You can say the rest when we talk",
        },
    )
    pounds = MoneyField(label="About how much is it?", help_text="A guess is fine.", at_most=MOST_PENCE)
    shop = forms.CharField(
        label="Where will you buy it, if you know?",
        max_length=120,
        required=False,
        error_messages={"max_length": "Use 120 letters or fewer"},
    )
    pot = forms.ChoiceField(
        label="What is it for?", widget=Radios(), error_messages={"required": "Choose what it is for"}
    )

    def __init__(self, data: Any = None, *, pots: Sequence[Pot], steps: int = len(STEPS), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.pots = {str(pot.pk): pot for pot in pots}
        self.fields["pot"].choices = [(key, pot.label) for key, pot in self.pots.items()]  # type: ignore[attr-defined]
        hints = {key: pot.outcome.description for key, pot in self.pots.items() if pot.outcome}
        self.fields["pot"].widget.hints = hints  # type: ignore[attr-defined]
        for names in STEPS[steps:]:
            for name in names:
                del self.fields[name]

    @property
    def chosen_pot(self) -> Pot:
        return self.pots[self.cleaned_data["pot"]]

    def first_wrong_step(self) -> int:
        """1 is the first."""
        return next(number for number, names in enumerate(STEPS, 1) if any(name in self.errors for name in names))
