"""The sets of words a new council begins with, from the data file beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from search.synonyms import SameThing

FILE = Path(__file__).parent / "synonyms.toml"


@cache
def first_sets() -> tuple[SameThing, ...]:
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["set"]
    return tuple(
        SameThing(one["name"], tuple(one.get("typed") or one["words"]), tuple(one.get("look_for", ()))) for one in found
    )
