"""Every kind of page as a visitor sees it, and what it costs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from wagtail.rich_text import RichText
from wagtail_factories import ImageFactory

from cms import counts, support
from cms.models import AdvicePage, HomePage, StandardPage
from cms.support import Found, Offer
from tests.factories.cms import SOURCE, AdvicePageFactory, TopicPageFactory, a_topic, an_advice_page


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


def test_a_registry_refuses_the_same_name_twice(filled):
    counts.register("services", lambda: 1)
    with pytest.raises(ValueError, match="services"):
        counts.register("services", lambda: 2)


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


def test_a_page_of_advice_shows_owner_sources_and_dates(client, db):
    page = an_advice_page(reviewed_on=date(2026, 4, 1), next_review_on=date(2027, 4, 1))
    html = text(client, page.url)
    for words in ("Adult Social Care information team", "1 April 2026", "1 April 2027", "Care Act 2014"):
        assert words in html
    assert "Was this page useful?" in html


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


def test_a_draft_and_its_way_of_asking_are_hidden(client, db):
    page = an_advice_page()
    page.unpublish()
    assert client.get(page.url).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client, db, method):
    assert getattr(client, method)(an_advice_page().url).status_code == 405


def test_every_block_is_drawn(client, db):
    offered = [("find_support", {"heading": "Near you", "words_to_search": "help", "kind": "any"})]
    image = ImageFactory()
    body = [
        ("picture", {"image": image, "alternative": "A ramp to a front door", "caption": "A ramp"}),
        ("callout", {"tone": "care", "heading": "Take care", "text": RichText("<p>Slowly.</p>")}),
        ("contact", {"heading": "Ask Acas", "our_team": False, "name": "Acas", "website": "https://www.acas.org.uk/"}),
        *offered,
    ]
    html = text(client, an_advice_page(body=body).url)
    assert 'alt="A ramp to a front door"' in html
    assert "Slowly." in html and "Acas website" in html
    assert "Near you" not in html  # nobody offers anything


def test_an_image_without_alternative_text_is_refused(db):
    picture = AdvicePage.body.field.stream_block.child_blocks["picture"]
    with pytest.raises(ValidationError):
        picture.clean(picture.to_python({"image": ImageFactory().pk, "alternative": ""}))


def test_support_is_offered_by_the_rooms_that_know_of_some(client, db, filled):
    asked = []

    def directory(wanted):
        asked.append((wanted.words, wanted.kind))
        return Offer((Found("Ben Okafor", "/personal-assistants/ben-okafor/", "0.8 miles"),), 12, "See all 12", "/all/")

    support.register("directory", directory)
    support.register("empty", lambda wanted: None)
    block = {
        "heading": "Near you",
        "words_to_search": "personal assistant",
        "kind": "personal_assistant",
    }
    html = text(client, an_advice_page(body=[("find_support", block)]).url)
    assert asked == [("personal assistant", "personal_assistant")]
    for words in ("Near you", "Ben Okafor", "0.8 miles", "See all 12"):
        assert words in html


def test_the_next_review_is_after_the_last(db):
    page = an_advice_page()
    page.next_review_on = page.reviewed_on
    with pytest.raises(ValidationError, match="after the last"):
        page.clean()
    with pytest.raises(IntegrityError):
        AdvicePage.objects.filter(pk=page.pk).update(next_review_on=page.reviewed_on)


def test_a_page_needs_a_source(db):
    sources = AdvicePage.sources.field.stream_block
    with pytest.raises(ValidationError):
        sources.clean(sources.to_python([]))
    assert len(sources.clean(sources.to_python([{"type": SOURCE[0], "value": SOURCE[1]}]))) == 1


@pytest.mark.parametrize("many", [1, 3])
def test_a_topic_costs_the_same_with_one_page_and_with_three(client, django_assert_num_queries, db, many):
    topic = a_topic()
    for _ in range(many):
        AdvicePageFactory(parent=topic)
    client.get(topic.url)
    with django_assert_num_queries(TOPIC):
        client.get(topic.url)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_advice_costs_the_same_with_one_topic_and_with_three(client, django_assert_num_queries, db, many):
    first = a_topic()
    index = first.get_parent()
    for topic in [first, *(TopicPageFactory(parent=index.specific) for _ in range(many - 1))]:
        AdvicePageFactory(parent=topic)
        AdvicePageFactory(parent=topic)
    client.get(index.url)
    with django_assert_num_queries(INDEX):
        client.get(index.url)


@pytest.mark.parametrize("many", [1, 3])
def test_a_page_costs_the_same_beside_one_other_and_beside_three(client, django_assert_num_queries, db, many):
    page = an_advice_page()
    for _ in range(many):
        AdvicePageFactory(parent=page.get_parent().specific)
    client.get(page.url)
    with django_assert_num_queries(PAGE):
        client.get(page.url)


TOPIC, INDEX, PAGE = 12, 10, 13
