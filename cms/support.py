"""Support that an advice page can offer. Rooms that know of some register a function; with none, pages show none.

support.register("directory", fn)      fn(Wanted) -> Offer | None
"""

from collections.abc import Callable
from dataclasses import dataclass

from design.registry import Registry


@dataclass(frozen=True)
class Wanted:
    words: str
    kind: str = "any"  # any | service | personal_assistant
    limit: int = 3


@dataclass(frozen=True)
class Found:
    title: str
    url: str
    text: str = ""  # one line: where it is, what it costs, approved until when


@dataclass(frozen=True)
class Offer:
    """What one room found: a few of them, how many in all, and the address of the whole list."""

    found: tuple[Found, ...]
    total: int
    label: str  # "See all 12 personal assistants"
    url: str


_rooms: Registry[Callable[[Wanted], Offer | None]] = Registry("support")
register = _rooms.register


def offers(wanted: Wanted) -> list[Offer]:
    found = (fn(wanted) for fn in _rooms.values())
    return [offer for offer in found if offer and offer.total]
