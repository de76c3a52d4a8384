"""The fake over HTTP: Stripe's calls under /v1/, what may be said to it under /_fake/, pages for people beside them."""

import base64
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fake_stripe import page
from tests.fake_stripe.errors import Refused
from tests.fake_stripe.fake import SECRETS, Fake
from tests.fake_stripe.forms import unfolded
from tests.fake_stripe.store import PREFIXES, shown

KEY = re.compile(r"(sk|rk)_test_\w+")
PAGES = re.compile(r"/(pay|onboard)/(\w+)")
DOWN = {"error": {"type": "api_error", "message": "Sorry, something went wrong on our end."}}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    fake: Fake


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"  # connections stay open, as at Stripe
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.handle_any("GET")

    def do_POST(self) -> None:
        self.handle_any("POST")

    def handle_any(self, method: str) -> None:
        parts, fake = urlsplit(self.path), self.server.fake
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        try:
            if parts.path.startswith("/v1/"):
                self.stripe(fake, method, parts.path, body if method == "POST" else parts.query)
            elif parts.path.startswith("/_fake/"):
                self.json(200, said(fake, method, parts.path.removeprefix("/_fake/"), body))
            else:
                self.person(fake, method, parts.path, body)
        except Refused as why:
            self.json(why.status, why.body)
        except Exception as why:  # a fault of the fake's own, told where somebody looks
            self.json(500, {"error": {"type": "fake_error", "message": repr(why)}})
            raise

    def stripe(self, fake: Fake, method: str, path: str, sent: str) -> None:
        if fake.faults.hang:
            fake.faults.released.wait(fake.faults.hang)
            return self.hang_up()
        if fake.faults.down:
            return self.json(500, DOWN)
        time.sleep(fake.faults.slow)
        known(self.headers, method)
        key, account = self.headers.get("Idempotency-Key", ""), self.headers.get("Stripe-Account", "")
        fake.webhooks.version = self.headers["Stripe-Version"]
        status, answer = fake.answer(method, path, unfolded(sent), key, account)
        if method == "POST" and fake.faults.drop_next_reply > 0:
            fake.faults.drop_next_reply -= 1
            return self.hang_up()
        return self.json(status, answer)

    def person(self, fake: Fake, method: str, path: str, body: str) -> None:
        if path == "/till" and method == "GET":
            return self.send(200, "text/html; charset=utf-8", page.till(fake).encode())
        if path == "/till":
            words = {name: values[0] for name, values in parse_qs(body).items()}
            return self.send(303, "text/plain", b"", {"Location": page.rung(fake, words)})
        found = PAGES.fullmatch(path)
        if not found:
            raise Refused("There is no such page.", status=404)
        if method == "GET":
            return self.send(200, "text/html; charset=utf-8", page.shown(fake, *found.groups()).encode())
        button = parse_qs(body).get("button", [""])[0]
        return self.send(303, "text/plain", b"", {"Location": page.pressed(fake, *found.groups(), button)})

    def json(self, status: int, answer: Any) -> None:
        with self.server.fake.store.changing():
            body = json.dumps(answer).encode()
        self.send(status, "application/json", body, {"Request-Id": "req_fake"})

    def send(self, status: int, kind: str, body: bytes, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status, HTTPStatus(status).phrase)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what was asked is in `Fake.asked`."""


def known(headers: Mapping[str, str], method: str) -> None:
    """A key in either of the two ways, a version, and a key against doing it twice."""
    scheme, _, given = headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        given = base64.b64decode(given).decode().partition(":")[0]
    if not KEY.fullmatch(given):
        raise Refused(f"Invalid API Key provided: {given[:8]}***", status=401)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d\.[a-z]+", headers.get("Stripe-Version", "")):
        raise Refused("Stripe-Version is missing: the version of the interface is not pinned.")
    if method == "POST" and not headers.get("Idempotency-Key"):
        raise Refused("Idempotency-Key is missing.", code="idempotency_key_missing")


def said(fake: Fake, method: str, path: str, body: str) -> Any:
    """`settings` (GET, or POST with changes), `objects/<kind>` (GET), `<part>/<verb>` (POST)."""
    try:
        words = json.loads(body or "{}")
    except ValueError as why:
        raise Refused("That is not JSON.") from why
    if path == "settings":
        return fake.set(**words)
    part, _, verb = path.partition("/")
    if part == "objects" and method == "GET":
        return [shown(each) for each in fake.store.all(verb)] if verb in PREFIXES else []
    answer = fake.say(part, verb, words)
    with fake.store.changing():
        return shown(answer) if isinstance(answer, dict) else answer


@contextmanager
def running(
    *,
    port: int = 0,
    webhooks: str = "",
    secrets: Mapping[str, str] = SECRETS,
    host: str = "127.0.0.1",
    memory: Path | None = None,
) -> Iterator[Fake]:
    """A fake that answers on `fake.address`, until the end. With a `memory` it goes on where it was."""
    fake = Fake(webhooks=webhooks, secrets=secrets)
    if memory:
        fake.store.remember(memory)
    server = Server((host, port), Handler)
    server.fake = fake
    fake.at(f"http://{host}:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    fake.webhooks.start()
    try:
        yield fake
    finally:
        fake.set(hang=0)
        fake.webhooks.stopped.set()
        server.shutdown()
        server.server_close()
        if memory:
            fake.store.keep(memory)
