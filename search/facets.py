"""The groups people narrow a search by, with the names they see. Pure but for label functions that rooms may add."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from search import documents

REMEMBERED = 10.0  # seconds

Labels = Callable[[], Mapping[str, str]]

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


@dataclass(frozen=True)
class FacetGroup:
    """`labels` names values; one without a name is shown in its own words. `in_order` keeps their order."""

    name: str  # also the parameter in the address
    label: str
    labels: Labels = dict
    in_order: bool = False
    rank: int = 50  # where it stands among the groups: low is first


_groups: dict[str, FacetGroup] = {}
_more_labels: dict[str, list[Labels]] = {}
_remembered: dict[str, tuple[float, dict[str, str]]] = {}  # until when, and the names


def register(group: FacetGroup) -> None:
    """Add a group of filters; its name is an address parameter, so it is said once."""
    if group.name in _groups:
        raise ValueError(f"The facet group {group.name!r} is registered already")
    _groups[group.name] = group


def name_values(group: str, labels: Labels) -> None:
    """Let a room name the values it uses in a group that search already has."""
    _more_labels.setdefault(group, []).append(labels)


def groups() -> tuple[FacetGroup, ...]:
    return tuple(sorted(_groups.values(), key=lambda group: group.rank))


def labels(group: FacetGroup) -> dict[str, str]:
    """Every named value of a group, in order. A new name shows within seconds: rooms look theirs up in tables."""
    until, named = _remembered.get(group.name, (0.0, {}))
    if until < monotonic():
        named = dict(group.labels())
        for more in _more_labels.get(group.name, ()):
            named.update(more())
        _remembered[group.name] = (monotonic() + REMEMBERED, named)
    return named


def forget_labels() -> None:
    """Look names up anew next time."""
    _remembered.clear()


@lru_cache(maxsize=1_000)
def in_words(value: str) -> str:
    """A value nobody named, made readable: `hearing-loop` → `Hearing loop`."""
    words = value.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _kind_labels() -> dict[str, str]:
    return {kind.name: kind.label for kind in documents.kinds()}


register(FacetGroup("kind", "What", _kind_labels, in_order=True, rank=10))
register(FacetGroup("need", "Help with", rank=20))
register(FacetGroup("day", "When", lambda: DAYS, in_order=True, rank=30))
register(FacetGroup("cost", "Price", lambda: {"free": "Free"}, rank=35))  # made from the price
register(FacetGroup("for", "Who it is for", rank=40))
register(FacetGroup("access", "Access", rank=60))
register(FacetGroup("approved", "What was checked", lambda: {"approved": "Approved"}, in_order=True, rank=50))
