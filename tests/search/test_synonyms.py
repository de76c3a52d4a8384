"""Other words for the same thing: worked out from the query alone, and from the sets that editors keep."""

import pytest
from django.db import IntegrityError

from search import analysis, index, synonyms, thesaurus
from search.content.loading import first_sets
from search.models import SynonymSet
from search.query import Query, search
from search.synonyms import SameThing, compiled, phrase_key, understood
from tests.factories.search import a_document

PA = SameThing("PA", ("PA", "personal assistant"))
LIFT = SameThing("Lift", ("lift", "need a lift to"), ("transport", "dial-a-ride"))
MEALS = SameThing("Meals", ("meals on wheels", "hot meal"))


def words(text, *sets):
    """What is looked for, as text: "pa/person assist, sale"."""
    groups = understood(text, compiled(sets))
    return ", ".join("/".join(" ".join(phrase) for (phrase,), _ in group) for group in groups)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("pa in sale", "pa/person assist, sale"),
        ("Personal Assistants, sale", "person assist/pa, sale"),
        ("personal care", "person, care"),
        ("lift", "lift/transport/dial a ride/dialarid"),
        ("a lift to hospital", "lift/transport/dial a ride/dialarid, hospit"),
        ("transport", "transport"),
        ("meal-on-wheels wheels", "meal on wheel/mealonwheel, wheel"),
        ("meals on wheels for my mum", "meal on wheel/hot meal, mum"),
        ("the meals and the wheels", "meal and the wheel/meal on wheel/hot meal"),
        ("hot meals, meals", "hot meal/meal on wheel, meal"),
        ("pa personal assistant", "pa/person assist, person assist/pa"),
    ],
)
def test_each_thing_in_every_way_that_we_know(text, found):
    assert words(text, PA, LIFT, MEALS) == found


def test_the_longest_phrase_wins():
    stair, lift = SameThing("a", ("stair lift", "stairlift")), SameThing("b", ("lift",), ("transport",))
    assert words("stair lift", stair, lift) == "stair lift/stairlift"
    assert words("the stairs and a lift", stair, lift) == "stair and a lift/stair lift/stairlift"
    assert words("lift stair", stair, lift) == "lift/transport, stair"


def test_a_word_of_several_sets_has_the_ways_of_all():
    assert (
        words("wash", SameThing("a", ("wash", "bath")), SameThing("b", ("wash",), ("dress", "bath")))
        == "wash/bath/dress"
    )


def weights(text, *sets):
    (group,) = understood(text, compiled(sets))
    return {" ".join(phrase): weight for (phrase,), weight in group}


def test_what_was_typed_counts_in_full_and_other_words_less():
    assert 0 < synonyms.OTHER_WORDS_COUNT < 1
    less = synonyms.OTHER_WORDS_COUNT
    assert weights("PA", PA) == {"pa": 1, "person assist": less}
    assert weights("lift", LIFT) == {"lift": 1, "transport": less, "dial a ride": less, "dialarid": less}
    assert weights("dial-a-ride", SameThing("a", ("dial-a-ride", "ring and ride"))) == {
        "dial a ride": 1,
        "dialarid": 1,
        "ring and ride": less,
    }


def test_a_phrase_with_other_small_words_in_it_is_what_was_typed():
    assert weights("meals for the wheels", MEALS) == {
        "meal for the wheel": 1,
        "meal on wheel": 1,
        "hot meal": synonyms.OTHER_WORDS_COUNT,
    }
    assert weights("meals wheels", SameThing("a", ("meals on wheels",), ("lunch",)))["meal on wheel"] == 1


def test_a_way_of_several_sets_counts_as_it_does_most():
    both = SameThing("a", ("stairlift", "stair-lift"))
    one = SameThing("b", ("stair-lift",), ("stairlift", "equipment"))
    found = {"stair lift": 1, "stairlift": 1, "equip": synonyms.OTHER_WORDS_COUNT}
    assert weights("stair-lift", both, one) == weights("stair-lift", one, both) == found


def test_word_by_word_there_are_no_phrases():
    def apart(text):
        groups = synonyms.word_by_word(text, compiled([PA, LIFT, MEALS]))
        return ", ".join("/".join(" ".join(phrase) for (phrase,), _ in group) for group in groups)

    assert apart("Meals on wheels, dial\u2010a\u2010ride") == "meal, wheel, dial, ride"
    assert apart("hot lift") == "hot, lift/transport/dial a ride/dialarid"


