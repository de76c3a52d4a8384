"""Widgets beyond Django's own. Give a width by `attrs={"class": "govuk-input--width-5"}`."""

from datetime import date
from typing import Any

from django import forms


class MoneyInput(forms.TextInput):
    """Pounds with a £ in front; `accounts.forms.fields.MoneyField` makes pence of it."""

    design_kind = "affix"
    prefix = "£"
    suffix = ""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(
            {"class": "govuk-input--width-5", "inputmode": "decimal", "spellcheck": "false", **(attrs or {})}
        )


class AffixInput(forms.TextInput):
    """A text box with words before or after it: `AffixInput(suffix="hours")`."""

    design_kind = "affix"

    def __init__(self, attrs: dict[str, Any] | None = None, *, prefix: str = "", suffix: str = ""):
        super().__init__({"class": "govuk-input--width-3", **(attrs or {})})
        self.prefix, self.suffix = prefix, suffix


PARTS = ("day", "month", "year")


class DateBoxes(forms.MultiWidget):
    """Three boxes: day, month, year. What was typed comes back as typed."""

    design_kind = "date"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None):
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {name: forms.TextInput() for name in PARTS}
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{part}") or "").strip() for part in ("day", "month", "year")]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_


class Radios(forms.RadioSelect):
    """Radios with a line under some labels: `Radios(hints={"weekly": "The same day each week"})`."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, hints: Any = None, inline: bool = False
    ):
        super().__init__(attrs, choices)
        self.hints, self.inline = hints or {}, inline


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a line under some labels; `small` for filters and staff pages."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, hints: Any = None, small: bool = False
    ):
        super().__init__(attrs, choices)
        self.hints, self.small = hints or {}, small
