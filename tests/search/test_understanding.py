"""What a question says: the place is taken out of its words, all else is offered."""

import pytest
from django.test import Client

from search import facets, index, understanding, vocabulary
from search.facets import FacetGroup
from search.models import GazetteerPlace
from search.synonyms import SameThing, compiled, understood
from tests.factories.search import MILE, a_document, a_gazetteer

TOWNS = {"sale", "bath", "reading", "ashton on mersey", "stoke st mary", "am3", "am3 2qt", "am32qt"}
TOPICS = {"bath", "reading"}


def read(text):
    """The place as it was written, and what is left of the question."""
    for span in understanding.places(text, lambda name: name.casefold() in TOPICS):
        if span.name.casefold() in TOWNS:
            return span.name, span.left_of(text)
    return "", text


@pytest.mark.parametrize(
    ("text", "place", "left"),
    [
        ("bath help in sale", "sale", "bath help"),
        ("Somebody to help mum bath, Sale", "Sale", "Somebody to help mum bath"),
        ("near Ashton on Mersey, lunch", "Ashton on Mersey", "lunch"),
        ("lunch close to stoke st mary on tuesday", "stoke st mary", "lunch on tuesday"),
        ("lunch sale", "sale", "lunch"),
        ("sale", "sale", ""),
        ("lunch in sale for my mum", "sale", "lunch for my mum"),
        ("lunch sale please", "sale", "lunch please"),
        ("pa am3 2QT who drives", "am3 2QT", "pa who drives"),
        ("PA near AM32QT", "AM32QT", "PA"),
        ("am3 lunch", "am3", "lunch"),
        ("help mum bath", "", "help mum bath"),
        ("help mum in the bath", "", "help mum in the bath"),
        ("help with reading", "", "help with reading"),
        ("help in reading and writing", "", "help in reading and writing"),
        ("help in reading", "reading", "help"),
        ("lunch, bath", "bath", "lunch"),
        ("bath", "", "bath"),
        ("car boot sale stall", "", "car boot sale stall"),
        ("lunch in atlantis", "", "lunch in atlantis"),
        ("", "", ""),
        (", ,, in", "", ", ,, in"),
    ],
)
def test_a_place_is_taken_out_where_it_is_meant_as_one(text, place, left):
    assert read(text) == (place, left)


def test_few_names_are_looked_up_however_long_the_question():
    assert len(understanding.places("in a b c, " * 60, lambda name: False)) == understanding.MOST_NAMES


LABELS = [
    ("for", "dementia", "People with dementia"),
    ("for", "older-people", "Older people"),
    ("for", "men", "Men"),
    ("for", "ld", "People with a learning disability"),
    ("access", "bsl", "British Sign Language"),
]
WORDS = compiled([SameThing("d", ("alzheimer's", "dementia")), SameThing("m", ("mum",), ("older people",))])


def hints(text):
    return [(hint.words, hint.filter) for hint in understanding.hints(text, understood(text, WORDS), LABELS)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lunch", []),
        (
            "lunch on tuesday morning",
            [("Only on Tuesdays", ("day", ("tue",))), ("Only in the morning", ("time", ("morning",)))],
        ),
        ("lunch at weekends", [("Only at weekends", ("day", ("sat", "sun")))]),
        (
            "weekday nights",
            [("Only on weekdays", ("day", understanding.WEEKDAYS)), ("Only at night", ("time", ("night",)))],
        ),
        ("free lunch", [("Only what is free", ("cost", ("free",)))]),
        ("step free lunch, step-free", []),
        ("wheelchair taxi", [("Only step-free", ("access", ("step-free",)))]),
        ("cooking for men", [("Only “Men”", ("for", ("men",)))]),
        ("alzheimers group", [("Only “People with dementia”", ("for", ("dementia",)))]),
        ("lunch for mum", [("Only “Older people”", ("for", ("older-people",)))]),
        ("learning disability", [("Only “People with a learning disability”", ("for", ("ld",)))]),
        ("learning to cook", []),
        ("people", []),
    ],
)
def test_filters_that_the_words_may_mean(text, found):
    assert hints(text) == found


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("lunch on Tuesday morning", ("tuesday",), "lunch morning"),
        ("lunch in the morning", ("morning",), "lunch"),
        ("tuesday", ("tuesday",), ""),
        ("fritters on fridays", ("fri", "fridays"), "fritters"),
    ],
)
def test_words_that_a_filter_stands_for(text, words, left):
    assert understanding.without(text, words) == left


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("", ()),
        ("tuesday", (("tuesday",),)),
        ("lunch on tuesday", (("lunch", "lunch + tuesday"),)),
        ("free lunch on tuesday mornings", (("lunch", "lunch + free", "lunch + tuesday", "lunch + morn"),)),
        ("weekend lunch club", (("lunch", "lunch + weekend"), ("club",))),
        ("dial-a-ride on tuesday", (("dial a ride", "dialarid", "dial a ride + tuesday"),)),
        ("night care", (("night",), ("care",))),
    ],
)
def test_a_day_brings_results_up_and_leaves_none_out(text, ways):
    groups = understanding.lightened(understood(text, compiled([])))
    told = [[" + ".join(" ".join(phrase) for phrase in way.phrases) for way in group] for group in groups]
    assert tuple(map(tuple, told)) == ways
    assert all(way.weight == 1 for group in groups for way in group)


