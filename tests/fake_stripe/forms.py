"""What is sent: form fields with brackets, unfolded and held against what a call takes.

A shape is a dict of names. A value is `str`, `int`, `bool`, a tuple of the words allowed, a dict, `[shape]` for a
list, or MAP for anybody's own pairs; `Must(...)` makes it required.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from tests.fake_stripe.errors import Refused

MAP = "map"
Shape = dict[str, Any]


@dataclass(frozen=True)
class Must:
    of: Any


def unfolded(text: str) -> dict[str, Any]:
    """{"line_items": {"0": {"quantity": "1"}}} of "line_items[0][quantity]=1"."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        inside = found
        *path, last = re.findall(r"[^\[\]]+", name)
        for step in path:
            inside = inside.setdefault(step, {})
        inside[last] = value
    return found


def checked(given: dict[str, Any], shape: Shape, within: str = "") -> dict[str, Any]:
    """The same with numbers as numbers and lists as lists, or Refused."""
    path = {name: f"{within}[{name}]" if within else name for name in {*given, *shape}}
    for name in given:
        if name not in shape:
            raise Refused(f"Received unknown parameter: {path[name]}", code="parameter_unknown", param=path[name])
    for name, wanted in shape.items():
        if isinstance(wanted, Must) and given.get(name, "") == "":
            raise Refused(f"Missing required param: {path[name]}.", code="parameter_missing", param=path[name])
    return {name: value_of(value, shape[name], path[name]) for name, value in given.items()}


def value_of(value: Any, wanted: Any, path: str) -> Any:
    wanted = wanted.of if isinstance(wanted, Must) else wanted
    if isinstance(wanted, dict):
        return checked(nested(value, path), wanted, path)
    if isinstance(wanted, list):
        return [value_of(nested(value, path)[index], wanted[0], f"{path}[{index}]") for index in sorted(value, key=int)]
    if wanted == MAP:
        return {name: value_of(each, str, path) for name, each in nested(value, path).items()}
    if not isinstance(value, str):
        raise Refused(f"Invalid string: {path}", param=path)
    return plain(value, wanted, path)


def nested(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused(f"Invalid object: {path}", code="parameter_invalid_empty", param=path)
    return value


def plain(value: str, wanted: Any, path: str) -> Any:
    if wanted is int:
        if not re.fullmatch(r"-?\d{1,15}", value):
            raise Refused(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
        return int(value)
    if wanted is bool:
        if value not in ("true", "false"):
            raise Refused(f"Invalid boolean: {value}", param=path)
        return value == "true"
    if isinstance(wanted, tuple) and value not in wanted:
        raise Refused(f"Invalid {path}: must be one of {', '.join(wanted)}", param=path)
    return value
