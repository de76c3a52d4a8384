"""What search engines are told: the site map, robots.txt, and schema.org on pages."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from config.views import sitemap
from tests.directory.test_find import approved
from tests.factories import cms, feed
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client, path="/sitemap.xml", of="url"):
    tree = ElementTree.fromstring(client.get(path).content)  # noqa: S314  our own
    return [one.text.removeprefix("http://testserver") for one in tree.findall(f"s:{of}/s:loc", NAMES)]


def linked(client, path):
    page = client.get(path)
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode())
    return json.loads(found), found


def test_the_site_map_has_every_page_that_anybody_may_find(client):
    advice = cms.an_advice_page()
    hidden = cms.an_advice_page(live=False)
    service, ben = feed.rich(), approved()
    draft, lapsed = make.service("Draft"), approved("Ada Quill")
    lapsed.approvals.update(
        approved_on=timezone.localdate() - timedelta(days=9), until=timezone.localdate() - timedelta(days=1)
    )
    found = addresses(client)
    for path in (
        "/",
        advice.url,
        f"/directory/{service.slug}/",
        f"/directory/organisations/{service.organisation.slug}/",
        f"/personal-assistants/{ben.slug}/",
        "/open-data/",
    ):
        assert path in found
        assert client.get(path).status_code == 200 or path == "/open-data/"
    for path in (hidden.url, f"/directory/{draft.slug}/", f"/personal-assistants/{lapsed.slug}/"):
        assert path not in found
    assert len(found) == len(set(found))


def test_more_than_fits_is_a_list_of_parts_that_lose_nothing(client, monkeypatch):
    """A site map has at most 50,000 addresses (sitemaps.org)."""
    for number in range(5):
        make.service(f"Club {number}", status="published")
    whole = addresses(client)
    monkeypatch.setattr(sitemap, "MOST", len(whole))
    assert addresses(client) == whole
    monkeypatch.setattr(sitemap, "MOST", len(whole) - 1)
    parts = addresses(client, of="sitemap")
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml"]
    assert [one for path in parts for one in addresses(client, path)] == whole
    assert client.get("/sitemap-3.xml").status_code == client.get("/sitemap-0.xml").status_code == 404


def test_the_site_map_costs_the_same_for_little_and_much(client, django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        for each in range(number):
            cms.an_advice_page()
            make.service(f"Club {number} {each}", status="published")
        client.get("/sitemap.xml")
        with django_assert_max_num_queries(12) as made:
            client.get("/sitemap.xml")
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_robots_are_asked_to_leave_what_is_private(client, settings):
    words = client.get("/robots.txt").content.decode()
    assert "Disallow: /money/\n" in words
    assert "Allow: /money/how-long/\n" in words
    assert "Sitemap: http://testserver/sitemap.xml" in words
    settings.WAYMARK_DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_a_service_page_tells_what_it_shows(client):
    service = feed.rich(minimum_age=None, maximum_age=None)
    told, _ = linked(client, f"/directory/{service.slug}/")
    assert (told["@type"], told["name"], told["provider"]["name"]) == ("Service", "Lunch club", "Hollybank Home Care")
    assert told["availableChannel"][0]["serviceLocation"]["address"]["postalCode"] == "AM3 2QT"
    assert told["hoursAvailable"][0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "09:00",
        "closes": "12:00",
    }
    assert told["offers"] == [{"@type": "Offer", "name": "Lunch 0, a visit", "price": "4.50", "priceCurrency": "GBP"}]
    assert "ating" not in json.dumps(told)


def test_an_organisation_page_tells_what_it_shows(client):
    service = feed.rich()
    told, _ = linked(client, f"/directory/organisations/{service.organisation.slug}/")
    assert (told["@type"], told["sameAs"]) == ("Organization", "https://agewell.example/")


def test_words_cannot_end_the_element(client):
    service = make.service("</script><script>alert(1)</script>", status="published")
    told, written = linked(client, f"/directory/{service.slug}/")
    assert told["name"] == service.name
    assert "<" not in written
    assert "script-src 'self'" in client.get(f"/directory/{service.slug}/")["Content-Security-Policy"]
