"""Fetching an address that somebody typed in: https alone, and never into a network that is not the public internet.

Every address that the name resolves to is checked, and the connection goes to the one that was checked, so a name that
answers otherwise a moment later (DNS rebinding) leads nowhere. Redirects are checked in the same way. Size and time
have limits, and what is packed is not unpacked. OWASP, "Server-Side Request Forgery Prevention Cheat Sheet".
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

LARGEST = 20_000_000  # bytes of one answer
PATIENCE = 20.0  # seconds without a sign
WHOLE = 60.0  # seconds for one answer
REDIRECTS = 3
MOVED = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Resolve = Callable[[str, int], list[str]]


class NotFetched(Exception):
    """The sentence says why, without anything that the other side sent."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


def resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """On the public internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    is_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or is_local)


def split(address: str) -> SplitResult:
    """NotFetched where it is no address that we would ever ask."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotFetched("This is not a web address.") from None
    if parts.scheme != "https" or not parts.hostname:
        raise NotFetched("The address must begin with https://.")
    if parts.username or parts.password:
        raise NotFetched("The address must not hold a name or a password.")
    if port not in (None, 443, 8443):
        raise NotFetched("The address must not name another port.")
    return parts


@dataclass(frozen=True)
class Fetcher:
    """`resolve`, `allowed` and `context` are other ones only in tests."""

    resolve: Resolve = resolve
    allowed: Callable[[str], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    port: int | None = None
    largest: int = LARGEST
    whole: float = WHOLE

    def get(self, address: str) -> bytes:
        until = time.monotonic() + self.whole
        for _ in range(REDIRECTS + 1):
            answer = self._ask(split(address), until)
            if isinstance(answer, bytes):
                return answer
            address = urljoin(address, answer)
        raise NotFetched("The address leads on and on to other addresses.")

    def check(self, address: str) -> str:
        """As far as it can be checked without asking it; the address as it is to be kept."""
        parts = split(address)
        self._checked(parts.hostname or "", parts.port or 443)
        return parts.geturl()

    def _checked(self, host: str, port: int) -> str:
        try:
            found = self.resolve(host, port)
        except (OSError, ValueError):
            raise NotFetched(f"There is no {host[:60]}.") from None
        if not found or not all(self.allowed(one) for one in found):
            raise NotFetched(f"{host[:60]} is not on the public internet.")
        return found[0]

    def _ask(self, parts: SplitResult, until: float) -> bytes | str:
        """The answer, or where it is to be found instead."""
        host, port = parts.hostname or "", self.port or parts.port or 443
        connection = Pinned(host, port, self._checked(host, port), self.context)
        limit = threading.Timer(max(0.0, until - time.monotonic()), connection.cut)
        limit.start()
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            connection.request("GET", path, headers={"Accept": "application/json", "Accept-Encoding": "identity"})
            response = connection.getresponse()
            if response.status in MOVED and response.getheader("Location"):
                return str(response.getheader("Location"))
            return self._read(response, host, until)
        except (OSError, ValueError, http.client.HTTPException):
            raise NotFetched(f"{host[:60]} did not answer as it should.") from None
        finally:
            limit.cancel()
            connection.close()

    def _read(self, response: http.client.HTTPResponse, host: str, until: float) -> bytes:
        if response.status != 200:
            raise NotFetched(f"{host[:60]} answered with {response.status}.", response.status)
        if response.getheader("Content-Encoding", "identity") != "identity":
            raise NotFetched(f"{host[:60]} sent something packed, which we do not unpack.")
        parts, size = [], 0
        while chunk := response.read1(65_536):
            size += len(chunk)
            if size > self.largest:
                raise NotFetched(f"{host[:60]} sent more than {self.largest // 1_000_000} megabytes at once.")
            parts.append(chunk)
        promised = response.getheader("Content-Length", "")
        if time.monotonic() > until or (promised.isdecimal() and int(promised) != size):
            raise NotFetched(f"{host[:60]} took too long, or stopped in the middle.")
        return b"".join(parts)


@dataclass
class Limited:
    """Asks as `fetcher` does, as long as there is time and room for all of the answers together."""

    fetcher: Fetcher
    seconds: float
    room: int

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.seconds

    def get(self, address: str) -> bytes:
        if time.monotonic() >= self.until:
            minutes = round(self.seconds / 60)
            raise NotFetched(f"It takes longer than {minutes} minutes. What came is kept, and it goes on tomorrow.")
        content = self.fetcher.get(address)
        self.room -= len(content)
        if self.room < 0:
            raise NotFetched("It sends more than we keep of one feed.")
        return content


class Pinned(http.client.HTTPSConnection):
    """To the address that was checked, and to no other; the certificate must still be the name's."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=PATIENCE, context=context)
        self.address, self.tls, self.is_over = address, context, False

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), timeout=PATIENCE)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)
        if self.is_over:
            raise TimeoutError

    def cut(self) -> None:
        """Time is over: whoever reads, waits or still connects here stops."""
        self.is_over = True
        if self.sock:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
