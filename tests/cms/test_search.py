"""What search knows of a page: put in when it goes live, gone when it is not to be seen."""

import pytest
from wagtail.models import PageViewRestriction

from cms import documents
from cms.models import AdvicePage
from search.models import IndexedDocument
from tests.factories.cms import TopicPageFactory, an_advice_page


def found() -> dict[str, str]:
    rows = IndexedDocument.objects.filter(kind="advice", removed=False)
    return dict(rows.values_list("title", "url"))


@pytest.fixture
def advice(db) -> AdvicePage:
    advice = an_advice_page(title="Paying for care", slug="paying")
    advice.save_revision().publish()
    return AdvicePage.objects.get(pk=advice.pk)


def test_a_page_that_goes_live_can_be_found(advice):
    assert found() == {"Paying for care": advice.url}


def test_what_it_says_is_found_with_the_laws_own_words(db):
    quote = {"quote": "well-being", "source": "Section 1", "url": "https://www.legislation.gov.uk/", "meaning": ""}
    advice = an_advice_page(keywords="fees", body=[("law_quote", quote)])
    document = documents.document(advice)
    assert (document.body, document.keywords, document.anywhere) == ("well-being\nSection 1", "fees", True)
    assert document.confirmed_on == advice.reviewed_on


def test_a_draft_is_not_found(db):
    advice = an_advice_page(live=False)
    advice.save_revision()
    assert (found(), list(documents.load())) == ({}, [])


def test_unpublishing_and_deleting_take_it_out(advice):
    advice.unpublish()
    assert found() == {}
    advice.save_revision().publish()
    assert found() == {"Paying for care": advice.url}
    advice.delete()
    assert found() == {}


def test_deleting_a_topic_takes_its_pages_out(advice):
    advice.get_parent().delete()
    assert found() == {}


def test_moving_a_page_changes_where_it_is_found(advice):
    other = TopicPageFactory(parent=advice.get_parent().get_parent().specific, slug="other")
    advice.move(other, pos="last-child")
    assert found() == {"Paying for care": "/advice/other/paying/"}


def test_a_new_address_of_a_topic_is_one_for_its_pages(advice, django_capture_on_commit_callbacks):
    topic = advice.get_parent().specific
    topic.slug = "costs"
    with django_capture_on_commit_callbacks(execute=True):  # Wagtail tells of it after commit
        topic.save_revision().publish()
    assert found() == {"Paying for care": "/advice/costs/paying/"}


def test_a_page_for_some_only_is_not_found(advice):
    only = PageViewRestriction.objects.create(page=advice.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert found() == {}
    only.delete()
    assert found() == {"Paying for care": advice.url}
