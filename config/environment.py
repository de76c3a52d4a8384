"""Values from the environment that cannot be understood: kept here, so that `config.checks` explains them in words."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")
FAULTS: dict[str, str] = {}


def understood(name: str, read: Callable[[], Value], instead: Value) -> Value:
    """What `read()` makes of the setting, or `instead` and a fault under its name."""
    try:
        return read()
    except (ValueError, KeyError, ImproperlyConfigured) as why:
        FAULTS[name] = type(why).__name__  # never the value: addresses of databases and mail hold passwords
        return instead


def several(given: str) -> list[str]:
    """What stands between commas; spaces about them do not count."""
    return [each.strip() for each in given.split(",") if each.strip()]
