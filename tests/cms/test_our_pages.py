"""The front page and our own pages as a reader opens them."""

import pytest

from cms import counts, support
from cms.models import AdvicePage, HomePage, StandardPage


def text(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def filled():
    """Registries that a test may fill; what it put in is gone after it."""
    before = dict(counts._counts._things), dict(support._rooms._things)
    counts._counts._things.clear()
    support._rooms._things.clear()
    yield
    counts._counts._things, support._rooms._things = before


def read_next(client, page) -> list[str]:
    return [each.title for each in client.get(page.url).context["next_pages"]]


def test_home(our_pages, client):
    html = text(client, "/")
    assert "Care and support in Aldermere, on your terms" in html
    for address in ("/advice/", "/directory/", "/money/", "/advice/people/staying-safe/"):
        assert f'href="{address}"' in html
    assert 'href="/advice/start/how-it-works/#if-you-look-after-someone"' in html


def test_home_counts_what_rooms_can_count(our_pages, client, filled):
    assert "Services near you, and personal assistants checked by our Trading Standards team." in text(client, "/")
    counts.register("services", lambda: 1312)
    assert "1,312 services near you" in text(client, "/")
    counts.register("personal_assistants", lambda: 1)
    assert "1,312 services, and 1 personal assistant checked by our Trading Standards team." in text(client, "/")


def test_home_leaves_out_a_first_step_whose_page_is_not_live(our_pages, client):
    AdvicePage.objects.get(slug="paying-for-care").unpublish()
    AdvicePage.objects.get(slug="staying-safe").unpublish()
    html = text(client, "/")
    assert "I pay for my own care" not in html
    assert "What abuse can look like" not in html
    assert "Report a concern" in html  # the form is there without that page


def test_the_anchors_that_home_points_at_are_there(our_pages, client):
    home = HomePage.objects.get()
    for start in home.starts:
        fragment = start.value["fragment"]
        if fragment:
            assert f'id="{fragment}"' in text(client, start.value["page"].url)


def test_reading_sets_no_cookie(our_pages, client):
    for url in ("/", "/advice/", "/advice/money/", "/advice/people/approval/", "/privacy/"):
        assert client.get(url).cookies == {}


def test_an_alarm_comes_before_everything_else(our_pages, client):
    html = text(client, "/advice/people/staying-safe/")
    assert html.index("call 999") < html.index("01632 960 100") < html.index("On this page")


def test_short_addresses_lead_to_the_page_in_its_topic(our_pages, client):
    assert client.get("/advice/staying-safe/").headers["Location"] == "/advice/people/staying-safe/"
    assert client.get("/advice/nothing-here/").status_code == 404
    AdvicePage.objects.get(slug="staying-safe").unpublish()
    assert client.get("/advice/staying-safe/").status_code == 404


def test_pages_about_the_site(our_pages, client):
    for slug in ("contact", "accessibility-statement", "privacy", "cookies"):
        assert StandardPage.objects.get(slug=slug).title in text(client, f"/{slug}/")
