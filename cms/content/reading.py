"""Reads the content files, with the council's own name and numbers put in."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def raw(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def names() -> list[str]:
    return sorted(path.name for path in (FOLDER / "pages").glob("*.toml"))


def parsed(name: str, words: Mapping[str, str]) -> dict[str, Any]:
    """A file as data. `{council}` and the like become the council's own; a name that is not known stays as it is."""
    text = raw(name)
    for key, value in words.items():
        text = text.replace("{" + key + "}", value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", ", "))
    return tomllib.loads(text)


def pages(words: Mapping[str, str]) -> list[dict[str, Any]]:
    return sorted((parsed(f"pages/{name}", words) for name in names()), key=lambda page: page["order"])


def site(words: Mapping[str, str]) -> dict[str, Any]:
    return parsed("site.toml", words)


def figures() -> list[dict[str, Any]]:
    """As written: name, label, value, year, source_title, source_url, checked_on (a date)."""
    found: list[dict[str, Any]] = tomllib.loads(raw("figures.toml"))["figure"]
    return found
