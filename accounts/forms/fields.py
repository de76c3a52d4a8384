"""Form fields of money."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import money
from design.formats import pounds
from design.widgets import MoneyInput


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
