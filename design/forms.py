"""Forms that several rooms ask alike."""

from typing import Any, ClassVar

from django import forms


class WhyNotForm(forms.Form):
    """An answer, and the reason where it is no. A subclass has the two fields, `answer` and the one named here."""

    no: ClassVar[str] = "no"
    why: ClassVar[str] = "reason"
    say_why: ClassVar[str]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("answer") == self.no and not given.get(self.why):
            self.add_error(self.why, self.say_why)
        return given
