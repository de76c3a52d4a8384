"""What another way of holding does to money that higher rooms keep for a person: told her before she decides.

`also_tells("employers", fn)`: `fn(person, ways)` is told the pots that would change, by id, and gives lines for her:
a picture, and one idea in short words. It moves nothing.
"""

from collections.abc import Callable, Mapping, Sequence

from accounts.models import Person, WayOfHolding
from design.registry import Registry

Line = tuple[str, str]
Tells = Callable[[Person, Mapping[int, WayOfHolding]], Sequence[Line]]
_rooms: Registry[Tells] = Registry("told of another way of holding")
also_tells = _rooms.register


def told(person: Person, ways: Mapping[int, WayOfHolding]) -> list[Line]:
    """What every room says, in the order they registered."""
    return [line for fn in _rooms.values() for line in fn(person, ways)]
