"""Somebody at the site over HTTP: a session's cookie, the forms' tokens, and what one did, written down at once."""

import http.client
import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
COOKIE = re.compile(r"^([\w-]+)=([^;]*)")


class Unanswered(Exception):
    """Nobody knows whether it was done: the line went dead, or the server says that it is in trouble."""


@dataclass
class Answer:
    status: int
    location: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        return dict(HIDDEN.findall(self.text))


@dataclass
class Visitor:
    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    patience: float = 0.0  # seconds in which a page, or a question on the way, is asked for again

    def get(self, path: str) -> Answer:
        return self._patiently("GET", path, None)

    def press(self, path: str, form: dict[str, Any]) -> Answer:
        """A button on the way, which may be pressed again without a thought."""
        return self._patiently("POST", path, {**form, "csrfmiddlewaretoken": self.token})

    def _patiently(self, method: str, path: str, form: dict[str, Any] | None) -> Answer:
        until = time.monotonic() + self.patience
        while True:
            try:
                return self._ask(method, path, form)
            except Unanswered:
                if time.monotonic() >= until:
                    raise
                time.sleep(0.2)

    def post(self, path: str, form: dict[str, Any] | None = None) -> Answer:
        """The button that counts, once, with the token of the last page that had a form."""
        return self._ask("POST", path, {**(form or {}), "csrfmiddlewaretoken": self.token})

    def _ask(self, method: str, path: str, form: dict[str, Any] | None) -> Answer:
        cookies = {"waymark-session": self.session, **self.cookies}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as why:
            raise Unanswered(f"{method} {path}: {why}") from why
        finally:
            connection.close()
        return self._read(method, path, response, text)

    def _read(self, method: str, path: str, response: http.client.HTTPResponse, text: str) -> Answer:
        for line in response.headers.get_all("Set-Cookie") or []:
            if (found := COOKIE.match(line)) and found[1] != "waymark-session":
                self.cookies[found[1]] = found[2]
        if found := TOKEN.search(text):
            self.token = found[1]
        if response.status >= 500:
            raise Unanswered(f"{method} {path}: {response.status}")
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status} {text[:300]}")
        return Answer(response.status, response.headers.get("Location", ""), text)


class Journal:
    """What was asked for and what was acknowledged: one line each, before and after."""

    def __init__(self, path: Path) -> None:
        self.lines = path.open("a", encoding="utf-8")

    def asks(self, did: str, key: str, **what: Any) -> None:
        self._write({"did": did, "key": key, "asked": what})

    def has(self, did: str, key: str, answer: Any = True) -> None:
        self._write({"did": did, "key": key, "has": answer})

    def _write(self, line: dict[str, Any]) -> None:
        self.lines.write(json.dumps({"at": round(time.time(), 3), **line}) + "\n")
        self.lines.flush()
