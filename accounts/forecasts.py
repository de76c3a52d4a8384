"""Money that is to go out on days to come, as higher rooms know it: bookings, and whatever else holds money.

`register("visits", fn)`; `fn() -> [(day, pence), ...]`: everything that is held now, each with the day on which it is
likely to be owed. A day that has passed counts as today.
"""

from collections.abc import Callable, Iterable
from datetime import date

from design.registry import Registry

Coming = Iterable[tuple[date, int]]
_forecasts: Registry[Callable[[], Coming]] = Registry("forecasts")
register = _forecasts.register


def coming() -> list[tuple[date, int]]:
    """What all rooms know."""
    return [each for fn in _forecasts.values() for each in fn()]
