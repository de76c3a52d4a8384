"""Every address of the site that is ours: by URL name, read from the resolver, Wagtail's own internals left out."""

from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

OURS_TO_SHOW = {"wagtail_serve"}  # Wagtail's view, our pages


def patterns(within: URLResolver, namespace: str = "", route: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in within.url_patterns:
        if isinstance(each, URLResolver):
            space = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from patterns(each, space, f"{route}{each.pattern}")
        else:
            yield f"{namespace}{each.name}" if each.name else f"{route}{each.pattern}", each


@cache
def names() -> frozenset[str]:
    """URL names (for an address without one, its route)."""
    return frozenset(name for name, pattern in patterns(get_resolver()) if name in OURS_TO_SHOW or ours(name, pattern))


def ours(name: str, pattern: URLPattern) -> bool:
    return not pattern.callback.__module__.startswith("wagtail.") and not name.startswith(("wagtail", "admin/"))
