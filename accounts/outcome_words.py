"""How somebody says herself what an outcome means to her. A higher room that keeps plans knows it.

`register("plan", fn)`, where `fn(person, outcome)` is her own words as the plan has them now, or "".
"""

from collections.abc import Callable

from accounts.models import Outcome, Person, Pot
from design.registry import Registry

_words: Registry[Callable[[Person, Outcome], str]] = Registry("words of an outcome")
register = _words.register


def of(pot: Pot) -> tuple[str, str]:
    """Name and words of what a pot is for, as they stand now."""
    if pot.outcome is None:
        return pot.label, ""
    for fn in _words.values():
        if found := fn(pot.person, pot.outcome):
            return pot.outcome.name, found
    return pot.outcome.name, pot.outcome.description