# On the page.


@pytest.fixture
def stocked(search_index, monkeypatch):
    monkeypatch.setattr(facets, "_groups", dict(facets._groups))
    facets._groups.setdefault("time", FacetGroup("time", "Time of day"))
    a_gazetteer()
    GazetteerPlace.objects.create(kind="town", key="bath", name="Bath", lat=53.40 + 30 * MILE, lon=-2.30)
    index.put_many(
        [
            a_document("Lunch club", miles=1, price_pence=0, facets={"day": ("tue",), "for": ("older-people",)}),
            a_document("Lunch by taxi", miles=2, price_pence=300, facets={"day": ("wed",)}),
            a_document("Lunch far away", miles=31),
            a_document("Bath seats", miles=3),
        ]
    )
    search_index()
    vocabulary.refresh()


def get(q, **more):
    return Client().get("/search/", {"q": q, **more})


def titles(response):
    return sorted(hit.document.title for hit in response.context["results"].hits)


@pytest.mark.django_db
def test_a_place_in_the_words_is_said_and_can_be_taken_off(stocked):
    response = get("lunch in alderford")
    page = response.content.decode()
    assert titles(response) == ["Lunch by taxi", "Lunch club"]
    assert '<h1 class="govuk-heading-xl wm-long">Lunch near Alderford</h1>' in page
    assert ">Take off the place </span>Near Alderford</a>" in page
    assert 'name="near" type="text" value="Alderford"' in page
    assert 'href="?q=lunch+in+alderford&amp;anywhere=1"' in page
    off = Client().get("/search/" + response.context["placed"].take_off)
    assert (off.context["placed"], off.context["near"], off.context["asked"].text) == (None, None, "lunch in alderford")


@pytest.mark.django_db
def test_the_box_for_the_place_comes_first(stocked):
    response = get("lunch in alderford", near="Bath")
    assert (response.context["placed"], response.context["near"].label) == (None, "Bath")


@pytest.mark.django_db
def test_a_misspelt_place_is_one_as_well(stocked):
    response = get("lunch in alderfrod")
    assert (titles(response), response.context["near"].label) == (["Lunch by taxi", "Lunch club"], "Alderford")
    assert response.context["correction"].shown == "lunch in <strong>alderford</strong>"


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "near"), [("help mum bath", None), ("seats in bath", "Bath"), ("AM3 2QT", "AM3 2QT")])
def test_our_own_words_are_places_only_where_they_say_so(stocked, council_words, text, near):
    place = get(text).context["near"]
    assert (place.label if place else None) == near


@pytest.mark.django_db
def test_filters_are_offered_with_what_they_find_and_not_applied(stocked):
    response = get("free lunch on tuesday")
    assert titles(response) == ["Lunch by taxi", "Lunch club", "Lunch far away"]
    offers = {offer.words: offer for offer in response.context["offers"]}
    assert {words: offer.count for words, offer in offers.items()} == {"Only on Tuesdays": 1, "Only what is free": 1}
    free = Client().get("/search/" + offers["Only what is free"].address)
    assert (titles(free), free.context["results"].total) == (["Lunch club"], 1)
    assert offers["Only what is free"].address == "?q=lunch+on+tuesday&cost=free"
    assert "Only on Tuesdays</a> (1)" in response.content.decode()


@pytest.mark.django_db
def test_no_offer_for_what_is_on_or_changes_nothing(stocked):
    assert get("lunch on tuesday", day="tue").context["offers"] == []
    assert get("lunch on friday").context["offers"] == []
    assert get("older people").context["offers"] == []


@pytest.mark.django_db
def test_what_understanding_costs(stocked, django_assert_num_queries):
    get("lunch in alderford")
    with django_assert_num_queries(8):
        get("lunch in alderford")
