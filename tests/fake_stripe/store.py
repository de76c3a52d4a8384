"""What the fake remembers: objects by kind and id, oldest first, under one lock."""

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.fake_stripe.errors import missing

Made = dict[str, Any]
PREFIXES = {
    "checkout.session": "cs_test_",
    "payment_intent": "pi_",
    "refund": "re_",
    "dispute": "dp_",
    "account": "acct_",
    "transfer": "tr_",
    "transfer_reversal": "trr_",
    "payout": "po_",
    "issuing.cardholder": "ich_",
    "issuing.card": "ic_",
    "issuing.authorization": "iauth_",
    "issuing.transaction": "ipi_",
    "event": "evt_",
}
NEITHER = ("refund", "transfer_reversal")  # kinds of which Stripe does not say whether they are live


class Store:
    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.kinds: dict[str, dict[str, Made]] = {kind: {} for kind in PREFIXES}
        self.livemode = False

    def keep(self, memory: Path) -> None:
        memory.write_text(json.dumps(self.kinds))

    def remember(self, memory: Path) -> None:
        if memory.exists():
            self.kinds |= json.loads(memory.read_text())

    def add(self, make: Callable[..., Made], **given: Any) -> Made:
        """A new object with an id, kept."""
        made = make(**given)
        kind = made["object"]
        made |= {"id": PREFIXES[kind] + secrets.token_hex(10), "created": given.get("created", int(time.time()))}
        if kind not in NEITHER and kind != "account":
            made["livemode"] = self.livemode
        with self.lock:
            self.kinds[kind][made["id"]] = made
        return made

    def get(self, kind: str, reference: str) -> Made:
        """The object itself, to be changed under `changing()`; 404 where there is none."""
        found = self.kinds[kind].get(reference)
        if found is None:
            raise missing(kind, reference)
        return found

    def all(self, kind: str, **where: Any) -> list[Made]:
        """Oldest first."""
        with self.lock:
            kept = list(self.kinds[kind].values())
        return [each for each in kept if all(each.get(name) == value for name, value in where.items())]

    def page(self, kind: str, params: Made, url: str, **where: Any) -> Made:
        """As Stripe lists: newest first, ten unless asked, at most a hundred."""
        filters = {name: value for name, value in params.items() if name not in PAGING}
        found = [
            each for each in reversed(self.all(kind, **where, **filters)) if within(each, params.get("created", {}))
        ]
        if after := params.get("starting_after"):
            self.get(kind, after)
            found = found[[each["id"] for each in found].index(after) + 1 :]
        limit = min(max(params.get("limit", 10), 1), 100)
        return {
            "object": "list",
            "url": url,
            "has_more": len(found) > limit,
            "data": [shown(each) for each in found[:limit]],
        }

    @contextmanager
    def changing(self) -> Iterator[None]:
        with self.lock:
            yield


PAGING = ("limit", "starting_after", "ending_before", "created")


def shown(made: Made) -> Made:
    """A copy, without what only the fake keeps."""
    return deepcopy({name: value for name, value in made.items() if not name.startswith("_")})


def within(each: Made, bounds: Made) -> bool:
    compare = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}
    return all(compare[name](each["created"], bound) for name, bound in bounds.items())
