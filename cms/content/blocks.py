"""From a content file's blocks to the raw form that Wagtail keeps."""

from collections.abc import Mapping
from typing import Any

from .writing import Find, rich

RICH = {
    "text": {"text"},
    "steps": {"text"},
    "callout": {"text"},
    "worked_example": {"text", "result"},
    "law_quote": {"meaning"},
    "contact": {"text"},
}  # which fields of a block, or of the items in its list, hold marked-up text


def stream(blocks: list[dict[str, Any]], find: Find, late: Mapping[str, str]) -> list[dict[str, Any]]:
    """`late`: words known only for one page, such as its review date."""
    return [
        {"type": block["type"], "value": value(block, RICH.get(block["type"], set()), find, late)} for block in blocks
    ]


def value(block: dict[str, Any], marked: set[str], find: Find, late: Mapping[str, str]) -> dict[str, Any]:
    def one(name: str, given: Any) -> Any:
        if isinstance(given, list):
            return [value(item, marked, find, late) for item in given]
        if isinstance(given, str):
            for key, word in late.items():
                given = given.replace("{" + key + "}", word)
        return rich(given, find) if name in marked else given

    return {name: one(name, given) for name, given in block.items() if name != "type"}
