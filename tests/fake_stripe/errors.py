"""How Stripe says no."""

from typing import Any

IDEMPOTENCY = "idempotency_error"


class Refused(Exception):
    def __init__(self, message: str, *, status: int = 400, code: str = "", kind: str = "", param: str = "") -> None:
        super().__init__(message)
        self.status = status
        error = {"type": kind or "invalid_request_error", "message": message, "code": code, "param": param}
        self.body: dict[str, Any] = {"error": {name: value for name, value in error.items() if value}}


def missing(kind: str, reference: str) -> Refused:
    return Refused(f"No such {kind}: '{reference}'", status=404, code="resource_missing", param="id")


def state(message: str, code: str = "") -> Refused:
    return Refused(message, code=code)
