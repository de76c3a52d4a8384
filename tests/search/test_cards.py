"""What a result says of itself: words marked, where it is, and why it is where it is."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from search import index
from search.documents import Place
from search.query import Query, search
from tests.factories.search import HERE, MILE, a_document, a_gazetteer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)


def hits(**query):
    return search(Query(**({"today": TODAY} | query))).hits


def page(**query) -> str:
    return Client().get("/search/", query).content.decode()


def test_words_are_marked_and_everything_else_is_escaped(search_index):
    index.put(a_document("Washing <b>up</b>", summary="Help to wash & dress <script>alert(1)</script>"))
    search_index()
    [hit] = hits(text="wash")
    assert hit.title == "<mark>Washing</mark> &lt;b&gt;up&lt;/b&gt;"
    assert hit.passage == "Help to <mark>wash</mark> &amp; dress &lt;script&gt;alert(1)&lt;/script&gt;"
    assert "<mark>Washing</mark> &lt;b&gt;up&lt;/b&gt;</a>" in page(q="wash")
    assert "<mark>" not in page()


def test_every_result_says_why_it_is_here(search_index):
    a_gazetteer()
    index.put(
        a_document(
            "Lunch club",
            places=(Place(HERE.lat + MILE, HERE.lon, "Church hall"), Place(HERE.lat + 3 * MILE, HERE.lon, "Old mill")),
            summary="Hot lunch",
            price_pence=450,
            confirmed_on=TODAY - timedelta(days=200),
        )
    )
    search_index()
    [hit] = hits(text="lunch tea", near=HERE)
    assert [(reason.what, reason.points) for reason in hit.reasons] == [
        ("Your words", "10 of 10 points"),
        ("Distance", "6 of 6 points"),
        ("Last confirmed", "1 of 2 points"),
        ("How much it tells you", "0 of 1 point"),
    ]
    assert [reason.words for reason in hit.reasons] == [
        "“Lunch” is in the title and the summary. That is 1 of the 2 things you asked for.",
        "1 mile from AM3 2QT.",
        "13 September 2025.",
        "It gives a summary, a price and a place: 3 of 5 things.",
    ]
    assert hit.total_points == 17
    assert hit.where_in_words == "1 mile from AM3 2QT (Church hall, +1 more place)"
    [elsewhere] = hits(text="lunch")
    assert [reason.what for reason in elsewhere.reasons] == ["Your words", "Last confirmed", "How much it tells you"]
    assert elsewhere.total_points == sum(int(reason.points.split()[0]) for reason in elsewhere.reasons)
    assert "Why is this here?" in page(q="lunch", near="AM3 2QT")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"near": HERE}, "1 mile from AM3 2QT. The nearest comes first, and last what has no place."),
        ({"sort": "price"}, "£4.50. The lowest price comes first."),
        ({"sort": "name"}, "By name, from A to Z."),
        ({}, "Confirmed never. The most lately confirmed comes first."),
    ],
)
def test_where_one_thing_gives_the_order_it_is_said(search_index, query, words):
    index.put(a_document("Lunch club", miles=1, price_pence=450))
    search_index()
    [hit] = hits(**query)
    assert ([reason.words for reason in hit.reasons], hit.points) == ([words], None)


def test_beyond_the_candidates_words_alone_give_the_order(search_index, monkeypatch):
    monkeypatch.setattr("search.engines.protocol.CANDIDATES", 10)
    index.put_many(a_document(f"Club {n}") for n in range(15))
    search_index()
    assert all(hit.points for hit in hits(text="club", per_page=10))
    assert [hit.points for hit in hits(text="club", per_page=10, page=2)] == [None] * 5


def test_what_has_no_place_says_how_it_is_had_and_is_never_lost(search_index):
    a_gazetteer()
    index.put(a_document("Telephone friends", anywhere=True, extra={"reach": "By phone"}))
    index.put(a_document("Telephone shop", miles=30))
    search_index()
    [hit] = hits(text="telephone", near=HERE, miles=1)
    assert (hit.where_in_words, hit.reasons[1].words) == ("By phone", "You can have it wherever you are.")
    assert "By phone" in page(q="telephone", near="AM3 2QT", distance="1")


def test_a_page_of_long_texts_is_bounded(search_index):
    index.put_many(a_document(f"Club {n}", body="tea and cake " * 15_000) for n in range(20))
    search_index()
    content = page(q="tea cake")
    assert content.count("<mark>") > 20
    assert len(content) < 200_000


def test_the_day_of_a_page_is_today(search_index):
    index.put(a_document("Lunch club", confirmed_on=timezone.localdate()))
    search_index()
    assert "2 of 2 points" in page(q="lunch")
