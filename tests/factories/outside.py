"""What Stripe would send us: events and their signatures, made as it makes them."""

import hashlib
import hmac
import json
import time
from itertools import count
from typing import Any

_numbers = count(1)


def event(type: str, obj: dict[str, Any], *, id: str = "", livemode: bool = False, account: str = "") -> bytes:
    number = next(_numbers)
    words = {
        "id": id or f"evt_{number}",
        "object": "event",
        "type": type,
        "livemode": livemode,
        "created": int(time.time()),
        "data": {"object": obj},
    }
    return json.dumps(words | ({"account": account} if account else {})).encode()


def signature(body: bytes, secret: str, *, at: float | None = None) -> str:
    moment = int(time.time() if at is None else at)
    made = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={made}"


def question(
    card: str, pence: int, *, id: str = "iauth_1", promised: int = 0, shop: str = "Aldermere Swim"
) -> dict[str, Any]:
    """The object of an `issuing_authorization.request`."""
    return {
        "id": id,
        "object": "issuing.authorization",
        "amount": promised,
        "approved": False,
        "status": "pending",
        "card": {"id": card, "object": "issuing.card"},
        "merchant_amount": promised,
        "merchant_currency": "gbp",
        "merchant_data": {"name": shop, "category": "membership_clubs", "category_code": "7997"},
        "pending_request": {"amount": pence, "merchant_amount": pence, "merchant_currency": "gbp"},
        "request_history": [],
        "transactions": [],
        "created": int(time.time()),
    }
