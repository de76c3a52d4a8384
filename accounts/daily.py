"""What is due by the clock. Each room registers its own; all of it is safe to run twice."""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from django.utils import timezone

from accounts.models import DueWork
from design.registry import Registry

log = logging.getLogger(__name__)
_due: Registry[Callable[[datetime], int | str | None]] = Registry("daily")
register = _due.register


def run(at: datetime, *, but: Collection[str] = ()) -> Iterator[tuple[str, int | str | None, bool]]:
    """Do everything that is due, `but` for some: key, what it says, whether it went well. One failure does not stop
    the rest."""
    for key, fn in _due.items():
        if key in but:
            continue
        try:
            said, well = fn(at), True
        except Exception as error:  # the rest of the day's work must still happen
            log.exception("run_day: %s failed", key)
            said, well = type(error).__name__, False
        _note(key, said, well)
        yield key, said, well


def _note(key: str, said: int | str | None, well: bool) -> None:
    """For whoever looks after the system: when it was last done, and how it went."""
    words = "" if said is None else str(said)[:200]
    row = {"ran_at": timezone.now(), "went_well": well, "said": words}
    DueWork.objects.update_or_create(name=key, defaults=row)
