"""What the address of a results page says, and addresses that say a little more or less.

Everything is read kindly: what makes no sense falls back to what most people want, and nothing long is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from urllib.parse import urlencode

from django.http import QueryDict

from search import documents, facets
from search.places import Near
from search.query import MOST_VALUES, SORTS, Query
from search.windows import Window, window

DISTANCES = (1, 2, 5, 10, 20, 50)
USUAL_MILES = 10.0
FARTHEST = 500.0
ANY_DISTANCE = "any"
KIND = "kind"
FREE_ON, FREE_FROM, FREE_TO = "free_on", "free_from", "free_to"
LONGEST_TEXT = 500
LONGEST_NEAR = 80
LONGEST_VALUE = 100
SWITCHED_ON = ("1", "true")


@dataclass(frozen=True)
class Asked:
    """`miles` None is any distance; it counts only with a place."""

    text: str = ""
    near: str = ""
    miles: float | None = USUAL_MILES
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    window: Window | None = None  # only who has room then
    exact: bool = False  # the words as they were typed: nothing is corrected
    anywhere: bool = False  # a place in the words is not taken out of them

    @property
    def distance(self) -> str:
        """As the address says it: "5", "2.5", "any"."""
        return ANY_DISTANCE if self.miles is None else f"{self.miles:g}"

    @property
    def has_choices(self) -> bool:
        return self.window is not None or any(self.facets.values())

    def toggled(self, group: str, value: str) -> Asked:
        """With this filter put on, or taken off when it is on. Back to the first page."""
        chosen = self.facets.get(group, ())
        changed = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        return replace(self, facets={**self.facets, group: changed}, page=1)

    def changed(self, **changes: object) -> Asked:
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type] # names are checked by replace

    def placeless(self) -> Asked:
        """Without what makes sense only with a place."""
        return replace(self, miles=USUAL_MILES, sort="relevance" if self.sort == "distance" else self.sort)

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters, without those that say the usual."""
        pairs = [("q", self.text), ("near", self.near)]
        if (self.near or self.text) and self.miles != USUAL_MILES:  # a place may be in the words
            pairs.append(("distance", self.distance))
        pairs += [(group, value) for group, values in self.facets.items() for value in values]
        pairs += self._window()
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.exact:
            pairs.append(("exact", "1"))
        if self.anywhere:
            pairs.append(("anywhere", "1"))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return [(name, value) for name, value in pairs if value]

    def _window(self) -> list[tuple[str, str]]:
        asked = self.window
        if asked is None:
            return []
        times = [(FREE_FROM, asked.starts), (FREE_TO, asked.ends)]
        return [(FREE_ON, asked.day), *((name, f"{at:%H:%M}") for name, at in times if at)]

    @property
    def address(self) -> str:
        return f"?{urlencode(self.pairs())}"

    def query_dict(self) -> QueryDict:
        return QueryDict(urlencode(self.pairs()))


def read(get: QueryDict) -> Asked:
    sort = get.get("sort", "")
    return Asked(
        text=clean(get.get("q", ""), LONGEST_TEXT),
        near=clean(get.get("near", ""), LONGEST_NEAR),
        miles=_miles(get.get("distance", "")),
        facets=_choices(get),
        sort=sort if sort in SORTS else "relevance",
        page=_page(get.get("page", "")),
        window=window(*(get.get(name, "") for name in (FREE_ON, FREE_FROM, FREE_TO))),
        exact=get.get("exact") in SWITCHED_ON,
        anywhere=get.get("anywhere") in SWITCHED_ON,
    )


def query(
    asked: Asked,
    near: Near | None,
    *,
    kinds: tuple[str, ...] = (),
    fixed: Mapping[str, tuple[str, ...]] | None = None,
) -> Query:
    """What an address asks of search. `kinds` and `fixed` always hold, whatever the address says.

    What stands aside (`Kind.aside`) is looked at only where somebody chooses it: a service and the offer of the same
    service are one thing to people, and one result.
    """
    looked_at = [kind for kind in documents.kinds() if not kinds or kind.name in kinds]
    everyday = tuple(kind.name for kind in looked_at if not kind.aside)
    return Query(
        text=asked.text,
        near=near,
        miles=asked.miles,
        kinds=kinds,
        facets={**asked.facets, **(fixed or {})},
        everyday=everyday if len(everyday) < len(looked_at) else (),
        sort=asked.sort,
        page=asked.page,
        window=asked.window,
    )


def clean(text: str, longest: int) -> str:
    """One line, without characters nobody can see."""
    seen = "".join(mark if mark.isprintable() else " " for mark in text[: longest * 2])
    return " ".join(seen.split())[:longest]


def _choices(get: QueryDict) -> dict[str, tuple[str, ...]]:
    """By group, and not more in all than are looked at."""
    left, chosen = MOST_VALUES, {}
    for name in (group.name for group in facets.groups() if group.name in get):
        values = [clean(value, LONGEST_VALUE) for value in get.getlist(name)[:left]]
        chosen[name] = tuple(dict.fromkeys(value for value in values if value))
        left -= len(values)
    return chosen


def _miles(text: str) -> float | None:
    if text == ANY_DISTANCE:
        return None
    try:
        miles = float(text[:20])
    except ValueError:
        return USUAL_MILES
    return min(miles, FARTHEST) if isfinite(miles) and miles > 0 else USUAL_MILES


def _page(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) <= 9 else 1 if not text.isdecimal() else 10**9
