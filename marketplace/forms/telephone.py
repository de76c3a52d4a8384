"""Which two facts a caller was asked, and answered as we have them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from design.widgets import Checkboxes
from marketplace.actions.telephone import TWO_FACTS
from marketplace.models import Fact


class IdentityForm(forms.Form):
    facts = forms.MultipleChoiceField(
        label="Which two did they answer rightly?",
        help_text="Ask, and let them say it. Do not read out what we have.",
        error_messages={"required": TWO_FACTS, "invalid_choice": TWO_FACTS},
    )

    def __init__(self, *args: Any, held: dict[str, str], **kwargs: Any):
        """`held` is what we have: fact, and the value beside it."""
        super().__init__(*args, **kwargs)
        field = self.fields["facts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 (for the type checker)
        field.choices = [(fact, Fact(fact).label) for fact in held]
        field.widget = Checkboxes(hints={fact: f"We have: {value}" for fact, value in held.items()})
        field.widget.choices = field.choices

    def clean_facts(self) -> tuple[str, str]:
        chosen = self.cleaned_data["facts"]
        if len(set(chosen)) != 2:
            raise ValidationError(TWO_FACTS, "two")
        return chosen[0], chosen[1]
