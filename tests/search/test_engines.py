"""What every engine must do, said once (tests/search/conftest.py chooses the engine)."""

import random
from datetime import date, timedelta

import pytest

from search import index, ranking, thesaurus
from search.documents import Place
from search.geo import miles_between
from search.places import Near
from search.query import Query, has_any, has_enough, search, total
from search.synonyms import OTHER_WORDS_COUNT, SameThing
from tests.factories.search import HERE, MILE, a_document

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 1)


@pytest.fixture
def engine(any_engine):
    return any_engine


def titles(**query):
    return [hit.document.title for hit in search(Query(**({"today": TODAY} | query))).hits]


def counts(name, **query):
    facet = search(Query(**({"today": TODAY} | query))).facet(name)
    return {value.value: value.count for value in facet.values} if facet else {}


def test_words_are_found_in_every_field_and_the_title_counts_most(engine):
    index.put_many(
        [
            a_document("In the body", body="befriending"),
            a_document("Befriending", body="x"),
            a_document("In the summary", summary="befriending"),
            a_document("In the keywords", keywords="befriending"),
            a_document("Elsewhere", body="nothing of the kind"),
        ]
    )
    engine()
    found = titles(text="befriend")
    assert found[0] == "Befriending"
    assert sorted(found) == ["Befriending", "In the body", "In the keywords", "In the summary"]


@pytest.mark.parametrize("text", ["CAFÉ", "cafes", "the café's", "cafe for my mum"])
def test_the_same_words_however_written(engine, text):
    index.put(a_document("Memory café", body="for a mum"))
    engine()
    assert titles(text=text) == ["Memory café"]


def test_hyphens_and_postcodes(engine):
    index.put_many(
        [
            a_document("Day-centre", places=(Place(53.4, -2.3, "AM3 2QT"),)),
            a_document("Day", body="nothing else"),
        ]
    )
    engine()
    assert titles(text="daycentre") == ["Day-centre"]
    assert titles(text="day-centre") == ["Day-centre"]
    assert titles(text="am32qt") == ["Day-centre"]
    assert titles(text="AM3") == ["Day-centre"]


def test_most_of_the_words_are_enough_and_any_when_nothing_has_most(engine):
    index.put_many([a_document("Washing and dressing"), a_document("Washing up"), a_document("Gardening")])
    engine()
    assert titles(text="washing dressing shopping") == ["Washing and dressing"]
    results = search(Query(text="gardening zumba", today=TODAY))
    assert ([hit.document.title for hit in results.hits], results.some_words) == (["Gardening"], True)
    assert titles(text="zumba") == []


MEALS = SameThing("Meals", ("meals on wheels", "hot lunch"))


@pytest.mark.parametrize("text", ["meals on wheels", "Meals on the wheels", "hot lunch"])
def test_a_phrase_is_words_in_a_row_in_one_field(engine, text):
    index.put_many(
        [
            a_document("Meals on Wheels"),
            a_document("Body", body="We have brought meals on wheels for years"),
            a_document("Hyphens", summary="The meals-on-wheels van"),
            a_document("Other small word", body="Meals and wheels"),
            a_document("Turned round", body="Wheels on meals"),
            a_document("Farther apart", body="Meals on big wheels"),
            a_document("Meals", body="on wheels"),
            a_document("Meals here", body="Wheels there, on Mondays"),
        ]
    )
    engine()
    with thesaurus.trying([MEALS]):
        found = titles(text=text)
    assert found[0] == "Meals on Wheels"
    assert sorted(found) == ["Body", "Hyphens", "Meals on Wheels"]


def test_a_phrase_is_found_with_a_hyphen_in_it_and_without(engine):
    index.put_many(
        [
            a_document("With", body="Self-directed support, door-to-door transport"),
            a_document("Without", body="Self directed support, door to door transport"),
            a_document("Apart", body="Support, directed by self. Transport to a door"),
        ]
    )
    engine()
    sets = [SameThing("a", ("self directed support", "SDS")), SameThing("b", ("door-to-door transport", "DTD"))]
    with thesaurus.trying(sets):
        for text in ("SDS", "self-directed support", "DTD", "door-to-door transport"):
            assert sorted(titles(text=text)) == ["With", "Without"], text
    assert sorted(titles(text="door-to-door")) == ["With", "Without"]


