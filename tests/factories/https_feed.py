"""A real https server on this machine, with a certificate of its own for `feed.example`, that plays an open feed."""

import datetime
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from directory.fetching import Fetcher

HOST = "feed.example"


class Feed:
    """`answers` are by path; a page of services is cut from `services`. `asked` is what was asked for."""

    def __init__(self, services: list[dict[str, Any]] | None = None, per_page: int = 2) -> None:
        self.services = services or []
        self.per_page = per_page
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.port = 0
        self.context = ssl.create_default_context()
        self.released = threading.Event()  # what waits under /slow goes on

    def fetcher(self, **changed: Any) -> Fetcher:
        """As the real one, but this server counts as public."""
        given = {"resolve": lambda _host, _port: ["127.0.0.1"], "allowed": lambda _address: True} | changed
        return Fetcher(context=self.context, port=self.port, **given)

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        if path == "/slow":
            self.released.wait(10)
        if path in self.answers:
            return self.answers[path]
        parts = urlsplit(path)
        if parts.path == "/services":
            return 200, {}, json.dumps(self.page(int(parse_qs(parts.query)["page"][0]))).encode()
        found = [one for one in self.services if f"/services/{one['id']}" == parts.path]
        return (200, {}, json.dumps(found[0]).encode()) if found else (404, {}, b"{}")

    def page(self, number: int) -> dict[str, Any]:
        """Without what a list leaves out."""
        start = (number - 1) * self.per_page
        short = [{name: one[name] for name in ("id", "name", "organization")} for one in self.services]
        pages = -(-len(short) // self.per_page)
        return {
            "total_pages": pages,
            "page_number": number,
            "last_page": number >= pages,
            "contents": short[start : start + self.per_page],
        }


@contextmanager
def serving(feed: Feed, folder: Path) -> Iterator[Feed]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = feed.answer(self.path)
            with suppress(OSError):
                self.say(status, headers, body)

        def say(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    feed.port = server.server_port
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mine.load_cert_chain(certificate(folder))
    feed.context = ssl.create_default_context(cafile=str(folder / "feed.pem"))
    server.socket = mine.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield feed
    finally:
        server.shutdown()
        server.server_close()


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "feed.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
