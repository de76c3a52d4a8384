"""What people tell us about: a page, or a thing that a higher room knows and hands in with its name and owners.

    about.on_address("marketplace-order", fn)      fn(request, **arguments of the address) -> Thing | None
    about.register("order", Kind(...))             the kind of thing that such functions answer

`fn` answers None where the visitor may not see the thing: its name is then not said. Without a function a page is
called by its title where it is a page of ours, and otherwise not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri
from wagtail.models import Page, Site

from accounts.models import User
from design.registry import Registry

PAGE = "page"
LONGEST_ADDRESS = 300


@dataclass(frozen=True)
class Thing:
    """`kind` is a registered one, or "page"; `ref` finds it again; `words` are what its reader calls it."""

    kind: str
    ref: str
    words: str


@dataclass(frozen=True)
class Kind:
    """`label` is for staff: "Organisation". `belongs(ref)` are those whose it is: they never handle a complaint about
    it, and a compliment is passed on to them."""

    label: str
    belongs: Callable[[str], Iterable[User]]


_kinds: Registry[Kind] = Registry("kinds of things")
_addresses: Registry[Callable[..., Thing | None]] = Registry("things at an address")
register = _kinds.register
on_address = _addresses.register


def register_all(kinds: dict[str, Kind], addresses: dict[str, Callable[..., Thing | None]]) -> None:
    """What one room knows, in one line of its wiring."""
    for key, kind in kinds.items():
        register(key, kind)
    for name, fn in addresses.items():
        on_address(name, fn)


def at(request: HttpRequest, address: str) -> Thing | None:
    """The thing that is at an address of this site, as this visitor may see it. Never more than its path is used."""
    path = path_of(address)
    if not path:
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    known = _addresses.get(match.view_name)
    if known:
        return known(request, **match.kwargs)
    return page_at(request, path) if match.view_name == "wagtail_serve" else None


def path_of(address: str) -> str:
    """A path of ours, without query; empty for anything else that somebody put there."""
    if not address.startswith("/") or address.startswith("//") or len(address) > LONGEST_ADDRESS:
        return ""
    try:
        parts = urlsplit(iri_to_uri(address))
    except ValueError:
        return ""
    return "" if parts.netloc or "\\" in address else parts.path


def page_at(request: HttpRequest, path: str) -> Thing | None:
    """A page of ours that everybody may read; not the home page, which is about nothing in particular."""
    site = Site.find_for_request(request)
    parts = [part for part in path.split("/") if part]
    if site is None or not parts or "\x00" in path:
        return None
    found = Page.objects.live().public().filter(url_path=f"{site.root_page.url_path}{'/'.join(parts)}/").first()
    return Thing(PAGE, str(found.pk), found.title) if found else None


def label(kind: str) -> str:
    known = _kinds.get(kind)
    return known.label if known else "Page"


def belongs(kind: str, ref: str) -> list[User]:
    """Those whose thing it is, once each."""
    known = _kinds.get(kind) if ref else None
    return list({user.pk: user for user in known.belongs(ref)}.values()) if known else []
