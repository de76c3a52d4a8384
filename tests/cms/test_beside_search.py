"""What stands beside results: nobody is left with an empty page."""

import pytest
from django.test import Client

from cms.models import AdvicePage
from tests.factories.cms import an_advice_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def advice(search_index) -> AdvicePage:
    page = an_advice_page(title="Paying for care", slug="paying")
    page.save_revision().publish()
    search_index()
    return page


def nothing(**query) -> str:
    response = Client().get("/search/", query)
    assert response.context["results"].total == 0
    return response.content.decode()


def test_advice_about_it_is_offered_where_a_filter_leaves_nothing(advice):
    page = nothing(q="paying", kind="service")
    assert "Advice about this:" in page
    assert advice.url in page


def test_otherwise_the_topics_there_are(advice):
    page = nothing(q="zumba")
    topic = AdvicePage.objects.get().get_parent()
    assert "You can read about:" in page
    assert f'href="{topic.url}">{topic.title}<' in page
    assert "01632 960 100" in page


def test_a_page_with_results_offers_neither(advice):
    page = Client().get("/search/", {"q": "paying"}).content.decode()
    assert "Advice about this:" not in page and "You can read about:" not in page
