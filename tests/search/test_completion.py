"""Half a word becomes a name, a topic or a place: as a page of links, and as data for the box that completes."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from design import limits
from search import completion, facets, index
from search.facets import FacetGroup
from search.models import Completion
from search.views import suggest
from tests.factories.search import a_document, a_gazetteer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def stocked(search_index, monkeypatch):
    monkeypatch.setattr(facets, "_groups", dict(facets._groups))
    facets._groups["need"] = FacetGroup("need", "Help with", lambda: {"meals": "Meals", "gone": "Meaningful days"})
    a_gazetteer()
    index.put_many(
        [
            a_document("Larch House", ref="larch"),
            a_document("The Memory café", ref="cafe", facets={"need": ("meals",)}),
            a_document("Meals from Mary", ref="mary", facets={"need": ("meals",)}),
            a_document("Carers' drop-in", ref="carers"),
        ]
    )
    search_index()
    completion.refresh()


def found(typed, **more):
    return [one.text for one in completion.suggestions(typed, today=TODAY, **more)]


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("", []),
        ("m", []),
        ("me", ["Meals", "Meals from Mary", "The Memory café"]),
        ("MEMO", ["The Memory café"]),
        ("memory cafe", ["The Memory café"]),
        ("house", ["Larch House"]),
        ("larch  ho", ["Larch House"]),
        ("carer's d", ["Carers' drop-in"]),
        ("drop-in", ["Carers' drop-in"]),
        ("alder", ["Alderford"]),
        ("am3", ["AM3"]),
        ("zz", []),
        ("%", []),
        ("__", []),
        ("me%", ["Meals", "Meals from Mary", "The Memory café"]),
        ("x" * 5_000, []),
    ],
)
def test_what_begins_so(stocked, typed, texts):
    assert found(typed) == texts


def test_places_only(stocked):
    assert (found("al", kinds=("place",)), found("me", kinds=("place",))) == (["Alderford"], [])


def test_a_topic_that_leads_nowhere_is_not_offered(stocked):
    assert [one.text for one in completion.topics()] == ["Meals"]


def test_names_follow_the_truth_at_once_and_after_a_refresh(stocked):
    index.remove("service", "larch")
    index.put(a_document("Lark House", ref="mary"))
    assert found("larch") == []
    assert found("lark") == []
    completion.refresh()
    assert (found("lark"), found("mary")) == (["Lark House"], [])
    index.put(a_document("Later House", ref="later", visible_from=TODAY + timedelta(days=1)))
    completion.refresh()
    assert found("later") == []


def test_a_refresh_of_nothing_new_writes_nothing(stocked):
    before = list(Completion.objects.order_by("pk").values_list("pk", flat=True))
    completion.refresh()
    assert list(Completion.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_eight_at_most_and_one_statement(stocked, django_assert_num_queries):
    index.put_many(a_document(f"Club {letter}") for letter in "abcdefghijkl")
    completion.refresh()
    with django_assert_num_queries(1):
        assert found("club") == [f"Club {letter}" for letter in "abcdefgh"]


def ask(**query):
    return Client().get(reverse("search-suggest"), query)


def test_as_data(stocked):
    response = ask(q="meal", format="json")
    assert response.json() == {
        "suggestions": [
            {"kind": "topic", "text": "Meals", "url": "/search/?need=meals"},
            {"kind": "name", "text": "Meals from Mary", "url": "/service/mary/"},
        ]
    }
    assert response["Cache-Control"] == "public, max-age=300"
    by_header = Client().get(reverse("search-suggest"), {"q": "meal"}, headers={"Accept": "application/json"})
    assert by_header.json() == response.json()
    assert "Accept" in by_header["Vary"]


def test_each_box_has_its_own(stocked):
    assert ask(q="al", format="json").json() == {"suggestions": []}
    assert ask(**{"q": "al", "for": "near", "format": "json"}).json() == {
        "suggestions": [{"kind": "place", "text": "Alderford", "url": "/search/?near=Alderford"}]
    }


def test_as_a_page_of_links(stocked):
    page = ask(q="me").content.decode()
    assert "<h1" in page
    assert "Words that begin with “me”" in page
    assert '<a class="govuk-link" href="/search/?need=meals">Meals</a>' in page
    assert '<a class="govuk-link" href="/service/cafe/">The Memory café</a>' in page
    assert 'href="/search/?q=me">Search for “me”' in page


def test_without_letters_the_topics(stocked):
    page = ask().content.decode()
    assert "Topics" in page
    assert "/search/?need=meals" in page
    assert "The Memory café" not in page


def test_nothing_begins_so(stocked):
    assert "Nothing begins like that" in ask(q="zzz").content.decode()


@pytest.mark.parametrize("q", ["\x00\x01", "<script>alert(1)</script>", "'\"%_\\", "x" * 100_000, "\u202e"])
def test_odd_questions_are_answered(stocked, q):
    for extra in ({}, {"format": "json"}, {"for": "near"}, {"format": "xml"}):
        response = ask(q=q, **extra)
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_before_there_is_anything():
    assert ask(q="me", format="json").json() == {"suggestions": []}
    assert ask().status_code == 200
    completion.refresh()


def test_too_many_are_asked_to_wait(stocked, monkeypatch):
    monkeypatch.setattr(suggest, "MOST_A_MINUTE", 2)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_010.0)
    answers = [ask(q="me", format="json") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 429, 429]
    assert answers[-1]["Retry-After"] == "10"
    assert ask(q="me").status_code == 200


def test_every_search_page_leads_there(stocked):
    page = Client().get("/search/", {"q": "me & you"}).content.decode()
    assert (
        'href="/search/suggest/?q=me%20%26amp%3B%20you"' in page or 'href="/search/suggest/?q=me%20%26%20you"' in page
    )
    assert page.count('data-module="wm-suggest"') == 2


def test_other_methods_are_refused():
    assert Client().post(reverse("search-suggest")).status_code == 405
