"""The page of results, as people and programs ask for it."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from search import index, vocabulary
from search.documents import Place
from tests.factories.search import a_document, a_gazetteer

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


@pytest.fixture
def stocked(search_index):
    a_gazetteer()
    days = ("mon", "tue")
    index.put_many(
        [
            a_document("Lunch club", miles=1, price_pence=450, price_unit="a visit", facets={"day": days}),
            a_document("Lunch at home", miles=7, price_pence=0, facets={"day": ("wed",)}),
            a_document("Lunch far away", miles=15),
            a_document("Advice on lunch", kind="advice", anywhere=True),
            a_document("Swimming", miles=2, hours=tuple((day, "09:00", "12:30") for day in range(1, 8))),
        ]
    )
    search_index()


def get(**query):
    return Client().get(SEARCH, query)


def titles(response):
    return [hit.document.title for hit in response.context["results"].hits]


def test_words_and_place_find_and_measure(stocked):
    response = get(q="lunch", near="am3 2qt")
    assert titles(response) == ["Lunch club", "Advice on lunch", "Lunch at home"]
    page = response.content.decode()
    assert '<h1 class="govuk-heading-xl wm-long">Lunch near AM3 2QT</h1>' in page
    assert "1 mile from AM3 2QT" in page
    assert "£4.50" in page
    assert "Free" in page
    assert "3 results within 10 miles." in page
    assert "Best matches and nearest first." in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 5),
        ({"q": "lunch"}, 4),
        ({"q": "lunch", "near": "AM3"}, 3),
        ({"q": "lunch", "near": "Alderford", "distance": "20"}, 4),
        ({"q": "lunch", "near": "Alderford", "distance": "any"}, 4),
        ({"q": "lunch", "near": "Alderford", "distance": "2.5"}, 2),
        ({"day": "mon"}, 1),
        ({"day": ["mon", "wed"]}, 2),
        ({"kind": "advice"}, 1),
        ({"kind": ["advice", "service"]}, 5),
        ({"sort": "price"}, 5),
        ({"unheard": "of"}, 5),
        ({"day": "never"}, 0),
    ],
)
def test_an_address_is_a_bookmark(stocked, query, found):
    assert get(**query).context["results"].total == found


def test_an_unknown_place_says_so_and_keeps_the_question(stocked):
    response = get(q="lunch", near="ZZ99 <b>")
    page = response.content.decode()
    assert response.context["results"].total == 4
    assert "<title>Error: Lunch" in page
    assert 'value="ZZ99 &lt;b&gt;"' in page
    assert 'value="lunch"' in page
    assert '<a href="#id_near">' in page
    assert 'id="id_near"' in page


def test_each_filter_is_a_link_on_and_off(stocked):
    response = get(q="lunch", near="AM3", distance="20", day="mon", sort="name", page="1")
    links = {(group.label, one.value.label): one for group in response.context["groups"] for one in group.choices}
    wednesday = links[("When", "Wednesday")]
    assert wednesday.address == "?" + urlencode(
        [("q", "lunch"), ("near", "AM3"), ("distance", "20"), ("day", "mon"), ("day", "wed"), ("sort", "name")]
    )
    assert titles(Client().get(SEARCH + wednesday.address)) == ["Lunch at home", "Lunch club"]
    [off] = response.context["taken"]
    assert (off.text, off.address) == ("Monday", "?q=lunch&near=AM3&distance=20&sort=name")


def test_the_same_choices_are_a_form(stocked):
    page = get(q="lunch", near="AM3", day="mon").content.decode()
    form = page[page.index('aria-label="Filters"') :]
    assert re.search(r'<input[^>]*name="day" value="mon"[^>]* checked', form)
    assert re.search(r'<input[^>]*name="day" value="wed"(?![^>]* checked)', form)
    assert '<input type="hidden" name="q" value="lunch">' in form
    assert 'name="distance"' in form
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def tabs(response):
    return {tab.text: tab.count for tab in response.context["tabs"]}


@pytest.fixture
def with_an_offer(stocked, search_index):
    index.put(a_document("Lunch club", kind="listing", ref="9", miles=1, facets={"day": ("mon",)}))
    search_index()


def test_the_sorts_of_things_stand_above_with_what_a_click_gives(with_an_offer):
    response = get(q="lunch", near="AM3 2QT", distance="20")
    assert tabs(response) == {
        "Everything": 4,
        "Advice": 1,
        "Services": 3,
        "Personal assistants": 0,
        "Things to buy": 1,
        "What other people did": 0,
    }
    for tab in response.context["tabs"]:
        clicked = Client().get(SEARCH + tab.address)
        assert clicked.context["results"].total == tab.count
        assert [one.text for one in clicked.context["tabs"] if one.current] == [tab.text]
        assert tabs(clicked) == tabs(response)
    page = response.content.decode()
    assert 'aria-current="true">Everything <span' in page
    assert page.count("kind=personal_assistant") == 0  # a way that leads nowhere is no link


def test_an_offer_stands_aside_for_its_service_until_it_is_chosen(with_an_offer):
    assert [hit.document.kind for hit in get(q="lunch club").context["results"].hits] == ["service"]
    assert [hit.document.kind for hit in get(q="lunch club", kind="listing").context["results"].hits] == ["listing"]
    assert get(q="lunch", kind=["listing", "service"]).context["results"].total == 4


def test_the_other_filters_keep_the_kind_and_a_reset_takes_only_them_off(with_an_offer):
    response = get(q="lunch", kind="service", day=["mon", "wed"])
    page = response.content.decode()
    assert response.context["all_off"] == "?q=lunch&kind=service"
    assert "Clear all filters" in page
    form = page[page.index('aria-label="Filters"') :]
    assert '<input type="hidden" name="kind" value="service">' in form
    assert "Clear all filters" not in get(q="lunch", kind="service").content.decode()


def test_where_only_another_kind_has_it_that_is_a_way_out(with_an_offer, search_index):
    index.put(a_document("Stairlift", kind="listing", ref="10"))
    search_index()
    response = get(q="stairlift")
    assert [way.text for way in response.context["ways_out"]] == ["1 result in things to buy"]
    assert [way.text for way in get(q="swimming", kind="advice").context["ways_out"]] == ["1 result of every kind"]
    [way] = get(q="stairlift", kind="advice").context["ways_out"]
    assert Client().get(SEARCH + way.address).context["results"].total == 1


def test_nothing_found_offers_ways_out_that_lead_somewhere(stocked):
    response = get(q="lunch", near="AM3 2QT", distance="1", day="wed")
    ways = response.context["ways_out"]
    assert [way.text for way in ways] == ["1 result within 10 miles", "1 result without “Wednesday”"]
    for way in ways:
        assert Client().get(SEARCH + way.address).context["results"].total == int(way.text.split()[0])
    page = response.content.decode()
    assert "01632 960 100" in page
    assert "We could not find anything like that" in page


def test_opening_times_of_today(stocked):
    page = get(q="swimming").content.decode()
    assert "Open today 9am to 12:30pm" in page


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        ("22:00", "07:00", "Open today 10pm to 7am"),
        ("00:00", "23:59", "Open 24 hours"),
        ("00:00", "00:00", "Open 24 hours"),
    ],
)
def test_opening_times_past_midnight(search_index, opens, closes, said):
    index.put(a_document("Night sitting", hours=tuple((day, opens, closes) for day in range(1, 8))))
    search_index()
    assert said in get(q="sitting").content.decode()


def test_approval_in_words_lapses_at_midnight(search_index):
    words = {"approval": "Checked 3 September 2026", "approval_ended": "Approval ended 2 March 2027"}
    today, yesterday = date.today(), date.today() - timedelta(days=1)  # noqa: DTZ011 - the tests' own day
    index.put(a_document("Ben", approved_until=today, extra=words))
    index.put(a_document("Maria", approved_until=yesterday, extra=words))
    search_index()
    assert "Checked 3 September 2026" in get(q="ben").content.decode()
    maria = get(q="maria").content.decode()
    assert ("Checked 3 September 2026" in maria, "Approval ended 2 March 2027" in maria) == (False, True)
    assert titles(get(approved="approved")) == ["Ben"]


def test_before_the_first_index_the_page_is_calm():
    response = get(q="lunch")
    assert response.status_code == 200
    assert "Search is being prepared" in response.content.decode()


def test_pages(search_index):
    index.put_many(a_document(f"Club {n:02}", facets={"day": ("mon",)}) for n in range(45))
    search_index()
    last = get(q="club", day="mon", sort="name", page="3")
    assert titles(last) == [f"Club {n:02}" for n in range(40, 45)]
    assert "(page 3 of 3)" in last.content.decode()
    assert "?q=club&amp;day=mon&amp;sort=name&amp;page=2" in last.content.decode()


@pytest.mark.parametrize("size", [1, 20])
def test_a_page_costs_the_same_whatever_it_holds(search_index, django_assert_num_queries, size):
    a_gazetteer()
    index.put_many(
        a_document(f"Club {n}", facets={"day": ("mon",)}, places=(Place(53.4, -2.3), Place(53.5, -2.2)))
        for n in range(size)
    )
    search_index()
    vocabulary.refresh()
    get(q="club", near="AM3", day="mon")  # what the shell remembers is remembered now, and the question is counted
    with django_assert_num_queries(8):
        get(q="club", near="AM3", day="mon")


def test_other_methods_are_refused():
    assert Client().post(SEARCH).status_code == 405
    assert Client().post(SEARCH + "how-results-are-ordered/").status_code == 405


HOSTILE = {
    "long words": {"q": "x" * 100_000},
    "ten thousand words": {"q": " ".join(f"word{n}" for n in range(10_000))},
    "control characters": {"q": "\x00\x01\x1b[31m lunch \x7f", "near": "AM3\x00 2QT"},
    "right to left": {"q": "\u202elunch\u202c \u200f"},
    "quotes": {"q": "\"lunch' \"\"\"''' `"},
    "operators": {"q": "title:lunch AND (x OR NOT y)~2^9 * [a TO b] +\\-&&||!{}"},
    "deep page": {"page": 10**9},
    "deeper page": {"page": "9" * 5_000},
    "odd pages": {"page": ["-1", "²", "1e3", ""]},
    "no number": {"near": "AM3", "distance": "NaN"},
    "infinite": {"near": "AM3", "distance": "inf"},
    "negative": {"near": "AM3", "distance": "-1"},
    "tiny": {"near": "AM3", "distance": "1e-300"},
    "huge": {"near": "AM3", "distance": "1e308"},
    "long place": {"near": "M" * 100_000},
    "one sign for many letters": {"q": "\ufdfa" * 5_000},
    "known words": {"q": "lunch club at home far away swimming advice on " * 1_000, "day": ["mon", "tue", "wed"]},
    "five hundred values": {"day": [f"v{n}" for n in range(500)], "need": ["mon"] * 400},
    "long values": {"need": ["x" * 70_000]},
    "markup": {"q": "<script>alert(1)</script>", "near": "<b>"},
    "odd sort": {"sort": "drop table"},
    "two thousand fields": {f"f{n}": "1" for n in range(2_000)},
}


def test_so_many_filters_are_looked_at_and_no_more(stocked):
    asked = get(day=[f"v{n}" for n in range(40)], need=[f"n{n}" for n in range(40)]).context["asked"]
    assert sum(len(values) for values in asked.facets.values()) == 50


def test_a_distance_stays_while_the_place_is_in_the_words(stocked):
    response = get(q="lunhc in alderford", distance="20")
    assert response.context["results"].total == 0
    assert response.context["placed"].take_off == "?q=lunhc+in+alderford&anywhere=1"
    assert 'name="distance" value="20"' in response.content.decode()


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_questions_are_answered(stocked, query):
    response = get(**query)
    assert response.status_code in (200, 400)
    assert len(response.content) < 200_000
    assert b"<script>alert" not in response.content
    assert b"\x00" not in response.content
