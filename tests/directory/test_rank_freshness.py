"""The order of results follows the council's own months (issue 8 §1: weaker rank at 6, configurable)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory import documents
from directory.models import FreshnessSettings
from search import fresh, ranking
from search.query import Query, search
from tests.factories import directory as make

pytestmark = pytest.mark.django_db


def test_the_settings_as_they_come_are_rankings_own():
    assert fresh.steps() == ranking.FRESHNESS


def months(old, hide):
    FreshnessSettings.objects.create(old_months=old, hide_months=hide)
    fresh.forget()


def names():
    return [hit.document.title for hit in search(Query(text="chess")).hits]


def test_what_is_old_by_the_council_ranks_weaker(search_index):
    """Two alike: the record we have had longest comes first, until it is old."""
    today = timezone.localdate()
    for name, days in (("Chess one", 100), ("Chess two", 0)):
        confirmed = {"confirmed_on": today - timedelta(days=days), "confirmed_as": "Mind Games"}
        documents.refresh_services(make.service(name, status="published", **confirmed).pk)
    search_index()
    assert names() == ["Chess one", "Chess two"]
    months(3, 9)
    assert names() == ["Chess two", "Chess one"]
    assert search(Query(text="chess")).hits[1].points.freshness == 1


def test_the_page_of_rules_says_the_same():
    months(3, 9)
    words = " ".join(Client().get("/search/how-results-are-ordered/").content.decode().split())
    assert "2 points if the details were confirmed in the last 3 months" in words
    assert "1 point if the details were confirmed in the last 9 months" in words
