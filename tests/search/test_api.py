"""Search for programs: the same answers as the page, and words where the page would guess."""

import pytest
from django.core.cache import cache
from django.test import Client

from search import index, vocabulary
from tests.factories.search import a_document, a_gazetteer

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/search"
QUERIES = 5  # the place, what is withdrawn, documents, their places, and which words we know


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def stocked(search_index):
    a_gazetteer()
    index.put_many(
        [
            a_document("Lunch club", miles=1, price_pence=450, price_unit="a visit", facets={"day": ("mon", "tue")}),
            a_document("Lunch at home", miles=7, price_pence=0, facets={"day": ("wed",)}),
            a_document("Lunch far away", miles=15),
            a_document("Advice on lunch", kind="advice", anywhere=True),
            *(a_document(f"Swimming {n}") for n in range(25)),
        ]
    )
    search_index()
    vocabulary.refresh()


def get(**query):
    return Client().get(SEARCH, query)


def faults(response):
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    return {fault["parameter"] for fault in body.get("errors", ())}


def test_the_same_answer_as_the_page(stocked):
    for query in (
        {"q": "lunch", "near": "AM3 2QT"},
        {"day": ["mon", "wed"]},
        {"q": "swimming", "page": 2},
        {"q": "lunhc in alderford"},
        {"q": "lunhc in alderford", "exact": "1"},
        {"q": "lunhc in alderford", "exact": "true"},
        {"q": "lunch in alderford", "anywhere": "true"},
        {"q": "lunch in alderford", "distance": "5", "sort": "distance"},
        {"q": "free lunch on tuesday"},
        {},
    ):
        page = Client().get("/search/", query).context
        told = get(**query).json()
        assert told["total"] == page["results"].total
        assert [one["title"] for one in told["results"]] == [hit.document.title for hit in page["results"].hits]
        assert told["looked_for"] == page["asked"].text
        assert [one["url"].partition("?")[2] for one in told["suggestions"]] == [
            offer.address.partition("?")[2] for offer in page["offers"]
        ]


def test_a_result_says_what_it_is(stocked):
    body = get(q="lunch", near="am3 2qt").json()
    assert body["near"] == {"name": "AM3 2QT", "kind": "postcode", "from_words": None, "anywhere_url": None}
    assert (body["looked_for"], body["correction"], body["suggestions"]) == ("lunch", None, [])
    first = body["results"][0]
    assert (first["title"], first["distance_miles"], first["nearest_place"]) == ("Lunch club", 1.0, "Lunch club hall")
    assert first["price"] == {"pence": 450, "unit": "a visit"}
    assert first["url"].startswith("http://testserver/service/")
    assert first["filters"] == {"day": ["mon", "tue"]}
    days = next(one for one in body["filters"] if one["parameter"] == "day")
    assert days["values"][0] == {"value": "mon", "name": "Monday", "count": 1, "chosen": False}


def test_a_misspelt_word_is_corrected_and_said(stocked):
    body = get(q="lunhc", near="AM3").json()
    assert body["total"] == 3
    assert body["looked_for"] == "lunch"
    exact = f"http://testserver{SEARCH}?q=lunhc&near=AM3&exact=1"
    assert body["correction"] == {"typed": "lunhc", "meant": "lunch", "exact_url": exact}
    assert body["links"]["this"] == f"http://testserver{SEARCH}?q=lunhc&near=AM3"
    uncorrected = Client().get(exact).json()
    assert (uncorrected["total"], uncorrected["correction"], uncorrected["looked_for"]) == (0, None, "lunhc")
    assert get(q="lunhc", near="AM3", exact="false").json()["correction"] == body["correction"]


def test_a_place_is_read_out_of_the_words_and_said(stocked):
    body = get(q="lunch in alderford", distance="5").json()
    assert [one["title"] for one in body["results"]] == ["Lunch club", "Advice on lunch"]
    assert body["looked_for"] == "lunch"
    anywhere = f"http://testserver{SEARCH}?q=lunch+in+alderford&anywhere=1"
    assert body["links"]["this"] == f"http://testserver{SEARCH}?q=lunch+in+alderford&distance=5"
    assert Client().get(anywhere).json()["near"] is None
    assert body["near"] == {
        "name": "Alderford",
        "kind": "town",
        "from_words": "alderford",
        "anywhere_url": anywhere,
    }
    assert get(q="lunch in alderford", near="AM3").json()["near"]["from_words"] is None
    words = get(q="lunch in alderford", anywhere="true").json()
    assert (words["near"], words["looked_for"]) == (None, "lunch in alderford")
    misspelt = get(q="lunhc alderfrod", distance="5", sort="distance").json()
    assert misspelt["near"]["from_words"] == "alderford"
    assert misspelt["correction"]["exact_url"] == f"http://testserver{SEARCH}?q=lunhc+alderfrod&exact=1"
    assert Client().get(misspelt["correction"]["exact_url"]).status_code == 200


def test_a_distance_needs_a_place_that_is_there(stocked):
    for query in ({"q": "lunch in atlantis"}, {"q": "lunch in alderford", "anywhere": "1"}, {}):
        response = get(**query, distance="5", sort="distance")
        assert (response.status_code, faults(response)) == (422, {"distance", "sort"})


