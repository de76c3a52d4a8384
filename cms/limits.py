"""How often one address may do something that anybody may do. Kept in the cache, forgotten after the time."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def too_often(request: HttpRequest, what: str, *, times: int, seconds: int) -> bool:
    """Count this time; True once there were more than `times` within `seconds` of the first."""
    key = f"limit:{what}:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > times
    except ValueError:  # it lapsed between the two calls
        cache.add(key, 1, seconds)
        return False
