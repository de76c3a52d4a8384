"""Slips of the finger: judged by our own words, and never worse than what was typed."""

import pytest
from django.core.management import call_command
from django.test import Client

from search import index, spelling, tasks, vocabulary
from search.models import SynonymSet, VocabularyWord
from tests.factories.search import a_document, a_gazetteer

KNOWN = {"dementia": 9, "wheelchair": 5, "wheels": 2, "weeks": 40, "meals": 9, "lonely": 3, "bath": 9, "path": 90}


def meant(word, fits=""):
    return spelling.meant(word, KNOWN, lambda other: other == fits)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("bath", "bath", 0),
        ("bath", "baht", 1),
        ("bath", "baths", 1),
        ("bath", "bah", 1),
        ("bath", "path", 1),
        ("bath", "", 4),
        ("wheelchiar", "wheelchair", 1),
        ("dimenshia", "dementia", 3),
        ("hte", "the", 1),
        ("axxxxxxb", "cxxxxxxd", 2),
        ("abcdefgh", "zyxwvuts", 5),
        ("ab", "ba", 1),
        ("ca", "abc", 3),
    ],
)
def test_how_many_slips_there_are_between_two_words(one, other, slips):
    assert spelling.distance(one, other, 4) == slips
    assert spelling.distance(other, one, 4) == slips
    assert spelling.distance(one, other, 1) == min(slips, 2)


@pytest.mark.parametrize(
    ("word", "better"),
    [
        ("wheelchiar", "wheelchair"),
        ("dimenta", None),  # seven letters: one slip only
        ("dimenttia", "dementia"),
        ("lonley", "lonely"),
        ("weels", "weeks"),  # more documents have it
        ("bathh", "bath"),
        ("zumba", None),
    ],
)
def test_the_nearest_word_and_then_the_commonest(word, better):
    assert meant(word) == better


def test_a_word_that_fits_its_neighbours_comes_first():
    assert meant("weels", fits="wheels") == "wheels"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sombody to help mum bath, AM3 2QT", ["sombody", "bath"]),
        ("who will help me", []),
        ("24/7 covid19 £12.50 dr", []),
        ("dial-a-ride dial-a-ride", ["dial", "ride"]),
        ("mum's daughter's", ["daughter"]),
        ("x" * 31, []),
    ],
)
def test_only_plain_words_of_some_length_are_looked_at(text, words):
    assert spelling.looked_at(text) == words


@pytest.mark.parametrize(
    ("text", "word", "near"),
    [
        ("meals on weels", "weels", "meals on weels"),
        ("a b c d e f Weels h i j", "weels", "e f Weels h i"),
        ("weels, b c d", "weels", "weels, b c"),
        ("no word of that", "weels", "no word of"),
        ("12 + 3", "weels", "12 + 3"),
    ],
)
def test_the_neighbours_of_a_word(text, word, near):
    assert spelling.around(text, word, 2) == near


def test_all_else_stays_as_it_was_typed():
    changes = {"sombody": "somebody", "cafe": "café"}
    assert spelling.corrected("Sombody near AM3 2QT, CAFE <b>", changes) == "somebody near AM3 2QT, café <b>"
    assert spelling.marked("somebody & <café>", changes.values()) == (
        "<strong>somebody</strong> &amp; &lt;<strong>café</strong>&gt;"
    )


# By the tables.


@pytest.fixture
def stocked(search_index):
    a_gazetteer()
    index.put_many(
        [
            a_document("Wheelchair taxis", body="For somebody who cannot walk"),
            a_document("Ben Okafor", kind="personal_assistant", body="I help people to bath"),
            a_document("Bath club", summary="For dementia"),
            a_document("Bath and more", body="Swimming"),
        ]
    )
    search_index()
    vocabulary.refresh()


def get(q, **more):
    return Client().get("/search/", {"q": q, **more})


def titles(response):
    return [hit.document.title for hit in response.context["results"].hits]


@pytest.mark.django_db
def test_every_word_is_counted_once_for_each_document(stocked):
    found = VocabularyWord.objects.get(word="bath")
    assert (found.stem, found.first, found.length, found.frequency, found.kind) == ("bath", "b", 4, 3, "document")
    assert VocabularyWord.objects.get(word="alderford").kind == "place"
    assert VocabularyWord.objects.get(word="telecare").kind == "ours"