def test_filters_that_were_perhaps_meant_are_offered(stocked):
    body = get(q="free lunch on tuesday").json()
    assert body["total"] == 4
    tuesdays, free = body["suggestions"]
    assert tuesdays == {
        "parameter": "day",
        "values": ["tue"],
        "label": "Only on Tuesdays",
        "count": 1,
        "url": f"http://testserver{SEARCH}?q=free+lunch&day=tue",
    }
    assert (free["parameter"], free["values"], free["count"]) == ("cost", ["free"], 1)
    for offer in body["suggestions"]:
        assert Client().get(offer["url"]).json()["total"] == offer["count"]


def test_every_page_of_a_corrected_question_is_corrected(stocked):
    first = get(q="swimmign").json()
    second = Client().get(first["links"]["next"]).json()
    assert (first["total"], second["total"], second["page"], len(second["results"])) == (25, 25, 2, 5)
    assert first["correction"] == second["correction"]


def test_pages_are_linked(stocked):
    links = get(q="swimming", sort="name").json()["links"]
    address = "http://testserver/api/v1/search?q=swimming&sort=name"
    assert links == {
        "this": address,
        "first": address,
        "previous": None,
        "next": f"{address}&page=2",
        "last": f"{address}&page=2",
    }
    second = Client().get(links["next"]).json()
    assert (second["page"], second["links"]["previous"], second["links"]["next"]) == (2, address, None)
    assert len(second["results"]) == 5


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"near": "Nowhere"}, {"near"}),
        ({"q": "a" * 100_000}, {"q"}),
        ({"near": "a" * 100_000}, {"near"}),
        ({"near": "AM3", "distance": "nan"}, {"distance"}),
        ({"near": "AM3", "distance": "inf"}, {"distance"}),
        ({"near": "AM3", "distance": "-1"}, {"distance"}),
        ({"near": "AM3", "distance": "0"}, {"distance"}),
        ({"near": "AM3", "distance": "1e400"}, {"distance"}),
        ({"near": "AM3", "distance": "5" * 5000}, {"distance"}),
        ({"distance": "5"}, {"distance"}),
        ({"page": "0"}, {"page"}),
        ({"page": "-1"}, {"page"}),
        ({"page": "2.5"}, {"page"}),
        ({"page": "٣"}, {"page"}),
        ({"page": str(10**9)}, {"page"}),
        ({"page": "9" * 5000}, {"page"}),
        ({"page": "3"}, {"page"}),
        ({"sort": "unknown"}, {"sort"}),
        ({"sort": "distance"}, {"sort"}),
        ({"q": "lunch", "sort": "distance"}, {"sort"}),
        ({"exact": "yes"}, {"exact"}),
        ({"exact": ""}, {"exact"}),
        ({"exact": ["1", "1"]}, {"exact"}),
        ({"anywhere": "a" * 100_000}, {"anywhere"}),
        ({"kind": [f"kind-{n}" for n in range(500)]}, {"kind"}),
        ({"kind": [f"k{n}" for n in range(30)], "day": [f"d{n}" for n in range(30)]}, {"day"}),
        ({"day": "a" * 1000}, {"day"}),
        ({"colour": "red"}, {"colour"}),
        ({"q": ["one", "two"]}, {"q"}),
        ({"sort": "x", "page": "x", "near": "AM3", "distance": "x"}, {"sort", "page", "distance"}),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(stocked, query, wrong):
    response = get(**query)
    assert (response.status_code, faults(response)) == (422, wrong)
    assert len(response.content) < 4_000


@pytest.mark.parametrize("q", ["\x00", '"', "') OR 1=1", "*:*", "‮abc", "🙂", "the and of", "\ud800", "a\r\nb"])
def test_odd_words_are_only_words(stocked, q):
    response = Client().get(
        SEARCH + "?q=" + q.encode("utf-8", "surrogatepass").hex(" ").replace(" ", "%").join(["%", ""])
    )
    assert response.status_code == 200
    assert get(near=q.encode("utf-8", "replace").decode()).status_code in (200, 422)


def test_a_thousand_parameters_are_a_problem_too(stocked):
    response = get(**{f"p{n}": "1" for n in range(1_100)})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_before_the_first_index_it_says_when_to_come_back():
    response = get(q="lunch")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response.json()["title"] == "Search is being prepared"


def test_it_costs_the_same_for_one_and_many(stocked, django_assert_num_queries):
    get(q="lunch")
    for query in ({"q": "lunch club", "near": "AM3"}, {"q": "lunch in alderford"}, {"q": "swimming", "near": "AM3"}):
        with django_assert_num_queries(QUERIES):
            get(**query)
    with django_assert_num_queries(QUERIES - 1):
        get(near="AM3", distance="any")


def test_what_correcting_costs(stocked, django_assert_num_queries):
    get(q="lunch")
    for query in ({"q": "lunhc", "near": "AM3"}, {"q": "swimmign", "near": "AM3"}):
        with django_assert_num_queries(8):
            get(**query)