def test_other_words_count_less_than_those_that_were_typed(engine):
    index.put_many([a_document("Bath seats"), a_document("Wash seats"), a_document("Strip wash"), a_document("Chairs")])
    engine()
    with thesaurus.trying([SameThing("a", ("bath", "wash")), SameThing("b", ("seat", "chair", "big chair"))]):
        bath, wash = (titles(text=text) for text in ("bath", "wash"))
        points = {hit.document.title: hit.points.match for hit in search(Query(text="bath", today=TODAY)).hits}
    assert (bath[0], wash[0]) == ("Bath seats", "Wash seats")
    assert points["Bath seats"] == ranking.MATCH_POINTS
    assert points["Wash seats"] < ranking.MATCH_POINTS * OTHER_WORDS_COUNT
    assert sorted(bath) == sorted(wash) == ["Bath seats", "Strip wash", "Wash seats"]


def test_where_nothing_has_the_phrase_its_words_are_looked_for_one_by_one(engine):
    index.put_many([a_document("Check", body="Your benefits"), a_document("Check up"), a_document("Benefits")])
    engine()

    def found(text):
        results = search(Query(text=text, today=TODAY))
        return sorted(hit.document.title for hit in results.hits), results.some_words

    with thesaurus.trying(
        [SameThing("a", ("benefits check", "hubble")), SameThing("b", ("meals on wheels", "hubble"))]
    ):
        assert found("benefits check") == (["Check"], False)
        assert found("benefits-check") == (["Check"], False)
        assert found("benefits check zumba") == (["Check"], False)
        assert found("meals on wheels check") == (["Check", "Check up"], True)
        assert found("meals on wheels") == found("hubble") == ([], False)


def test_a_total_alone_is_that_of_the_whole_answer(engine):
    index.put_many(
        [
            a_document("Washing and dressing", miles=1, facets={"day": ("mon",)}),
            a_document("Washing up", miles=30, facets={"day": ("tue",)}),
            a_document("Gardening", anywhere=True),
        ]
    )
    engine()
    for asked in (
        {},
        {"text": "washing"},
        {"text": "washing dressing shopping"},
        {"text": "gardening zumba washing karate"},
        {"text": "zumba"},
        {"text": "washing", "near": HERE, "miles": 5.0, "sort": "distance"},
        {"facets": {"day": ("tue", "wed")}, "page": 3},
    ):
        made = Query(today=TODAY, **asked)
        whole = search(made)
        assert total(made) == whole.total
        assert has_enough(made) == (whole.total > 0 and not whole.some_words)
        assert has_any(made) == (whole.total > 0)


def test_facets_are_or_inside_a_group_and_and_across_them(engine):
    index.put_many(
        [
            a_document("A", facets={"need": ("wash",), "day": ("mon", "tue")}),
            a_document("B", facets={"need": ("shop",), "day": ("tue",)}),
            a_document("C", facets={"need": ("wash", "shop"), "day": ("wed",)}),
            a_document("D", kind="advice", facets={}),
        ]
    )
    engine()
    assert sorted(titles(facets={"need": ("wash", "shop")})) == ["A", "B", "C"]
    assert sorted(titles(facets={"need": ("wash",), "day": ("tue", "wed")})) == ["A", "C"]
    assert counts("need") == {"wash": 2, "shop": 2}
    assert counts("need", facets={"need": ("wash",), "day": ("tue",)}) == {"wash": 1, "shop": 1}
    assert counts("day", facets={"need": ("wash",), "day": ("tue",)}) == {"mon": 1, "tue": 1, "wed": 1}
    assert counts("kind") == {"service": 3, "advice": 1}
    assert titles(facets={"kind": ("advice",)}) == ["D"]
    assert counts("kind", kinds=("service",)) == {"service": 3}


def test_a_count_says_what_a_click_gives(engine):
    rng = random.Random(1)  # noqa: S311 - the same test data each time
    needs, days = ["wash", "shop", "walk", "cook"], ["mon", "tue", "wed"]
    index.put_many(
        a_document(f"Club {n}", facets={"need": rng.sample(needs, 2), "day": rng.sample(days, rng.randint(0, 2))})
        for n in range(40)
    )
    engine()
    before = search(Query(text="club", facets={"day": ("mon",)}, today=TODAY))
    for facet in before.facets:
        for value in facet.values:
            alone = {"day": ("mon",)} | {facet.name: (value.value,)}
            assert search(Query(text="club", facets=alone, today=TODAY)).total == value.count, (facet.name, value)


def test_beside_another_choice_a_count_says_what_a_click_adds(engine):
    rng = random.Random(4)  # noqa: S311 - the same test data each time
    days, needs = ["mon", "tue", "wed", "thu"], ["wash", "shop"]
    index.put_many(
        a_document(
            f"Club {n}",
            facets={"day": rng.sample(days, rng.randint(0, 3)), "need": rng.sample(needs, rng.randint(0, 2))},
            approved_until=TODAY if n % 3 else None,
        )
        for n in range(60)
    )
    engine()
    chosen = {"day": ("mon", "wed"), "need": ("wash",)}
    before = search(Query(text="club", facets=chosen, today=TODAY))
    tried = 0
    for facet in before.facets:
        for value in facet.values:
            if value.chosen or value.adds is None:
                assert value.chosen or facet.name not in chosen
                continue
            clicked = {**chosen, facet.name: (*chosen[facet.name], value.value)}
            assert search(Query(text="club", facets=clicked, today=TODAY)).total == before.total + value.adds
            assert value.tally == f"+{value.adds}"
            tried += 1
    assert tried == 3


