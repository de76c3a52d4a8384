"""A site that hears webhooks, for tests of the fake: it keeps what came and answers as told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from accounts.stripe.client import VERSION
from accounts.stripe.events import Event, verified
from tests.fake_stripe.fake import SECRETS


class Site(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_port}/webhooks/stripe/"
        self.heard: list[tuple[str, Event]] = []
        self.status, self.answer, self.slow = 200, b'{"approved": true}', 0.0

    def types(self) -> list[str]:
        return [event.type for _, event in self.heard]


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        endpoint = self.path.removeprefix("/webhooks/stripe/").strip("/")
        event = verified(body, self.headers["Stripe-Signature"], [SECRETS[endpoint]], time.time())
        self.server.heard.append((endpoint, event))
        time.sleep(self.server.slow)
        self.send_response(self.server.status)
        self.send_header("Stripe-Version", VERSION)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def listening() -> Iterator[Site]:
    site = Site()
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
