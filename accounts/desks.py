"""What a member of staff finds on /staff/: one desk for each kind of work, handed in by the rooms that do it."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User
from design.registry import Registry

STAFF = [("Home", "/"), ("Your desks", "/staff/")]  # the crumbs of every desk


@dataclass(frozen=True)
class Desk:
    """A door on the staff page. `line` says how things stand: "3 checks lapse this month"."""

    title: str
    line: str
    href: str
    icon: str = ""


_desks: Registry[Callable[[User], Desk | None]] = Registry("desks")
register = _desks.register


def of(user: User) -> list[Desk]:
    """The desks this user may open, in the order in which the rooms registered."""
    return [desk for desk in (fn(user) for fn in _desks.values()) if desk]
