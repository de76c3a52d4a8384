"""What people search for is counted, and nobody can be found in the counts."""

import threading
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from search import index, record, statistics
from search.kept_words import kept
from search.models import SearchCount, UnmetNeed
from search.statistics import Need
from tests.factories.search import a_document, a_gazetteer

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def stocked(search_index):
    a_gazetteer()
    index.put(a_document("Lunch club", miles=1, facets={"day": ("mon",)}))
    search_index()


def visit(number=1, path="/search/", **query):
    response = Client(REMOTE_ADDR=f"198.51.100.{number}").get(path, query)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lunch  CLUB?", "lunch club"),
        ("café at 3pm, Room 12", "cafe at 3pm room 12"),
        ("mum's re-ablement", "mum's re-ablement"),
        ("help rosa@aldermere.example now", "help now"),
        ("rosa%40aldermere.example", ""),
        ("carer near AM3 2QT", "carer near"),
        ("carer near am32qt please", "carer near please"),
        ("AM3", "am3"),
        ("ring 01632 960 100", "ring"),
        ("ring +44 (0)1632-960100 today", "ring today"),
        ("born 12/03/1950", "born"),
        ("12.03.50 hip", "hip"),
        ("NHS 943 476 5919", "nhs"),
        ("QQ123456C tax", "tax"),
        ("open 9 to 5", "open 9 to 5"),
        ("1950s music", "1950s music"),
        ("", ""),
        ("?!", ""),
        ("\x00\u202e", ""),
        ("word " * 40, ("word " * 20).strip()),
        ("a" * 500, ""),
    ],
)
def test_words_that_could_say_who_asks_are_left_out(text, words):
    assert kept(text) == words


def test_words_are_words_from_the_fifth_search_on(stocked):
    for number in range(1, 5):
        visit(number, q="Dementia cafe")
    assert (SearchCount.objects.get().times, SearchCount.objects.get().words) == (4, "")
    assert statistics.words(LONG_AGO) == []
    visit(5, q="dementia CAFE")
    row = SearchCount.objects.get()
    assert (row.times, row.words, row.engine) == (5, "dementia cafe", "embedded")
    assert [(one.words, one.times, one.in_vain) for one in statistics.words(LONG_AGO)] == [("dementia cafe", 5, 5)]


def test_days_count_together_and_a_short_time_needs_five_of_its_own(stocked):
    for number in range(1, 6):
        visit(number, q="lunch")
    old = SearchCount.objects.get()
    SearchCount.objects.update(day=old.day - timedelta(days=60))
    assert statistics.words(old.day - timedelta(days=30)) == []
    assert [one.times for one in statistics.words(LONG_AGO)] == [5]
    visit(6, q="lunch")
    assert statistics.words(old.day - timedelta(days=30)) == []
    assert [one.times for one in statistics.words(LONG_AGO)] == [6]


def test_one_visitor_counts_once(stocked):
    for _ in range(7):
        visit(q="lunch")
        visit(q="lunch", page=2)
        visit(q="lunch", sort="name")
        visit(q="Lunch!")
    assert SearchCount.objects.get().times == 1


def test_one_visitor_with_many_filters_does_not_make_her_words_known(stocked):
    for number in range(8):
        visit(q="rosa alvarez lunch", day=f"{number}", near=["AM3", "AM1"][number % 2], sort="name")
        visit(q="rosa alvarez lunch", day=["mon", "tue", "wed", "thu", "fri", "sat", "sun", ""][number])
    row = SearchCount.objects.get()
    assert (row.times, row.words) == (1, "")


def test_a_flood_from_one_visitor_is_not_counted(stocked, monkeypatch):
    monkeypatch.setattr(record, "MOST_OF_ONE", 3)
    for number in range(9):
        visit(q=f"word {number}")
    assert SearchCount.objects.count() == 3
    visit(2, q="lunch")
    assert SearchCount.objects.count() == 4


@pytest.mark.parametrize(
    ("path", "query", "headers"),
    [
        ("/search/", {}, {}),
        ("/search/", {"page": "2", "q": "lunch"}, {}),
        ("/api/v1/search", {"q": "lunch"}, {}),
        ("/search/", {"q": "lunch"}, {"User-Agent": "Examplebot/2.1"}),
        ("/search/", {"q": "lunch"}, {"Sec-Purpose": "prefetch"}),
    ],
)
def test_what_is_no_question_of_a_person_is_not_counted(stocked, path, query, headers):
    assert Client().get(path, query, headers=headers).status_code == 200
    assert SearchCount.objects.count() == 0


def test_an_unmet_need_has_a_district_and_filters_but_no_postcode(stocked):
    visit(q="sauna", near="AM3 2QT", day=["mon", "made-up by somebody"], kind="service")
    need = UnmetNeed.objects.get()
    assert (need.filters, need.area, need.times) == ("day=mon kind=service", "AM3", 1)
    visit(2, path="/personal-assistants/", near="Alderford")
    assert UnmetNeed.objects.filter(area="Alderford", filters__contains="kind=personal_assistant").count() == 1
    visit(3, q="lunch")
    assert UnmetNeed.objects.count() == 2


def test_needs_are_told_in_fives(stocked):
    for number in range(1, 7):
        visit(number, q="sauna", near="AM3", day="mon" if number < 6 else "tue")
    assert statistics.unmet_words(LONG_AGO) == [Need("sauna", 6)]
    assert statistics.unmet_areas(LONG_AGO) == [Need("AM3", 6)]
    assert statistics.unmet_filters(LONG_AGO) == [Need("When: Monday", 5)]


def test_totals_are_of_all_searches(stocked):
    visit(1, q="lunch")
    visit(2, q="sauna")
    seen = statistics.totals(LONG_AGO)
    assert (seen.searches, seen.in_vain, seen.missed) == (2, 1, 0)
    assert statistics.totals(date(2999, 1, 1)).average == 0


def test_a_record_that_cannot_be_made_breaks_nothing_and_is_counted(stocked):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE search_searchcount RENAME TO search_gone")
        visit(1, q="lunch")
        transaction.set_rollback(True)
    visit(2, q="lunch")
    assert (SearchCount.objects.get().times, SearchCount.objects.get().missed) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_it_does_not_wait_for_a_long_write(stocked):
    visit(1, q="lunch")
    holds, go_on = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            SearchCount.objects.select_for_update().update(missed=0)
            holds.set()
            go_on.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert holds.wait(10)
    visit(2, q="lunch")
    go_on.set()
    other.join()
    visit(3, q="lunch")
    row = SearchCount.objects.get()
    assert (row.times, row.missed) == (2, 1)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone() == (20_000,)


def test_what_is_old_goes_and_words_go_with_it(stocked):
    for number in range(1, 6):
        visit(number, q="lunch")
    today = SearchCount.objects.get().day
    SearchCount.objects.update(day=today - timedelta(days=400))
    visit(6, q="lunch")
    UnmetNeed.objects.create(day=today - timedelta(days=400), digest="x", times=9)
    assert statistics.forget(today - statistics.KEPT) == 1
    assert SearchCount.objects.get().words == ""
    assert UnmetNeed.objects.count() == 0
    assert statistics.forget(today - statistics.KEPT) == 0
