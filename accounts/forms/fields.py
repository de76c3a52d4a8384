"""Form fields of money and of people."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone

from accounts import money
from design.fields import DateField
from design.formats import pounds
from design.widgets import AffixInput, MoneyInput


class MoneyField(forms.Field):
    """An amount of money: a box with a £ in front; cleans to whole pence."""

    widget = MoneyInput
    default_error_messages = {"required": "Enter an amount of money, like 12.50"}

    def __init__(self, *, at_least: int = 1, at_most: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.at_least, self.at_most = at_least, at_most

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return money.parse(str(value))
        except money.NotMoney as why:
            raise ValidationError(str(why), code="not_money") from why

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.at_least:
            raise ValidationError(f"Enter {pounds(self.at_least)} or more", code="too_little")
        if self.at_most is not None and value > self.at_most:
            raise ValidationError(f"Enter {pounds(self.at_most)} or less", code="too_much")

    def prepare_value(self, value: Any) -> Any:
        return money.text(value) if isinstance(value, int) else value


class UnitField(forms.Field):
    """A number in a short box with its unit behind it, which may be typed too: "4%", "10 hours". Above a field of
    Django's, which reads the number; `ask` is said where there is none."""

    def __init__(self, *, unit: str, ask: str, errors: dict[str, str], inputmode: str = "decimal", **kwargs: Any):
        self.unit = unit
        box = AffixInput(suffix=unit, attrs={"inputmode": inputmode, "spellcheck": "false"})
        super().__init__(widget=box, error_messages={"required": ask, "invalid": ask} | errors, **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = "" if value is None else str(value).strip().lower()
        if "e" in (number := typed.removesuffix(self.unit).removesuffix(self.unit.removesuffix("s")).strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")  # 1e9 is nothing that people write
        return super().to_python(number)


class NumberField(UnitField, forms.IntegerField):
    """A whole number."""

    def __init__(self, *, ask: str, least: int, most: int, **kwargs: Any) -> None:
        errors = {
            "invalid": f"{ask}, as a whole number",
            "min_value": f"Enter {least} or more",
            "max_value": f"Enter {most} or fewer",
        }
        super().__init__(ask=ask, errors=errors, inputmode="numeric", min_value=least, max_value=most, **kwargs)


class BirthDateField(DateField):
    """A date of birth. The year has four numbers: 48 might be 1948 or 2048."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, list | tuple) and all(value) and len(value[2]) != 4:
            raise ValidationError("The year must have 4 numbers, like 1948", code="year")
        born = super().to_python(value)
        if born and not date(1900, 1, 1) <= born <= timezone.localdate():
            raise ValidationError("Enter a date of birth from 1900 to today", code="unreal")
        return born


class ReferenceField(forms.CharField):
    """A number of the council's case system: las-204418 becomes LAS-204418."""

    default_error_messages = {"required": "Enter the case reference"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}))
        super().__init__(max_length=40, **kwargs)
        self.validators.append(RegexValidator(r"^[A-Z0-9/-]*$", "Use only letters, numbers, dashes and slashes"))

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value)).upper().split())
