"""Short names that people can read out on the telephone: AL-7K2M."""

import secrets
from collections.abc import Callable

from django.core import signing

from design.models import Council

ALPHABET = "2346789BCDFGHJKMPQRTVWXY"  # no vowels, nothing that looks like something else
SALT = "cms.complaint.follow"


def new(letters: int, taken: Callable[[str], bool]) -> str:
    """The council's first two letters and so many others. A concern's is one longer, and says as little."""
    prefix = "".join(letter for letter in Council.current().council_name.upper() if letter.isalpha())[:2] or "WM"
    while True:
        made = f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(letters))}"
        if not taken(made):
            return made


def key_of(reference: str) -> str:
    """What opens the page of one complaint without a sign-in. It goes behind a "?", so that no log keeps it."""
    return signing.Signer(salt=SALT).sign(reference)


def named_by(key: str) -> str:
    """The reference that a key is for; empty where nobody signed it."""
    try:
        return signing.Signer(salt=SALT).unsign(key)
    except signing.BadSignature:
        return ""
