"""How often a record was found, and for which words: counts, small ones never told (issue 8, §1)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search import found, index
from search.models import FoundCount
from search.statistics import Need
from tests.factories.search import a_document, a_gazetteer

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def club(search_index):
    a_gazetteer()
    document = a_document("Lunch club", miles=1, facets={"day": ("mon",)})
    index.put(document)
    search_index()
    return document


def visit(number=1, **query):
    assert Client(REMOTE_ADDR=f"198.51.100.{number}").get("/search/", query).status_code == 200


def often(club):
    return found.often(club.kind, [club.ref], YESTERDAY)


def test_what_stood_on_the_first_page_counts_once_a_day_for_a_visitor_and_her_words(club):
    for _ in range(3):
        visit(q="lunch")
        visit(q="lunch", page=2)
        visit(q="lunch", day="mon")
    visit(2, q="lunch")
    assert often(club).by_ref == {club.ref: 2}


def test_what_was_not_shown_does_not_count(club):
    visit(q="osteopath")
    assert not FoundCount.objects.exists()


def test_words_are_told_from_the_fifth_search_on(club):
    for number in range(1, 5):
        visit(number, q="Lunch")
    assert often(club).words == []
    visit(5, q="lunch")
    assert often(club).words == [Need("lunch", 5)]


def test_words_that_five_searched_but_fewer_found_it_by_are_not_told(club):
    for number in range(1, 6):
        visit(number, q="lunch")
    FoundCount.objects.update(times=4)
    assert often(club).words == []


def test_the_words_themselves_and_the_visitor_are_in_no_row(club):
    visit(q="rosa alvarez lunch")
    assert "rosa" not in str(list(FoundCount.objects.values()))


def test_several_records_of_one_search_count_its_words_once():
    for ref in ("1", "2"):
        FoundCount.objects.create(day=YESTERDAY, kind="service", ref=ref, digest="x", times=4)
    assert found.often("service", ["1", "2"], YESTERDAY).words == []


def test_reading_it_costs_two_queries_however_much_there_is():
    for ref in range(4):
        FoundCount.objects.create(day=YESTERDAY, kind="service", ref=str(ref), digest=f"d{ref}", times=9)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found.often("service", ["0", "1", "2", "3"], YESTERDAY)
    assert len(asked) == 2