def test_approval_lapses_at_midnight_without_indexing(engine):
    index.put_many(
        [
            a_document("Approved", approved_until=TODAY),
            a_document("Lapsed", approved_until=TODAY - timedelta(days=1)),
            a_document("Never", facets={"approved": ("cqc",)}),
        ]
    )
    engine()
    assert titles(facets={"approved": ("approved",)}) == ["Approved"]
    assert titles(facets={"approved": ("approved",)}, today=TODAY + timedelta(days=1)) == []
    assert sorted(titles(facets={"approved": ("approved", "cqc")})) == ["Approved", "Never"]
    assert counts("approved") == {"approved": 1, "cqc": 1}
    assert counts("approved", today=TODAY + timedelta(days=1)) == {"cqc": 1}
    shown = {hit.document.title: hit.approved for hit in search(Query(today=TODAY)).hits}
    assert shown == {"Approved": True, "Lapsed": False, "Never": False}


def test_first_and_last_day_of_showing(engine):
    index.put_many(
        [
            a_document("Today only", visible_from=TODAY, visible_until=TODAY),
            a_document("Tomorrow", visible_from=TODAY + timedelta(days=1)),
            a_document("Always"),
        ]
    )
    engine()
    assert sorted(titles()) == ["Always", "Today only"]
    assert sorted(titles(today=TODAY + timedelta(days=1))) == ["Always", "Tomorrow"]
    assert search(Query(today=TODAY)).total == 2


def test_a_circle_is_exact_and_what_has_no_place_is_never_lost(engine):
    corner = Place(HERE.lat + 4.5 / 69.09, HERE.lon + 4.5 / 41.2, "In the box, outside the circle")
    index.put_many(
        [
            a_document("Near", miles=1),
            a_document("Edge", miles=4.9),
            a_document("Beyond", miles=5.1),
            a_document("Corner", places=(corner,)),
            a_document("By phone", anywhere=True),
            a_document("Unplaced"),
            a_document("Two places", places=(Place(51.5, -0.1, "London"), Place(HERE.lat, HERE.lon + 0.01, "Hall"))),
            a_document("Astride", places=(Place(HERE.lat, -0.1), Place(51.5, HERE.lon))),
        ]
    )
    engine()
    found = search(Query(near=HERE, miles=5, today=TODAY))
    assert [hit.document.title for hit in found.hits] == ["Two places", "Near", "Edge", "By phone", "Unplaced"]
    assert found.total == 5
    assert counts("kind", near=HERE, miles=5) == {"service": 5}
    assert (found.hits[0].place, round(found.hits[0].miles, 1)) == ("Hall", 0.4)
    assert search(Query(near=HERE, miles=None, today=TODAY)).total == 8


def test_circles_of_every_size_hold_what_a_ruler_says(engine):
    rng = random.Random(2)  # noqa: S311 - the same test data each time
    sizes = (0, 1, 1, 1, 3, 4, 5, 9)
    documents = [
        a_document(
            f"Thing {n}",
            places=tuple(Place(53.4 + rng.gauss(0, 0.2), -2.3 + rng.gauss(0, 0.3)) for _ in range(rng.choice(sizes))),
        )
        for n in range(200)
    ]
    index.put_many(documents)
    engine()
    for miles in (0.5, 1, 3, 10, 25):
        near = Near("x", 53.4 + rng.gauss(0, 0.1), -2.3 + rng.gauss(0, 0.1))
        ruled = {
            document.title: min(miles_between(near.lat, near.lon, place.lat, place.lon) for place in document.places)
            for document in documents
            if document.places
        }
        inside = sorted((distance, title) for title, distance in ruled.items() if distance <= miles)
        found = search(Query(near=near, miles=miles, sort="distance", per_page=200, today=TODAY))
        unplaced = [document.title for document in documents if not document.places]
        assert [hit.document.title for hit in found.hits] == [title for _, title in inside] + unplaced
        assert found.total == len(inside) + len(unplaced)


