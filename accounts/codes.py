"""Tokens, printed codes and spoken numbers that let somebody in: made here, and kept only as keyed hashes.

The key is SECRET_KEY: a copy of the database alone opens nothing. A new SECRET_KEY ends open invitations.
"""

import re
import secrets
import unicodedata

from django.utils.crypto import salted_hmac

# Nothing that looks like something else on paper: no 0 and O, 1 and I and L, 2 and Z, 5 and S, 8 and B, U and V.
SIGNS = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 12  # 23 ** 12: more than 2 ** 54


def token() -> str:
    """For a link: nobody types it."""
    return secrets.token_urlsafe(32)


def code() -> str:
    """For paper: ACDE-FGHJ-KMNP."""
    made = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(made[start : start + 4] for start in range(0, LENGTH, 4))


def number() -> str:
    """To be told by word of mouth: 6 figures."""
    return f"{secrets.randbelow(1_000_000):06d}"


def typed(text: str) -> str:
    """A code as somebody types it from paper: any case, with or without dashes and spaces."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())


def hashed(kind: str, text: str) -> str:
    """64 hexadecimal figures. `kind` keeps a token, a code and a number apart."""
    return salted_hmac(f"accounts.codes.{kind}", text, algorithm="sha256").hexdigest()
