"""The passport as compact signed text: a JWS (RFC 7515) with an Ed25519 signature (RFC 8037). Pure.

Whoever has the published key can check it without us: `verify` is all there is to it, and every JOSE library does the
same. That it was not withdrawn since, only we can say (`/approvals/check/`).
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class NotGenuine(ValueError):
    """It was not signed with one of these keys, or was changed since."""


@dataclass(frozen=True)
class Key:
    """One signing key, of a seed of 32 bytes."""

    seed: bytes

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def name(self) -> str:
        """The same for the same key, and short: it stands in every credential."""
        return hashlib.sha256(self.public).hexdigest()[:8]

    @property
    def jwk(self) -> dict[str, str]:
        """As it is published."""
        x = encoded(self.public)
        return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.name, "x": x}


def sign(payload: dict[str, Any], key: Key) -> str:
    header = {"alg": "EdDSA", "kid": key.name}
    signed = f"{encoded(compact(header))}.{encoded(compact(payload))}"
    return f"{signed}.{encoded(key.private.sign(signed.encode()))}"


def verify(text: str, published: Iterable[dict[str, str]]) -> dict[str, Any]:
    """What was signed, by published keys alone. Raises NotGenuine."""
    try:
        head, body, signature = text.strip().split(".")
        header = json.loads(decoded(head))
        known = {jwk["kid"]: jwk["x"] for jwk in published}
        if header.get("alg") != "EdDSA":
            raise NotGenuine("signed in another way")
        key = Ed25519PublicKey.from_public_bytes(decoded(known[header["kid"]]))
        key.verify(decoded(signature), f"{head}.{body}".encode())
        payload = json.loads(decoded(body))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature) as why:
        raise NotGenuine(type(why).__name__) from None
    if not isinstance(payload, dict):
        raise NotGenuine("no passport")
    return payload


def compact(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
