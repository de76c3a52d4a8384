"""What an owner says about a thing that can be found. Owners describe; search never asks them for anything else.

A room registers a `Kind` in its `AppConfig.ready()` and hands a `Document` to `search.index.put` in the transaction in
which it changes the thing. Everything in a document is public: nothing here may depend on who is looking.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

Ref = str
PLAIN_CARD = "search/_result.html"


@dataclass(frozen=True)
class Place:
    """Somewhere the thing can be had. For a personal assistant this is the centre of an area, never a home."""

    lat: float
    lon: float
    label: str = ""


class Opening(NamedTuple):
    """One stretch of the week: 1 is Monday. Past midnight means `closes` is earlier than `opens`."""

    weekday: int
    opens: str  # "09:00"
    closes: str  # "17:00"


@dataclass(frozen=True)
class Document:
    """One findable thing. Dates are whole days and inclusive: the last day still counts.

    `kind` and `ref` together are its name for ever. `facets` holds values by group ("need", "day", "for", "access",
    "approved", or a group of your own in `search.facets`); the group `kind` is made from `kind`, the value
    "free" of the group `cost` from the price, and "approved" of the group `approved` from `approved_until`, so that a
    lapse at midnight needs no one to act.
    `anywhere` is for what has no place: by phone, online, the whole county. It is never lost by a distance.
    `price_unit` is in words ("an hour"). `extra` is JSON for the result card: `search/_result.html` reads
    `approval` (in words), `note` (a sentence to know before the click), `about` (short words after the distance),
    `reach` (how it is had where it has no place: "By phone"), `person` (a name to draw initials for) and `tags` (a list
    of [text, tone]); a kind with a card of its own may put what it likes there.
    """

    kind: str
    ref: Ref
    title: str
    url: str
    summary: str = ""
    body: str = ""
    keywords: str = ""
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    anywhere: bool = False
    price_pence: int | None = None
    price_unit: str = ""
    approved_until: date | None = None
    confirmed_on: date | None = None
    visible_from: date | None = None
    visible_until: date | None = None
    hours: tuple[tuple[int, str, str], ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if "kind" in self.facets:
            raise ValueError("Leave the group `kind` out of facets: it is made from the document's kind")
        if "approved" in self.facets.get("approved", ()):
            raise ValueError("Set approved_until instead of the value `approved`: it lapses by itself")


Load = Callable[[Collection[Ref] | None], Iterable[Document]]


@dataclass(frozen=True)
class Kind:
    """A sort of document. `load` makes documents afresh from the owner's tables: all public ones, or those named."""

    name: str
    label: str  # "Personal assistants", as a filter says it
    load: Load
    plural: str = ""  # "personal assistants", in a sentence
    template: str = PLAIN_CARD
    rank: int = 50  # where it stands among the sorts of things: low is first
    aside: bool = False  # offers of what is found itself: looked at only where somebody chooses this kind

    @property
    def in_sentence(self) -> str:
        return self.plural or self.label.lower()


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a sort of document; two rooms may not share a name."""
    if kind.name in _kinds:
        raise ValueError(f"The kind {kind.name!r} is registered already")
    _kinds[kind.name] = kind


Say = Callable[[Collection[Ref]], Mapping[Ref, Mapping[str, Any]]]
_say: dict[str, list[Say]] = {}


def also_say(kind: str, say: Say) -> None:
    """Let a higher room add to the cards of a kind, as things stand when a page is made; asked once for a page.

    A card knows `book` and `book_words`: where it can be booked. Nothing said here moves a result.
    """
    _say.setdefault(kind, []).append(say)


def said_of(kind: str, refs: Collection[Ref]) -> Mapping[Ref, Mapping[str, Any]]:
    said: dict[Ref, dict[str, Any]] = {}
    for say in _say.get(kind, ()):
        for ref, more in say(refs).items():
            said.setdefault(ref, {}).update(more)
    return said


def kinds() -> tuple[Kind, ...]:
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.rank))


def kind(name: str) -> Kind | None:
    return _kinds.get(name)


def named(name: str) -> Kind:
    """One that must be there."""
    return _kinds[name]
