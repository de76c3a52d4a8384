"""What the holder of a card says of it, and what staff say when they freeze one."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import phones
from accounts.card_wording import FREEZE_REASONS, KIND_HINTS, KIND_NAMES, UNFREEZE_REASONS
from accounts.forms.fields import MoneyField
from accounts.models import Card, Pot
from design.widgets import Radios

Ended = Card.Ended
MOST_PENCE = 1_000_000
CODE_HINT = (
    "When you pay online, the bank may send a code by text message. It goes to this phone and to nobody else’s, "
    "so it has to be your own mobile."
)


class MobileField(forms.CharField):
    """A mobile number of the UK however it is written; cleans to +447700900123."""

    default_error_messages = {"required": phones.HOW}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "govuk-input--width-20", "autocomplete": "tel", "inputmode": "tel", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs={**attrs, "type": "tel"}))
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        if text in self.empty_values:
            return ""
        try:
            return phones.mobile(text)
        except phones.NotAMobile as why:
            raise ValidationError(str(why), code="not_mobile") from why

    def prepare_value(self, value: Any) -> Any:
        return phones.in_words(value) if isinstance(value, str) else value


class PhoneForm(forms.Form):
    phone = MobileField(label="Your own mobile number", help_text=CODE_HINT)


class CardForm(PhoneForm):
    """Which card, which money first, and where the bank's code goes. `kinds` are those she has none of."""

    kind = forms.ChoiceField(label="Which card do you want?", error_messages={"required": "Choose which card you want"})
    pot = forms.ModelChoiceField(
        queryset=Pot.objects.none(),
        label="Which money should it spend first?",
        help_text="When that is used up, it goes on with your other money. It never spends what is set aside for "
        "emergencies.",
        widget=Radios(),
        empty_label=None,
        error_messages={"required": "Choose which money it should spend first"},
    )
    field_order = ("kind", "pot", "phone")

    def __init__(self, data: Any = None, *, kinds: Collection[str], pots: list[Pot], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["kind"].widget = Radios(hints={kind: KIND_HINTS[kind] for kind in kinds})
        self.fields["kind"].choices = [(kind, KIND_NAMES[kind]) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["pot"].queryset = Pot.objects.filter(pk__in=[pot.pk for pot in pots])  # type: ignore[attr-defined]
        self.fields["pot"].label_from_instance = lambda pot: pot.label  # type: ignore[attr-defined]
        if len(pots) == 1:
            self.fields["pot"].initial = pots[0].pk
            self.fields["pot"].widget = forms.HiddenInput()


class ArrivedForm(forms.Form):
    """The last four digits, read off the card: so that it is this card, and in her hand."""

    last4 = forms.CharField(
        label="The last 4 numbers on the card",
        help_text="The long number is on the front or the back. We need only the last 4.",
        max_length=10,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-4",
                "inputmode": "numeric",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Enter the last 4 numbers on the card"},
    )

    def __init__(self, data: Any = None, *, card: Card) -> None:
        super().__init__(data)
        self.card = card

    def clean_last4(self) -> str:
        typed = "".join(self.cleaned_data["last4"].split())
        if typed != self.card.last4:
            raise ValidationError("These are not the last 4 numbers of the card that we sent. Look at the card again")
        return typed


class GiveUpForm(forms.Form):
    """Lost, stolen or damaged. `kinds`: which new cards can be had in its place."""

    FREEZE, STOP = "freeze", "stop"
    ended = forms.ChoiceField(
        label="What has happened?",
        choices=[
            (Ended.LOST, "It is lost"),
            (Ended.STOLEN, "It was stolen, or somebody else has used it"),
            (Ended.DAMAGED, "It is damaged, or does not work"),
            (Ended.NOT_WANTED, "I do not want this card any more"),
        ],
        widget=Radios(),
        error_messages={"required": "Choose what has happened"},
    )
    then = forms.ChoiceField(
        label="What should we do?", widget=Radios(), error_messages={"required": "Choose what we should do"}
    )

    def __init__(self, data: Any = None, *, card: Card, kinds: Collection[str]) -> None:
        super().__init__(data)
        offers = dict(self.offers(card, kinds))
        hints = {
            self.FREEZE: "Nobody can pay with it until it is unfrozen. Choose this if it may turn up.",
            Card.Kind.PHYSICAL: "It comes by post.",
            Card.Kind.VIRTUAL: "To pay online or by telephone, at once.",
        }
        self.fields["then"].widget = Radios(hints={key: hint for key, hint in hints.items() if key in offers})
        self.fields["then"].choices = list(offers.items())  # type: ignore[attr-defined]
        if card.state == Card.State.POSTED:
            self.fields["ended"].choices = [  # type: ignore[attr-defined]
                (Ended.LOST, "It has not come by post"),
                (Ended.NOT_WANTED, "I do not want this card any more"),
            ]

    def offers(self, card: Card, kinds: Collection[str]) -> list[tuple[str, str]]:
        found = [(self.FREEZE, "Freeze it first, and look for it")] if card.state == Card.State.ACTIVE else []
        if Card.Kind.PHYSICAL in kinds:
            found.append((Card.Kind.PHYSICAL, "Stop it for good, and make a new plastic card"))
        if Card.Kind.VIRTUAL in kinds:
            found.append((Card.Kind.VIRTUAL, "Stop it for good, and make a new card for online and the telephone"))
        return [*found, (self.STOP, "Stop it for good. No new card")]

    def new_kind(self) -> Card.Kind | None:
        then = self.cleaned_data["then"]
        return None if then in (self.FREEZE, self.STOP) else Card.Kind(then)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("ended") == Ended.NOT_WANTED and given.get("then") in Card.Kind.values:
            self.add_error("then", "Choose “No new card”, or say what has happened to this one")
        return given


class LimitsForm(forms.Form):
    """Empty: no limit."""

    per_purchase = MoneyField(label="Most for one purchase", required=False, at_most=MOST_PENCE)
    per_week = MoneyField(label="Most in any 7 days", required=False, at_most=MOST_PENCE)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        one, week = given.get("per_purchase"), given.get("per_week")
        if one is not None and week is not None and one > week:
            self.add_error("per_purchase", "This cannot be more than the most in 7 days")
        return given


class FreezeForm(forms.Form):
    """Why named staff freeze a card: from a list, so that the record has no names in it."""

    reason = forms.ChoiceField(
        label="Why do you freeze it?",
        help_text="The person reads this, as it stands here, on the card’s page. We tell them in their way, too.",
        choices=list(FREEZE_REASONS.items()),
        widget=Radios(),
        error_messages={"required": "Choose why you freeze it"},
    )


class UnfreezeForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why does it work again?",
        help_text="The person reads this, as it stands here.",
        choices=list(UNFREEZE_REASONS.items()),
        widget=Radios(),
        error_messages={"required": "Choose why it works again"},
    )


class StopForCallerForm(GiveUpForm):
    """The same for somebody who calls: staff freeze on a page of its own."""

    FACTS = "I know the caller, or asked two things that we hold (like date of birth and postcode) and they were right"
    checked = forms.BooleanField(label=FACTS, error_messages={"required": "Check who is calling first"})
    field_order = ("checked", "ended", "then")

    def offers(self, card: Card, kinds: Collection[str]) -> list[tuple[str, str]]:
        return [offer for offer in super().offers(card, kinds) if offer[0] != self.FREEZE]
