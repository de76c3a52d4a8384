"""Figures named in text as `{figure:upper_capital_limit}`. Pure: what is named, and the text with something else there.

People type and paste: spaces, capitals and bold letters within the brackets are forgiven.
"""

import re
from collections.abc import Callable

MARK = re.compile(r"\{\s*figure\b([^{}]{0,200})\}", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
NAME = r"^[a-z][a-z0-9_]*\Z"
YEAR = re.compile(r"(\d{4}) to (\d{4})")


def names(text: str) -> list[str]:
    """Each once, in the order of the text."""
    return list(dict.fromkeys(map(_name, MARK.findall(text))))


def replaced(text: str, say: Callable[[str], str]) -> str:
    return MARK.sub(lambda found: say(_name(found[1])), text)


def written(name: str) -> str:
    return f"{{figure:{name}}}"


def first_year(words: str) -> int:
    """2026 of "2026 to 2027". ValueError where that is no tax year."""
    found = YEAR.fullmatch(words)
    if not found or int(found[2]) != int(found[1]) + 1:
        raise ValueError(f"“{words}” is not a tax year such as 2026 to 2027")
    return int(found[1])


def _name(inside: str) -> str:
    return "".join(TAG.sub("", inside).replace("&nbsp;", "").lower().split()).removeprefix(":")