@pytest.mark.django_db
def test_a_refresh_writes_what_differs(stocked, django_assert_max_num_queries):
    index.remove("service", "no such")
    with django_assert_max_num_queries(8):
        count = vocabulary.refresh()
    assert count == VocabularyWord.objects.count()
    index.put(a_document("Kayak"))
    assert vocabulary.refresh() == count + 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["wheelchair taxi", "bathing", "okafor", "alderford", "Ben's bath", "", "12 34", "am3 2qt"]
)
def test_what_somebody_knows_is_not_corrected(stocked, text):
    assert vocabulary.corrections(text) == {}


@pytest.mark.django_db
def test_a_word_of_the_synonyms_is_known_before_any_refresh(stocked, council_words):
    SynonymSet.objects.create(name="x", words="bathe\nbaths\nwashy")
    assert vocabulary.unknown(["washy", "wishy"]) == ["wishy"]


@pytest.mark.django_db
def test_results_for_what_was_meant_and_a_way_back(stocked):
    response = get("sombody in a wheelchiar")
    assert titles(response) == ["Wheelchair taxis"]
    page = response.content.decode()
    assert "Showing results for <strong>somebody</strong> in a <strong>wheelchair</strong>." in page
    assert 'href="?q=sombody+in+a+wheelchiar&amp;exact=1"' in page
    assert "Search instead for sombody in a wheelchiar" in page
    assert 'value="somebody in a wheelchair"' in page


@pytest.mark.django_db
def test_exactly_as_typed(stocked):
    response = get("sombody in a wheelchiar", exact="1")
    assert (titles(response), response.context["correction"]) == ([], None)
    assert "exact" not in dict(response.context["kept"])
    assert "exact=1" in response.context["sorts"][1].address


@pytest.mark.django_db
def test_never_worse_than_no_correction(stocked, search_index):
    assert get("wheelbarrowx").context["correction"] is None
    index.put(a_document("Whelchair"))  # newer than our vocabulary
    search_index()
    response = get("whelchair")
    assert (titles(response), response.context["correction"]) == (["Whelchair"], None)


@pytest.mark.django_db
def test_a_word_that_only_stops_may_be_misspelt(stocked):
    response = get("sombody swimming")
    assert (titles(response), response.context["correction"].shown) == (
        ["Bath and more"],
        "<strong>somebody</strong> swimming",
    )


@pytest.mark.django_db
def test_markup_in_a_misspelt_question_is_text(stocked):
    page = get("wheelchiar <script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_what_a_question_costs(stocked, django_assert_num_queries):
    get("bath", near="AM3")
    with django_assert_num_queries(10):
        get("bath", near="AM3")


@pytest.mark.django_db
def test_the_worker_gathers_words_after_a_push_and_not_at_once(stocked, django_capture_on_commit_callbacks):
    index.put(a_document("Kayak"))
    tasks.push_changes.func()
    tasks.push_changes.func()
    waiting = tasks.DBTaskResult.objects.filter(task_path=tasks.refresh_words.module_path)
    assert waiting.count() == 1
    assert waiting.get().run_after > tasks.timezone.now()
    assert tasks.refresh_words.func() == VocabularyWord.objects.count()
    assert VocabularyWord.objects.filter(word="kayak").exists()


@pytest.mark.django_db
def test_commands_gather_words_as_well(stocked, capsys):
    index.put(a_document("Kayak"))
    call_command("push_search")
    assert VocabularyWord.objects.filter(word="kayak").exists()
    VocabularyWord.objects.all().delete()
    call_command("rebuild_search")
    assert f"{VocabularyWord.objects.count():,} words to spell by." in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["suicde", "i want to die near alderford", "want to dye, want to die"])
def test_help_for_a_life_is_shown_for_what_was_typed_and_for_what_was_meant(stocked, council_words, text):
    index.put(a_document("Listening line", keywords="suicide"))
    call_command("push_search")
    assert "Samaritans" in get(text).content.decode()
