"""The demo's mailbox: what Django's file e-mail backend has written, newest first."""

from datetime import datetime
from email import policy
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings


class Letter(NamedTuple):
    """One e-mail as it left."""

    id: str
    at: datetime
    to: str
    subject: str
    body: str


def letters(limit: int = 100) -> list[Letter]:
    """The newest e-mails. The backend appends every e-mail of one connection to one file."""
    found: list[Letter] = []
    for path in sorted(folder().glob("*.log"), reverse=True):
        found += reversed([read(raw, f"{path.stem}-{number}") for number, raw in enumerate(split(path))])
        if len(found) >= limit:
            break
    return found[:limit]


def letter(letter_id: str) -> Letter | None:
    return next((one for one in letters(limit=1000) if one.id == letter_id), None)


def folder() -> Path:
    return Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR / "mail")


def split(path: Path) -> list[bytes]:
    rule = b"-" * 79
    return [part.strip() for part in path.read_bytes().split(rule) if part.strip()]


def read(raw: bytes, letter_id: str) -> Letter:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    text = message.get_body(("plain",))
    return Letter(
        letter_id,
        parsedate_to_datetime(message["Date"]),
        str(message["To"]),
        str(message["Subject"]),
        text.get_content() if text else "",
    )
