"""Every kind of page as a visitor sees it, and what it costs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from wagtail.rich_text import RichText
from wagtail_factories import ImageFactory

from cms import counts, support
from cms.models import AdvicePage, TopicPage
from cms.support import Found, Offer
from design.formats import day
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


def test_a_registry_refuses_the_same_name_twice(filled):
    counts.register("services", lambda: 1)
    with pytest.raises(ValueError, match="services"):
        counts.register("services", lambda: 2)


def test_a_page_of_advice_shows_owner_sources_and_dates(client, db):
    page = an_advice_page(reviewed_on=date(2026, 4, 1), next_review_on=date(2027, 4, 1))
    html = text(client, page.url)
    for words in ("Adult Social Care information team", "1 April 2026", "1 April 2027", "Care Act 2014"):
        assert words in html
    assert "Was this page useful?" in html


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


# Many pages


def test_a_topic_on_the_list_shows_a_few_pages_and_the_way_to_all(client, db):
    topic = a_topic(title="Paying for care")
    pages = [AdvicePageFactory(parent=topic) for _ in range(5)]
    html = text(client, topic.get_parent().url)
    assert [page.title in html for page in pages] == [True] * 5  # no link to just one more
    AdvicePageFactory(parent=topic, title="The sixth")
    html = text(client, topic.get_parent().url)
    assert "All 6 pages on paying for care" in html
    assert [page.title in html for page in pages] == [True] * 4 + [False]
    assert "The sixth" in text(client, topic.url)


def test_a_topic_without_pages_is_not_offered(client, db):
    topic = an_advice_page().get_parent().specific
    empty = TopicPageFactory(parent=topic.get_parent().specific, title="Nothing yet")
    TopicPageFactory(parent=topic.get_parent().specific, title="Other topic of use")
    AdvicePageFactory(parent=empty.get_siblings().last())
    assert "Nothing yet" not in text(client, topic.get_parent().url)
    html = text(client, topic.url)
    assert "Nothing yet" not in html and "Other topic of use" in html


@pytest.mark.parametrize(("icon", "_name"), TopicPage.ICONS)
def test_every_icon_of_a_topic_is_drawn(client, db, icon, _name):
    page = an_advice_page(parent=a_topic(icon=icon))
    assert 'class="wm-icon"' in text(client, page.get_parent().get_parent().url)


# Read next


def read_next(client, page) -> list[str]:
    return [each.title for each in client.get(page.url).context["next_pages"]]


def test_the_next_pages_of_the_topic_are_offered_round_and_round(client, db):
    topic = a_topic()
    pages = [AdvicePageFactory(parent=topic, title=f"Page {n}") for n in range(8)]
    pages[4].unpublish()
    assert read_next(client, pages[2]) == ["Page 3", "Page 5", "Page 6", "Page 7", "Page 0"]
    assert read_next(client, pages[7]) == ["Page 0", "Page 1", "Page 2", "Page 3", "Page 5"]
    assert "All pages on this topic" in text(client, pages[2].url)


def test_editors_choose_better_ones(client, db):
    topic = a_topic()
    other, first, second = (AdvicePageFactory(parent=topic, title=name) for name in ("Other", "First", "Second"))
    page = an_advice_page(parent=topic, related=[("page", second), ("page", first), ("page", second)])
    assert read_next(client, page) == ["Second", "First"]
    second.unpublish()
    assert read_next(client, page) == ["First"]
    first.delete()
    assert read_next(client, page) == ["Other"]
    assert other.live


def test_a_page_is_never_next_to_itself(client, db):
    page = an_advice_page()
    page.related = [("page", page)]
    page.save()
    assert read_next(client, page) == []


# On paper


def test_a_page_can_be_printed_and_says_when_it_was(client, db):
    html = text(client, an_advice_page().url)
    assert '<a class="govuk-link" href="#how-to-print" data-print>Print this page</a>' in html
    assert 'id="how-to-print"' in html
    assert f"Printed on {day(timezone.localdate())} from http://testserver/advice/" in html


# What it costs


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


TOPIC, INDEX, PAGE = 13, 10, 13
