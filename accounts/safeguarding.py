"""Where a worry about somebody's safety goes from this room: the front door above keeps concerns, and decides on them.

It registers here once. A worry that nobody takes is an error: it must not get lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person, User
from design.registry import Registry


@dataclass(frozen=True)
class Worry:
    """Handed on by a named member of staff. `source` finds it again here, and hands it on once: "welfare:17"."""

    person: Person
    words: str
    source: str
    by: User
    at: datetime


_takers: Registry[Callable[[Worry], None]] = Registry("who takes a worry about somebody's safety")
register = _takers.register


def hand_over(worry: Worry) -> None:
    takers = list(_takers.values())
    if not takers:
        raise LookupError("Nobody takes worries about somebody’s safety.")
    for take in takers:
        take(worry)
