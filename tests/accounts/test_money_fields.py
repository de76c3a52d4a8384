"""Every box for money in the project reads what is typed in one way: accounts.money, by way of MoneyField."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms

from accounts import money
from accounts.forms.fields import MoneyField
from design.widgets import AffixInput, MoneyInput

ROOMS = ("accounts", "cms", "directory", "marketplace", "search")


def classes() -> set[type[forms.BaseForm]]:
    """Every form that a room has, wherever it is written."""
    for room in ROOMS:
        package = import_module(f"{room}.forms")
        for module in walk_packages(package.__path__, f"{room}.forms."):
            import_module(module.name)
    return {form for form in below(forms.BaseForm) if form.__module__.split(".")[0] in ROOMS}


def below(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from below(child)


def says_another_unit(field: forms.Field) -> bool:
    """Behind the box, for all to read."""
    return isinstance(field.widget, AffixInput) and field.widget.suffix in ("hours", "%")


def money_boxes() -> list[tuple[str, forms.Field]]:
    fields = [(form, name, field) for form in classes() for name, field in getattr(form, "base_fields", {}).items()]
    return sorted(
        (f"{form.__module__}.{form.__name__}.{name}", field)
        for form, name, field in fields
        if (isinstance(field, forms.DecimalField | forms.FloatField) and not says_another_unit(field))
        or isinstance(field.widget, MoneyInput)
        or name in ("pounds", "pence", "amount", "price")
    )


BOXES = money_boxes()


def test_there_are_some():
    assert {name.rsplit(".", 2)[-2] for name, _ in BOXES} >= {"DecisionForm", "RefundForm", "TopUpForm"}


@pytest.mark.parametrize(("name", "field"), BOXES, ids=[name for name, _ in BOXES])
def test_each_is_the_one_money_field(name, field):
    assert isinstance(field, MoneyField)
    assert field.to_python("£12.50") == 1250
    for typed in ("1e1", "1E1", "0x10", "1_0", "ten", "12.505", "-1", "nan", "Infinity"):
        with pytest.raises(forms.ValidationError) as said:
            field.to_python(typed)
        with pytest.raises(money.NotMoney) as why:
            money.parse(typed)
        assert said.value.messages == [str(why.value)]
