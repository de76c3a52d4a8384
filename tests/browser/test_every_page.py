"""Every page, as everybody who may see it, wide and narrow: nothing for axe to find, nothing to scroll sideways, one
heading, a title, no word on the console (a breach of the content security policy is said there). Each address of the
site is opened once, and again wherever a page has anything in it that none before had, words apart.

A page reached by a link is here by itself (tests/browser/crawl.py). With WAYMARK_SCREENSHOTS=1 pictures of all are kept
in var/screenshots/1280/ and /375/.
"""

import json
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page

from tests import addresses
from tests.browser import crawl, demo
from tests.browser.telling import axe
from tests.test_access import TABLE

WHO = [demo.NOBODY, *(demo.name_of(visitor.email) for visitor in demo.VISITORS), demo.FOR_JOAN]
SCREENSHOTS = settings.BASE_DIR / "var" / "screenshots" if os.environ.get("WAYMARK_SCREENSHOTS") == "1" else None
looked_at: set[str] = set()  # URL names
seen: crawl.Shapes = set()  # what those pages were made of


@pytest.mark.parametrize("who", WHO)
def test_every_page_of(who, visit, template):
    found = found_by(who, template)
    page = visit(who, "/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    wrong: list[str] = []
    pages = {name: each for name, each in found.items() if not name.startswith(crawl.FILE)}
    for name, each in pages.items():
        for address, made_of in each.items():
            if SCREENSHOTS or name not in looked_at or made_of - seen:
                wrong += [f"{address} ({name}): {fault}" for fault in look_at(page, address, said)]
                photograph(page, who, name, address)
            looked_at.add(name)
            seen.update(made_of)
    assert not wrong, "\n".join(wrong)
    assert sorted(seen_by_nobody(template / "found")) == []


def found_by(who: str, template: Path) -> crawl.Found:
    """Follows the links in this test's own copy, and tells the other tests which pages there were."""
    found = crawl.seen_by(who, json.loads((template / "keys.json").read_text()).get(who, ""))
    told = template / "found"
    told.mkdir(exist_ok=True)
    making = told / f"{who}.{os.getpid()}"
    making.write_text(json.dumps(list(found)))
    making.replace(told / f"{who}.json")
    return found


def look_at(page: Page, address: str, said: list[str]) -> list[str]:
    said.clear()
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(address)
    faults = [] if answer and answer.ok else [f"answered {answer and answer.status}"]
    faults += [f"{page.locator('h1').count()} h1"] if page.locator("h1").count() != 1 else []
    faults += [] if page.title().strip() else ["no title"]
    faults += [f"1280: {each}" for each in axe(page)]
    page.set_viewport_size({"width": 320, "height": 900})
    faults += [f"320: {each}" for each in axe(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    faults += [f"{wide} wide at 320"] if wide > 320 else []
    return faults + [f"console: {line}" for line in said]


def photograph(page: Page, who: str, name: str, address: str) -> None:
    if SCREENSHOTS:
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 900})
            file = re.sub(r"[^a-z0-9]+", "-", f"{name} {who} {address}".lower()).strip("-")[:120]
            page.screenshot(path=SCREENSHOTS / str(width) / f"{file}.png", full_page=True)


def test_a_page_that_fails_is_like_no_other(monkeypatch):
    monkeypatch.setattr(Client, "get", lambda client, address: HttpResponse("Sorry", status=500))
    looks = [crawl.look(Client(), "money", address) for address in ("/money/", "/money/?page=2")]
    assert [name for name, _, _ in looks] == ["money", "money"]
    assert looks[0][2] and looks[1][2] - looks[0][2]  # opened, though the address by this name was


def test_an_address_that_is_not_there(visit):
    page = visit(None, crawl.MISSING)
    assert (page.locator("h1").count(), axe(page)) == (1, [])


NOT_IN_THE_DEMO = {
    "plans-review",  # who has asked for one already, as Rosa in the demo, is led back to her plan
    # Of people who have no sign-in of the demo, and after the time to appeal: tests/browser/test_story_surplus.py.
    *("money-surplus", "money-surplus-say", "money-surplus-appeal", "staff-surplus-take"),
    "money-arrears",  # Neil has no sign-in of the demo
    # A job that is over, and somebody whom the council must pay for: tests/marketplace/test_employer_costs_pages.py.
    *("employer-costs-finish", "staff-employer-costs-pay", "staff-employer-costs-finish"),
    # Data for programs, and a picture: no pages.
    *("openreferral:api-root", "openreferral:services-one", "openreferral:service_at_locations-one"),
    *("openreferral:taxonomies-one", "openreferral:taxonomy_terms-one"),
    *("approvals-check-json", "directory-passport-code", "directory-photo", "sitemap-part"),
    *("directory-service-passport-code", "directory-organisation-passport-code"),
    # Behind a state that the demo does not show: tests/directory/ and tests/marketplace/test_second_looks.py.
    *("money-family-look", "staff-person-family-look"),
}


def seen_by_nobody(told: Path) -> set[str]:
    """Asked when the last visitor has been everywhere. An address that nobody comes to by a link is brought by its room
    (tests/browser/crawl.py says how)."""
    found = [told / f"{who}.json" for who in WHO]
    if not all(path.exists() for path in found):
        return set()
    opened = {name.removeprefix(crawl.FILE) for path in found for name in json.loads(path.read_text())}
    pages = {row.name for row in TABLE if "GET" in row.methods.split() and row.get == 200 and not row.theirs}
    return (pages & addresses.names()) - opened - {"wagtail_serve", "health-live", *NOT_IN_THE_DEMO}
