"""What somebody keeps to think about, without signing in: a signed cookie of a few ids, and nothing about who she is.

It is set when something is kept and not before: who only reads and searches has no cookie.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from directory.documents import ASSISTANT, SERVICE

MOST = 20
DAYS = 90
SALT = "directory.shortlist"
WRITTEN = re.compile(rf"({SERVICE}|{ASSISTANT})-([1-9][0-9]{{0,8}})")


@dataclass(frozen=True)
class Kept:
    """One service or personal assistant: "service-12" in the cookie and in addresses."""

    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.pk}"


def understood(text: str) -> Kept | None:
    found = WRITTEN.fullmatch(text)
    return Kept(found[1], int(found[2])) if found else None


def all_of(texts: Iterable[str]) -> list[Kept]:
    """Those that can be read, each once, in their order."""
    return list(dict.fromkeys(kept for kept in map(understood, texts) if kept))


def read(request: HttpRequest) -> list[Kept]:
    """What is on it, first kept first. A cookie that is not ours, or too old, is an empty one."""
    found: list[Kept] | None = getattr(request, "_shortlist", None)
    if found is None:
        said = request.get_signed_cookie(
            settings.SHORTLIST_COOKIE_NAME, default="", salt=SALT, max_age=DAYS * 24 * 60 * 60
        )
        found = all_of((said or "").split("."))[:MOST]
        request._shortlist = found  # type: ignore[attr-defined] # a page of results asks for each card
    return found


def write(request: HttpRequest, response: HttpResponse, kept: list[Kept]) -> None:
    request._shortlist = kept  # type: ignore[attr-defined]
    if not kept:
        response.delete_cookie(settings.SHORTLIST_COOKIE_NAME, samesite="Lax")
        return
    response.set_signed_cookie(
        settings.SHORTLIST_COOKIE_NAME,
        ".".join(map(str, kept)),
        salt=SALT,
        max_age=DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
