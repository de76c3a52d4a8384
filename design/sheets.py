"""Words in a spreadsheet: what would be run as a formula is told apart."""

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: Any) -> str:
    """A cell of words, with an apostrophe before what would be run as a formula. A number is none: a longitude west of
    Greenwich stays one."""
    if isinstance(text, int | float):
        return str(text)
    words = "" if text is None else str(text)
    return f"'{words}" if words.lstrip().startswith(FORMULA) or words.startswith(FORMULA) else words
