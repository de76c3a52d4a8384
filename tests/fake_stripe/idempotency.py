"""Keys: the same key with the same request has the same answer; with another request it is a mistake.

Stripe keeps a key for a day at least. Here that day is over when `forget()` is called.
"""

import json
import threading
from dataclasses import dataclass
from typing import Any

from tests.fake_stripe.errors import IDEMPOTENCY, Refused

Answer = tuple[int, dict[str, Any]]


@dataclass
class Kept:
    request: str
    answer: Answer | None = None  # none while the work is being done


class Keys:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: dict[str, Kept] = {}

    def claim(self, key: str, path: str, params: dict[str, Any]) -> Answer | None:
        """What was answered to it before, or nothing: then the caller works, and calls `keep`."""
        request = json.dumps([path, params], sort_keys=True)
        with self.lock:
            before = self.kept.setdefault(key, mine := Kept(request))
            if before is mine:
                return None
            if before.request != request:
                words = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                )
                raise Refused(f"{words} Key: {key}", kind=IDEMPOTENCY)
            if before.answer is None:
                words = "There is currently another in-progress request using this key."
                raise Refused(words, status=409, code="idempotency_key_in_use", kind=IDEMPOTENCY)
            return before.answer

    def keep(self, key: str, answer: Answer) -> None:
        with self.lock:
            self.kept[key].answer = (answer[0], json.loads(json.dumps(answer[1])))

    def forget(self) -> int:
        """A day has gone by. Answers how many keys it took."""
        with self.lock:
            gone = [key for key, kept in self.kept.items() if kept.answer]
            for key in gone:
                del self.kept[key]
            return len(gone)
