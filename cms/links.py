"""Links of our live pages that do not lead where they should, worked out from what is kept: no other site is asked.

Within the site a link is broken when its page is gone or not live, or has no heading of that name. One to another site
is broken when its address cannot be right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms import link_rules, raw
from cms.blocks.base import anchor
from cms.link_rules import Written
from cms.models import AdviceIndexPage, AdvicePage, HomePage, StandardPage
from cms.models.base import WrittenPage

SHELL = {"main", "about-title", "figures-on-this-page", "how-to-print"}  # anchors that every page has
GONE = "That page is gone, or it is not live"
NO_HEADING = "The page has no such heading"


@dataclass(frozen=True)
class Broken:
    page: Page
    words: str
    to: str
    why: str


def broken() -> list[Broken]:
    """In the order of the pages. A few queries, however many pages there are."""
    where = Where()
    found = [
        Broken(page, link.words, said(link), why)
        for page in where.pages
        for link in links_of(page)
        if (why := where.wrong_with(page, link))
    ]
    return [*broken_starts(where), *found]


def broken_starts(where: "Where") -> Iterator[Broken]:
    """Of the front page's first steps."""
    for home in HomePage.objects.live():
        for child in home.starts.raw_data:
            link = start_link(child["value"])
            if why := where.wrong_with(home, link):
                yield Broken(home, link.words, said(link), why)


def start_link(start: dict[str, Any]) -> Written:
    if start.get("page"):
        return Written(start["text"], f"#{start['fragment']}" if start.get("fragment") else "", "page", start["page"])
    return Written(start["text"], start.get("address") or "")


class Where:
    """All that a link within the site may lead to, read once."""

    @cached_property
    def pages(self) -> list[WrittenPage]:
        found = [*AdvicePage.objects.live(), *StandardPage.objects.live()]
        return sorted(found, key=lambda page: page.path)

    def wrong_with(self, page: Page, link: Written) -> str:
        """Why it is broken; empty where it is not."""
        if link.kind == "page":
            return self._wrong_page(link.number, link.address)
        if link.kind == "document":
            return "" if link.number in self._documents else "That document is gone"
        if not link.address:
            return "It leads nowhere"
        if is_outside(link.address):
            return link_rules.wrong_with(link.address)
        return "" if link.address.lower().startswith(link_rules.ASIDE) else self._wrong_address(page, link.address)

    def _wrong_page(self, number: int, address: str = "") -> str:
        if number not in self._paths:
            return GONE
        wanted = urlsplit(address).fragment
        return NO_HEADING if wanted and wanted not in self._anchors.get(number, SHELL) else ""

    def _wrong_address(self, page: Page, address: str) -> str:
        path = unquote(urlsplit(address).path)
        if not path:
            return self._wrong_page(page.pk, address)
        found = screen_at(path) or screen_at(f"{path}/")  # the site itself adds what people leave out
        if found is None:
            return "There is nothing at that address"
        if found.view_name != "wagtail_serve":
            return ""  # a screen of ours: what it shows is not known here
        number = self._numbers.get(path.strip("/"))
        return self._wrong_page(number, address) if number else GONE

    @cached_property
    def _paths(self) -> dict[int, str]:
        """Each live page's path within the site."""
        root = Site.objects.select_related("root_page").get(is_default_site=True).root_page.url_path
        found = Page.objects.live().filter(url_path__startswith=root).values_list("pk", "url_path")
        return {pk: path.removeprefix(root).strip("/") for pk, path in found}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Pages by their path; those of advice also without the topic, since the list of advice leads on from there."""
        index = AdviceIndexPage.objects.live().first()
        advice = [page for page in self.pages if isinstance(page, AdvicePage)] if index else []
        short = {f"{self._paths.get(index.pk)}/{page.slug}": page.pk for page in advice}
        return short | {path: pk for pk, path in self._paths.items()}

    @cached_property
    def _anchors(self) -> dict[int, set[str]]:
        return {page.pk: SHELL | set(anchors(page)) for page in self.pages}

    @cached_property
    def _documents(self) -> set[int]:
        return set(get_document_model().objects.values_list("pk", flat=True))


def screen_at(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def links_of(page: WrittenPage) -> Iterator[Written]:
    streams = [page.body, page.sources] if isinstance(page, AdvicePage) else [page.body]
    for stream in streams:
        for child in stream.raw_data:
            for field, text in raw.strings(child):
                yield from link_rules.written(field, text, name_of(child["value"]))


def name_of(block: dict[str, Any]) -> str:
    """What a block's own address belongs to: a source's title, an organisation's name, the law that is quoted."""
    return block.get("title") or block.get("name") or block.get("source") or ""


def anchors(page: WrittenPage) -> Iterator[str]:
    for child in page.body.raw_data:
        if heading := child["value"].get("heading"):
            yield anchor(heading)


def is_outside(address: str) -> bool:
    """Our own site by its whole address is no other site."""
    return link_rules.outside(address) and not address.startswith(f"{settings.SITE_URL}/")


def said(link: Written) -> str:
    kinds = {"page": "A page of ours", "document": "A document of ours"}
    return " ".join(filter(None, [kinds.get(link.kind), link.address])) or "Nowhere"
