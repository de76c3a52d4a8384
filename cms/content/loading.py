"""Puts our own pages into a site, each one once. What editors changed, moved or deleted since is never touched."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import User
from cms.models import AdviceIndexPage, AdvicePage, HomePage, LoadedPage, StandardPage, TopicPage
from design.formats import day
from design.models import Council

from . import reading
from .blocks import stream
from .figures import load_figures

YEAR = timedelta(days=365)


@transaction.atomic
def load(*, at: datetime | None = None, by: User | None = None) -> int:
    """Load what is not there yet; how many pages that was. `at` is the day on which it is published."""
    at = at or timezone.now()
    load_figures(at=at, by=by)
    return Loading(at, by).run()


class Loading:
    def __init__(self, at: datetime, by: User | None) -> None:
        self.at, self.by, self.today = at, by, timezone.localdate(at)
        self.known: dict[str, Page | None] = {row.key: row.page for row in LoadedPage.objects.select_related("page")}
        self.words = council_words(Council.current())
        self.made: list[tuple[Page, dict[str, Any]]] = []

    def run(self) -> int:
        """The tree first, so that pages can link to one another; then the words; then live."""
        site = reading.site(self.words)
        home = self.home(site["home"])
        index = self.once("advice", AdviceIndexPage, home, site["advice"])
        for topic in site["topics"]:
            self.once(f"topic:{topic['slug']}", TopicPage, index, topic)
        for data in reading.pages(self.words):
            self.page(data, home)
        for page, data in self.made:
            self.fill(page, data)
            self.publish(page)
        return len(self.made)

    def once(self, key: str, model: type[Page], parent: Page | None, data: dict[str, Any], **fields: Any):
        """The page of this key: as it was loaded once, or made now. None where editors took it or its parent away."""
        if key in self.known or parent is None:
            return self.known.get(key)
        plain = {name: value for name, value in data.items() if name in FIELDS}
        page = model(owner=self.by, live=False, **plain, **fields)
        (parent.specific if parent.depth > 1 else parent).add_child(instance=page)
        LoadedPage.objects.create(key=key, page=page, loaded_at=self.at)
        self.known[key] = page
        self.made.append((page, data))
        return page

    def home(self, data: dict[str, Any]) -> Page | None:
        there = HomePage.objects.first()
        if there and "home" not in self.known:
            self.known["home"] = there
        root = Page.objects.get(depth=1)
        home = self.once("home", HomePage, root, data, slug="front-page")
        if home and any(page is home for page, _ in self.made):
            replace_welcome_page(home, self.words["service"])
        return home

    def page(self, data: dict[str, Any], home: Page | None) -> None:
        reviewed = self.today - timedelta(days=data["reviewed_days_ago"])
        data["reviewed"] = day(reviewed)
        if data.get("kind") == "standard":
            self.once(f"page:{data['slug']}", StandardPage, home, data, reviewed_on=reviewed)
        else:
            topic = self.known.get(f"topic:{data['topic']}")
            dates = {"reviewed_on": reviewed, "next_review_on": reviewed + YEAR}
            self.once(f"page:{data['slug']}", AdvicePage, topic, data, **dates)

    def fill(self, page: Page, data: dict[str, Any]) -> None:
        """What speaks of other pages, now that all of them are there."""
        words: dict[str, Any] = {}
        if "concern_page" in data:
            words["concern_page_id"] = self.find(data["concern_page"])
            starts = [start | {"page": self.find(start.get("page", ""))} for start in data["starts"]]
            words["starts"] = raw(("start", start) for start in starts)
        if "block" in data:
            words["body"] = json.dumps(stream(data["block"], self.find, {"reviewed": data["reviewed"]}))
        if "related" in data:
            words["related"] = raw(("page", pk) for pk in map(self.find, data["related"]) if pk)
        if "sources" in data:
            words["sources"] = raw(("source", source) for source in data["sources"])
        for name, value in words.items():
            setattr(page, name, value)
        page.save()

    def find(self, slug: str) -> int | None:
        page = self.known.get(f"page:{slug}")
        return page.pk if page else None

    def publish(self, page: Page) -> None:
        page.save_revision(user=self.by, clean=False).publish(user=self.by, skip_permission_checks=True)
        Page.objects.filter(pk=page.pk).update(
            first_published_at=self.at, last_published_at=self.at, latest_revision_created_at=self.at
        )


FIELDS = {
    "title", "slug", "summary", "intro", "heading", "icon", "owner_team", "keywords",
    "concern_heading", "concern_text", "concern_button",
}  # fmt: skip


def raw(children: Iterable[tuple[str, Any]]) -> str:
    return json.dumps([{"type": name, "value": value} for name, value in children])


def council_words(council: Council) -> dict[str, str]:
    names = ("full_name", "phone", "phone_hours", "emergency_phone", "out_of_hours_phone", "relay_phone", "email")
    words = {name: getattr(council, name) for name in names}
    service = council.service_name
    return words | {
        "council": council.council_name,
        "service": service,
        "service_lower": service[:1].lower() + service[1:],
        "site": settings.SITE_URL,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "easy_read_cookie": settings.EASY_READ_COOKIE_NAME,
        "shortlist_cookie": settings.SHORTLIST_COOKIE_NAME,
        "display_cookie": settings.DISPLAY_COOKIE_NAME,
    }


def replace_welcome_page(home: Page, name: str) -> None:
    """Our home page answers at / in place of the page that Wagtail comes with."""
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0).exclude(pk=home.pk).first()
    Site.objects.filter(is_default_site=True).update(root_page=home, site_name=name)
    Site.clear_site_root_paths_cache()
    if welcome and welcome.specific_class is Page:
        welcome.delete()
