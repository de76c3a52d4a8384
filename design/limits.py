"""How often one address may do something that anybody may do. Kept in the cache, forgotten after the time."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def too_often(request: HttpRequest, what: str, *, times: int, seconds: int) -> int:
    """Count this time; seconds to wait once there were more than `times`, 0 until then.

    Counted in whole stretches of the clock, since the cache's own end moves with each count in a file.
    """
    stretch, gone = divmod(int(time.time()), seconds)
    key = f"limit:{what}:{stretch}:{visitor(request)}"
    if cache.add(key, 1, seconds):
        return 0
    try:
        return seconds - gone if cache.incr(key) > times else 0
    except ValueError:  # it lapsed between the two calls
        return 0


def visitor(request: HttpRequest) -> str:
    """The address that somebody asks from. All are one where a proxy does not say for whom it asks."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