def test_orders(engine):
    index.put_many(
        [
            a_document("banana", miles=3, price_pence=900, confirmed_on=TODAY),
            a_document("Äpple", miles=2, price_pence=None),
            a_document("cherry", miles=1, price_pence=1200, confirmed_on=TODAY - timedelta(days=9)),
            a_document("Date", price_pence=0),
        ]
    )
    engine()
    assert titles(sort="name") == ["Äpple", "banana", "cherry", "Date"]
    assert titles(sort="price") == ["Date", "banana", "cherry", "Äpple"]
    assert titles(sort="distance", near=HERE) == ["cherry", "Äpple", "banana", "Date"]
    assert titles() == ["banana", "cherry", "Äpple", "Date"]
    assert titles(sort="distance") == titles()


def test_words_and_nearness_and_freshness_and_completeness_are_added_up(engine):
    def club(ref, miles=None, **more):
        places = () if miles is None else (Place(HERE.lat + miles * MILE, HERE.lon),)
        return a_document(more.pop("title", "Tea lunch club"), ref=ref, places=places, **more)

    index.put_many(
        [
            club("far", miles=4),
            club("near, stale", miles=1, confirmed_on=TODAY - timedelta(days=400)),
            club("near, fresh", miles=1.1, confirmed_on=TODAY),
            club("by phone", anywhere=True),
            club("by phone, fresh", anywhere=True, confirmed_on=TODAY),
            club("worse, near", title="Lunch club for anybody who likes a good meal", miles=0.1),
            club("worse", title="Lunch club for anybody who likes a good meal", miles=4),
        ]
    )
    engine()
    refs = [hit.document.ref for hit in search(Query(text="tea lunch club", near=HERE, today=TODAY)).hits]
    assert refs[:5] == ["near, fresh", "near, stale", "by phone, fresh", "far", "by phone"]
    assert refs[5:] == ["worse, near", "worse"]


def test_a_record_that_says_more_comes_first(engine):
    said = {"summary": "Tea", "price_pence": 100, "hours": ((1, "09:00", "10:00"),), "miles": 1}
    index.put_many([a_document("Lunch club", miles=1), a_document("Lunch club", ref="said", **said)])
    engine()
    first, _ = search(Query(text="lunch", today=TODAY)).hits
    assert first.document.ref == "said"


def test_pages_hold_everything_once(engine):
    index.put_many(a_document(f"Club {n:03}", miles=n / 100, price_pence=n) for n in range(53))
    engine()
    for sort in ("relevance", "distance", "name", "price"):
        for text in ("", "club"):
            seen = [t for page in (1, 2, 3) for t in titles(text=text, sort=sort, near=HERE, page=page)]
            assert sorted(seen) == [f"Club {n:03}" for n in range(53)], (sort, text)
    last = search(Query(page=10**9, today=TODAY))
    assert (last.total, last.page, last.pages, len(last.hits)) == (53, 3, 3, 13)


def test_pages_beyond_the_candidates_go_on(engine, monkeypatch):
    monkeypatch.setattr("search.engines.protocol.CANDIDATES", 30)
    index.put_many(a_document(f"Club {n:03}", miles=n / 100) for n in range(53))
    engine()
    seen = [t for page in range(1, 7) for t in titles(text="club", per_page=10, page=page, near=HERE)]
    assert sorted(seen) == [f"Club {n:03}" for n in range(53)]


def test_every_value_of_many_is_counted(engine):
    index.put_many(a_document(f"Club {n}", facets={"need": (f"need-{n}",)}) for n in range(300))
    engine()
    assert len(counts("need")) == 300


def test_whatever_stands_in_a_value_it_means_itself(engine):
    """A filter may be a line in the engine's own language."""
    hostile = ['a" OR facets:"topic=b', "*", "a\\", '"', "[a TO b]", "a b", "AND", "(", "é\n", "b", "-b", "b*"]
    index.put_many([a_document(f"{n}", facets={"topic": [value], "need": ["x"]}) for n, value in enumerate(hostile)])
    engine()
    for n, value in enumerate(hostile):
        chosen = {"topic": (value,), "need": ("x",)}
        assert titles(facets=chosen) == [str(n)]
        assert counts("need", facets=chosen) == {"x": 1}
        assert counts("topic", facets=chosen) == dict.fromkeys(hostile, 1)


def test_circles_hold_near_a_pole_and_over_the_line_where_days_change(engine):
    index.put_many(
        [
            a_document("East", places=(Place(10.0, 179.99, "East"),)),
            a_document("West", places=(Place(10.0, -179.99, "West"),)),
            a_document("Far", places=(Place(10.0, -179.0, "Far"),)),
            a_document("Pole", places=(Place(89.99, 90.0, "Pole"),)),
        ]
    )
    engine()
    assert sorted(titles(near=Near("Line", 10.0, 179.995), miles=5.0)) == ["East", "West"]
    assert titles(near=Near("Pole", 89.99, -90.0), miles=5.0) == ["Pole"]
