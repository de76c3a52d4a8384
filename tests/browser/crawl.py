"""Which addresses of every URL name each visitor can see: found by following links, so that a new page is in by itself.

It begins at every address that needs no argument and at what the demo suggests to the visitor. A page behind a form
that must be filled in first is brought by its room: `tests/<room>/pages.py` with

    PAGES = {"rosa": lambda client: [address, ...]}   # posts what it must; answers what can then be opened

Two addresses of each URL name are kept for each visitor (pages of Wagtail: of each kind of page); links of a dozen are
followed, since a page in another state leads elsewhere. What is no page (a sheet, a calendar) goes by "file: <name>".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tests import addresses
from tests.browser.demo import VISITORS, name_of

EACH, FOLLOWED = 2, 12
FILE = "file: "
LINK = re.compile(rb"""<a\b[^>]*?\bhref="([^"#]+)""")
TAG = re.compile(r"<(/?[a-z][a-z0-9]*)([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*)(?:="([^"]*)")?')
LEAVE_OUT = ("/admin/", "/static/", "/media/", "/documents/", "/accounts/logout/", "/health/")
MISSING = "/there-is-no-such-page/"

Shapes = set[tuple[str, ...]]
Found = dict[str, dict[str, Shapes]]  # by URL name, its addresses, and of each what it is made of


def seen_by(who: str, key: str) -> Found:
    client = Client(raise_request_exception=False)
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
    waiting = list(dict.fromkeys([*starts(who), *brought(who, client)]))
    known, spare = set(waiting), []
    found: Found = defaultdict(dict)
    looked: Counter[str] = Counter()
    while waiting or spare:
        address = waiting.pop(0) if waiting else spare.pop(0)
        name = name_at(address)
        if waiting and any(urlsplit(each).path == urlsplit(address).path for each in found[name]):
            spare.append(address)  # another page of that name would be worth more than the same with another query
            continue
        if name and looked[name] < FOLLOWED:
            looked[name] += 1
            page, links, made_of = look(client, name, address)
            if page and len(found[page]) < EACH:
                found[page][address] = made_of
            new = [link for link in dict.fromkeys(links) if link not in known]
            waiting += new
            known.update(new)
    return {name: each for name, each in sorted(found.items()) if each}


def look(client: Client, name: str, address: str) -> tuple[str, list[str], Shapes]:
    """The name of the page that is there ("" when there is none for this visitor), where it leads, and its shapes."""
    answer = client.get(address)
    if answer.status_code in (301, 302):
        return "", list(links_in(f'<a href="{answer["Location"]}">'.encode(), address)), set()
    if answer.status_code >= 500:
        return (
            name,
            [],
            {(f"{answer.status_code} at {address}",)},
        )  # like no other, so that the test of every page says so
    if answer.status_code != 200:
        return "", [], set()
    if not answer["Content-Type"].startswith("text/html"):
        return FILE + name, [], set()
    if name == "wagtail_serve":
        name = f"page: {type(answer.context['page'].specific).__name__}"
    return name, list(links_in(answer.content, address)), shapes(answer.content.decode())


def shapes(html: str) -> Shapes:
    """What a page is made of, without its words: each three tags that follow one another, with their attributes, and of
    what decides how they look or are read the values."""
    tags = [" ".join((tag, *sorted(map(told, ATTRIBUTE.findall(rest))))) for tag, rest in TAG.findall(html)]
    return set(zip(tags, tags[1:], tags[2:], strict=False))


def told(attribute: tuple[str, str]) -> str:
    name, value = attribute
    return f"{name}={value}" if name in ("class", "type", "role") else name


def links_in(html: bytes, address: str) -> Iterator[str]:
    for found in LINK.findall(html):
        parts = urlsplit(urljoin(f"http://testserver{address}", unescape(found.decode())))
        if parts.netloc == "testserver" and not parts.path.startswith(LEAVE_OUT):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def name_at(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def starts(who: str) -> list[str]:
    wanted = [href for visitor in VISITORS if name_of(visitor.email) == who for _, href in visitor.look_at]
    return [*wanted, "/", *without_argument()]


def without_argument() -> Iterator[str]:
    for name in sorted(addresses.names() - {"wagtail_serve"}):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if not address.startswith(LEAVE_OUT):
            yield address


def brought(who: str, client: Client) -> list[str]:
    """What the rooms bring for this visitor."""
    made: list[str] = []
    for room in ("config", "marketplace", "directory", "cms", "accounts", "search"):
        if find_spec(f"tests.{room}.pages"):
            pages: dict[str, Callable[[Client], list[str]]] = import_module(f"tests.{room}.pages").PAGES
            made += pages[who](client) if who in pages else []
    return made
