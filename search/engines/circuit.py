"""When a server fails, visitors are answered by the engine that does not need it; now and then one search tries again.

The pause doubles with each failure. What staff are shown goes through the cache; each process decides for itself.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 20.0
SHOWN_FOR = 3600  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outage:
    """For staff: since when, and why."""

    since: str  # ISO 8601
    why: str


class Circuit:
    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again_at = 0.0

    def lets_through(self) -> bool:
        """Closed; or the pause is over and this caller is the one to try."""
        with self._lock:
            if not self._failures:
                return True
            now = time.monotonic()
            if now < self._closed_again_at:
                return False
            self._closed_again_at = now + self._pause()  # the others wait for what this one finds
            return True

    def worked(self) -> None:
        with self._lock:
            was_open, self._failures = self._failures, 0
        if was_open:
            log.warning("Search: %s answers again", self.name)
            cache.delete(self._key)

    def failed(self, why: object) -> None:
        with self._lock:
            self._failures += 1
            self._closed_again_at = time.monotonic() + self._pause()
            first = self._failures == 1
        if first:
            log.error("Search: %s does not answer, the built-in engine takes over: %s", self.name, why)
            cache.set(self._key, Outage(timezone.now().isoformat(), str(why)), SHOWN_FOR)

    def outage(self) -> Outage | None:
        """What any process has found lately."""
        found: Outage | None = cache.get(self._key)
        return found

    def _pause(self) -> float:
        return min(LONGEST_PAUSE, FIRST_PAUSE * float(2 ** min(self._failures - 1, 10)))

    @property
    def _key(self) -> str:
        return f"search-outage-{self.name}"
