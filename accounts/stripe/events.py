"""What Stripe tells us: believed only with a signature that one of our secrets made within the last five minutes.

Stripe's library compares as safely, but forgives a time that lies ahead, knows one secret and reads the clock itself.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

TOLERANCE = 300  # seconds, either way
SCHEME = "v1"


class Forged(Exception):
    """Not from Stripe, not for this endpoint, too old, or damaged on the way: nothing of it is to be used."""


@dataclass(frozen=True)
class Event:
    id: str
    type: str
    livemode: bool
    account: str  # of whom it tells, on the Connect endpoint; empty for our own
    object_id: str
    object: Mapping[str, Any]  # as it was when the event was made; fetch it where order matters
    created: datetime


def verified(body: bytes, signature: str, secrets: Sequence[str], now: float) -> Event:
    """`body` exactly as it came; `secrets` holds several while one is replaced; `now` in seconds since 1970."""
    at, given = parts(signature)
    signed = str(at).encode() + b"." + body
    made = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode() for secret in secrets if secret]
    fits = [hmac.compare_digest(ours, theirs) for ours in made for theirs in given]  # each is compared: no shortcut
    if not any(fits):
        raise Forged("no signature fits")
    if abs(now - at) > TOLERANCE:
        raise Forged(f"signed {now - at:.0f} seconds ago")
    return read(body)


def parts(signature: str) -> tuple[int, list[bytes]]:
    """The time and the signatures in "t=1700000000,v1=ab12,v1=cd34"."""
    pairs = [pair.strip().split("=", 1) for pair in signature.split(",") if "=" in pair]
    times = [value for name, value in pairs if name == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        raise Forged("no time in the signature")
    return int(times[0]), [value.encode() for name, value in pairs if name == SCHEME]


def read(body: bytes) -> Event:
    try:
        value = json.loads(body)
        subject = value["data"]["object"]
        return Event(
            id=text(value["id"]),
            type=text(value["type"]),
            livemode=value["livemode"] is True,
            account=value.get("account") or "",
            object_id=subject.get("id") or "",
            object=subject,
            created=datetime.fromtimestamp(value["created"], UTC),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as why:
        raise Forged("not an event") from why


def text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text is missing")
    return value
