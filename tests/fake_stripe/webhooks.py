"""Signed webhooks to the three endpoints: in order or not, once or often, at once, late, or not until released.

With an address a thread delivers, and goes on trying for as long as the other side does not answer 2xx. Without one
nothing is sent until `deliver()` is called, in the caller's own thread (which holds the test's database).
"""

import hashlib
import hmac
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from tests.fake_stripe.store import Made, Store

Answer = tuple[int, Mapping[str, str], bytes]
Post = Callable[[str, bytes, str], Answer]  # endpoint, body, signature
ENDPOINTS = ("account", "connect", "issuing")
NO_ANSWER: Answer = (0, {}, b"")
PATIENCE = 10.0  # seconds for an answer to a webhook that only tells


@dataclass(eq=False)
class Waiting:
    endpoint: str
    body: bytes
    due: float
    tries: int = 0


@dataclass
class Webhooks:
    store: Store
    secrets: Mapping[str, str]
    address: str = ""  # http://127.0.0.1:8000/webhooks/stripe/
    silent: bool = False
    duplicates: int = 0  # further copies of each
    shuffle: bool = False
    delay: float = 0.0
    senders: int = 1  # at once; with more than one the order is anybody's
    version: str = ""
    waiting: list[Waiting] = field(default_factory=list)
    endpoints: dict[str, str] = field(default_factory=dict)  # of each event
    stopped: threading.Event = field(default_factory=threading.Event)

    def tell(self, endpoint: str, kind: str, subject: Made, account: str = "") -> Made:
        """Puts an event down for delivery. Its object stays as it is now, whatever comes later."""
        with self.store.changing():
            event = self.event(kind, subject, account)
            self.endpoints[event["id"]] = endpoint
            for _ in range(1 + self.duplicates):
                self.send(event)
        return event

    def again(self, event: str) -> Made:
        """The same event once more, as Stripe does when it is not sure, or somebody asks for it."""
        with self.store.changing():
            found = self.store.get("event", event)
            self.send(found)
            return found

    def send(self, event: Made) -> None:
        body = json.dumps(event).encode()
        self.waiting.append(Waiting(self.endpoints[event["id"]], body, time.monotonic() + self.delay))

    def event(self, kind: str, subject: Made, account: str = "") -> Made:
        with self.store.changing():
            frozen = json.loads(json.dumps(subject))
        made = self.store.add(
            lambda **given: {"object": "event", **given},
            type=kind,
            api_version=self.version,
            data={"object": frozen},
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
        )
        if account:
            made["account"] = account
        return made

    def signature(self, endpoint: str, body: bytes, at: float | None = None) -> str:
        return signature(self.secrets[endpoint], body, at)

    def deliver(self, post: Post | None = None) -> list[int]:
        """All that is due, now. Answers the statuses; what was not taken with 2xx stays."""
        if self.silent:
            return []
        with self.store.changing():
            due = [each for each in self.waiting if each.due <= time.monotonic()]
        if self.shuffle:
            random.shuffle(due)
        if self.senders == 1:
            return [self.deliver_one(each, post or self.post) for each in due]
        with ThreadPoolExecutor(self.senders) as pool:
            return list(pool.map(lambda each: self.deliver_one(each, post or self.post), due))

    def deliver_one(self, each: Waiting, post: Post) -> int:
        status, _, _ = post(each.endpoint, each.body, self.signature(each.endpoint, each.body))
        with self.store.changing():
            if 200 <= status < 300:
                self.waiting.remove(each)
            else:
                each.tries += 1
                each.due = time.monotonic() + min(0.25 * 2**each.tries, 5.0) if self.address else 0.0
        return status

    def post(self, endpoint: str, body: bytes, sign: str, patience: float = PATIENCE) -> Answer:
        if not self.address:
            return NO_ANSWER
        parts = urlsplit(self.address)
        door = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=patience)
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": sign}
        try:
            door.request("POST", f"{parts.path.rstrip('/')}/{endpoint}/", body, headers)
            answer = door.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        except (OSError, HTTPException):
            return NO_ANSWER
        finally:
            door.close()

    def start(self) -> None:
        if self.address:
            threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        while not self.stopped.wait(0.02):
            self.deliver()

    def settled(self, patience: float = 10.0) -> bool:
        """Waits until everything is delivered (with an address). Whether it is."""
        until = time.monotonic() + patience
        while self.waiting and time.monotonic() < until:
            time.sleep(0.02)
        return not self.waiting


def signature(secret: str, body: bytes, at: float | None = None) -> str:
    moment = int(time.time() if at is None else at)
    made = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={made}"


def read_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
