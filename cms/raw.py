"""The body of a page as it is kept, walked without building its blocks: quick enough to read every page. Pure."""

from collections.abc import Iterator
from typing import Any


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in blocks, lists and fields, with the name of the field it stands in."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inside in value.items():
            if name not in ("type", "id"):
                yield from strings(inside, key if name == "value" else name)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from strings(inside, key)


def texts(stream: Any) -> Iterator[str]:
    """Of a StreamField's value."""
    for child in stream.raw_data:
        for _, text in strings(child):
            yield text
