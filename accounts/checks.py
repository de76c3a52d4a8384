"""Mistakes in this room's settings, said in words when the site starts."""

import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts import failpoints

STARTS = "waymark"  # the tag of what also keeps the web server from starting: `config.checks`
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "::1", "testserver"}
LIVE_KEY = re.compile(r"(sk|rk)_live_")


@register(STARTS)
def failpoint(**_kwargs: Any) -> list[CheckMessage]:
    """Processes are made to die in drills only."""
    return list(_failpoint(os.environ.get(failpoints.VARIABLE, "")))


def _failpoint(text: str) -> Iterator[CheckMessage]:
    if not text:
        return
    try:
        failpoints.understood(text)
    except ValueError:
        hint = f"It may be a name of accounts/failpoints.py, or one with which time: {failpoints.NAMES[0]}:2"
        yield Error(f"{failpoints.VARIABLE} names no place that we know.", hint=hint, id="accounts.E002")
    hint = f"It makes processes die, for drills on this machine. Take out {failpoints.VARIABLE}."
    if LIVE_KEY.match(settings.STRIPE_SECRET_KEY):
        yield Error(f"{failpoints.VARIABLE} is set together with a live Stripe key.", hint=hint, id="accounts.E003")
    hosts = {urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS}
    if foreign := sorted(hosts - LOCAL_HOSTS):
        words = f"{failpoints.VARIABLE} is set, and the site answers to {', '.join(foreign)}."
        yield Error(words, hint=hint, id="accounts.E004")
