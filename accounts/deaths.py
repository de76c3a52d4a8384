"""What other rooms do when a death has been recorded.

This room may not import them: they register here. Each is called in the transaction of the record, after loads and
cards have stopped, with the person as she is now held. Recorded again for another day, it is called again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person, User
from design.registry import Registry


@dataclass(frozen=True)
class Death:
    """Recorded by somebody at the council; the day is `person.died_on`."""

    person: Person
    by: User
    at: datetime


_recorded: Registry[Callable[[Death], None]] = Registry("what to do when a death is recorded")
on_recorded = _recorded.register


def announce(person: Person, *, by: User, at: datetime) -> None:
    for fn in _recorded.values():
        fn(Death(person, by, at))
