"""A rule that holds only for people of one area says so wherever the rule is read."""

import pytest
from django.urls import reverse
from django.utils import timezone

from directory import documents, telling
from directory.actions import services
from directory.models import Eligibility
from directory.views import side_by_side
from search.models import IndexedDocument
from tests.factories import directory as make

pytestmark = pytest.mark.django_db
RULE = "People who live alone: people who live in Alderford"


@pytest.fixture
def club():
    service = make.service()
    Eligibility.objects.create(service=service, words="People who live alone", area="Alderford")
    services.publish(service=service, by=None)
    return service


def test_page_feed_comparison_and_api_say_the_area(client, club):
    today = timezone.localdate()
    assert RULE in client.get(reverse("directory-service", args=[club.slug])).content.decode()
    feed = client.get(f"/api/openreferral/services/{club.uuid}").json()
    assert feed["eligibility_description"] == RULE
    assert telling.service(club, today, str).rules == [RULE]
    assert RULE in side_by_side.whom(club)


def test_search_finds_it_by_the_area_and_its_card_says_so(client, club, search_index):
    search_index()
    document = documents.of_service(club, timezone.localdate())
    assert document.extra["note"] == "Only for people who live in Alderford."
    assert "Alderford" in IndexedDocument.objects.get(kind="service").body
    found = client.get(reverse("directory-find"), {"q": "Alderford"}).content.decode()
    assert "Only for people who live in Alderford." in found
