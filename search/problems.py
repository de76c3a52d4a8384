"""What a program is told when it cannot have an answer: a problem body as RFC 9457 describes it. Knows no framework."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "The address cannot be read",
    404: "There is nothing at this address",
    405: "This address can only be read",
    422: "Something in the question needs to change",
    429: "Too many questions in a short time",
    503: "Search is being prepared",
}
KINDS = {400: "unreadable", 404: "not-found", 405: "read-only", 422: "question", 429: "too-many", 503: "not-ready"}


@dataclass(frozen=True)
class Fault:
    """One thing to change: in which parameter, and what is wrong with it."""

    parameter: str
    detail: str


class Problem(Exception):
    """Raised where the answer would be; `retry_after` is in seconds, where waiting helps."""

    def __init__(self, status: int, detail: str, *, faults: Iterable[Fault] = (), retry_after: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.retry_after = retry_after

    def body(self, explained_at: str) -> dict[str, Any]:
        """`explained_at` is the address of the page that has a paragraph for each kind of problem."""
        body: dict[str, Any] = {
            "type": f"{explained_at}#{KINDS[self.status]}",
            "title": TITLES[self.status],
            "status": self.status,
            "detail": self.detail,
        }
        if self.faults:
            body["errors"] = [{"parameter": fault.parameter, "detail": fault.detail} for fault in self.faults]
        return body