def test_small_words_of_phrases_are_no_words_of_ours():
    assert compiled([MEALS, LIFT]).stems == {
        "meal",
        "wheel",
        "hot",
        "lift",
        "transport",
        "dial",
        "a",
        "ride",
        "dialarid",
    }


def test_no_words_change_nothing():
    for text in ("who will help me", "am3 2qt", "self-employed", "x" * 5_000):
        assert understood(text, compiled([])) == analysis.query_groups(text)


def test_what_is_added_has_a_limit():
    many = SameThing("many", tuple(f"w{n}x" for n in range(200)))
    groups = understood(" ".join(many.typed), compiled([many]))
    assert len(groups) == analysis.MOST_GROUPS
    assert sum(len(group) - 1 for group in groups) == synonyms.MOST_ADDED
    assert max(map(len, groups)) == 1 + synonyms.MOST_ALTERNATIVES


def test_phrases_as_editors_type_them():
    assert synonyms.split(" PA, personal  assistant\r\n\n;PA ") == ("PA", "personal assistant")
    assert synonyms.split(" ,\n") == ()
    assert (phrase_key("-- !"), phrase_key("meals on the wheels")) == ((), ("meal", "wheel"))


# The words a council begins with.

BROAD = {"care", "support", "home", "help", "get", "person", "peopl", "day", "servic", "go", "use", "make", "live"}
CALLED_SO = {"care home", "home care", "personal care", "supported living"}  # the thing has no rarer name


@pytest.mark.parametrize("one", first_sets(), ids=lambda one: one.name)
def test_no_first_set_looks_for_what_is_on_nearly_every_page(one):
    for way in one.look_for or one.typed:
        assert way in CALLED_SO or not set(phrase_key(way)) <= BROAD, way
    for typed in one.typed:
        assert not (len(phrase_key(typed)) == 1 and set(phrase_key(typed)) <= BROAD), typed


def test_a_word_is_in_one_set_that_goes_both_ways():
    keys = [key for one in first_sets() if not one.look_for for key in {phrase_key(word) for word in one.typed}]
    assert sorted(keys) == sorted(set(keys))
    assert len(first_sets()) >= 100


@pytest.mark.django_db
def test_a_new_council_has_them():
    assert {(one.name, one.same_thing.look_for) for one in SynonymSet.objects.all()} == {
        (one.name, one.look_for) for one in first_sets()
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("direction", "look_for"), [("both", "wash"), ("one", "")])
def test_a_direction_has_the_words_it_needs(direction, look_for):
    with pytest.raises(IntegrityError):
        SynonymSet.objects.create(name="x", words="bath", direction=direction, look_for=look_for)


# In a search.


@pytest.fixture
def stocked(council_words, search_index):
    index.put_many(
        [
            a_document("Ben", keywords="personal assistant"),
            a_document("Hot lunch to your door"),
            a_document("Wheel repairs", body="We repair meals trolleys"),
            a_document("Meal delivery", body="Wheels that bring lunch"),
            a_document("Gardening visits"),
        ]
    )
    search_index()


def titles(text):
    return [hit.document.title for hit in search(Query(text=text)).hits]


@pytest.mark.django_db
def test_a_search_finds_the_same_thing_in_other_words(stocked):
    assert titles("PA") == ["Ben"]
    assert sorted(titles("meals on wheels")) == ["Hot lunch to your door", "Meal delivery"]
    assert titles("mow the lawn") == ["Gardening visits"]


@pytest.mark.django_db
def test_what_an_editor_saves_works_within_seconds(stocked):
    assert titles("hubble") == []
    SynonymSet.objects.create(name="Hubble", words="hubble\ngardening")
    assert titles("hubble") == []  # remembered for some seconds
    thesaurus.forget()
    assert titles("hubble") == ["Gardening visits"]


@pytest.mark.django_db
def test_sets_can_be_tried_before_they_are_saved(stocked):
    with thesaurus.trying([SameThing("x", ("hubble", "gardening"))]):
        assert titles("hubble") == ["Gardening visits"]
    assert titles("hubble") == []


@pytest.mark.django_db
def test_no_search_asks_the_table_while_it_is_remembered(stocked, django_assert_num_queries):
    titles("PA")
    with django_assert_num_queries(3):
        titles("PA for mum")
