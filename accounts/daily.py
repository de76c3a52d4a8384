"""What is due by the clock. Each room registers its own; all of it is safe to run twice."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from design.registry import Registry

log = logging.getLogger(__name__)
_due: Registry[Callable[[datetime], int | str | None]] = Registry("daily")
register = _due.register


def run(at: datetime) -> Iterator[tuple[str, int | str | None, bool]]:
    """Do everything that is due: key, what it says, whether it went well. One failure does not stop the rest."""
    for key, fn in _due.items():
        try:
            yield key, fn(at), True
        except Exception as error:  # the rest of the day's work must still happen
            log.exception("run_day: %s failed", key)
            yield key, type(error).__name__, False
