"""Words that mean the same, kept by editors in the content admin and tried before they are saved."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from search import index
from search.models import SynonymSet
from tests import sessions
from tests.factories import accounts as people
from tests.factories.search import a_document

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_search_synonymset:add"
LIST = "wagtailsnippets_search_synonymset:list"


@pytest.fixture
def editor(db):
    return sessions.enter(Client(), people.staff(Role.EDITOR, name="Ann"))


@pytest.fixture(autouse=True)
def _few_sets(db, search_index):
    SynonymSet.objects.all().delete()
    SynonymSet.objects.create(name="Washing", words="bath\nwash")
    index.put_many([a_document("Yurt hire"), a_document("Tents for everybody"), a_document("Bath seats")])
    search_index()


def typed(**changes):
    return {"name": "Tents", "direction": "both", "words": "yurt, tent", "look_for": ""} | changes


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_editor_adds_changes_and_lists_a_set(editor):
    assert editor.post(reverse(ADD), typed()).status_code == 302
    one = SynonymSet.objects.get(name="Tents")
    assert one.words == "yurt\ntent"
    edit = reverse("wagtailsnippets_search_synonymset:edit", args=[one.pk])
    assert "Try it before you save" in text(editor.get(edit))
    editor.post(edit, typed(direction="one", words="yurt", look_for="tent\n tent "))
    assert SynonymSet.objects.get(pk=one.pk).look_for == "tent"
    listed = text(editor.get(reverse(LIST), {"q": "tent"}))
    assert "yurt → tent" in listed
    assert "One way" in listed


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "This field is required."),
        ({"words": "tent"}, "Enter at least two words."),
        ({"words": "tent\ntents"}, "Enter at least two words."),
        ({"words": "tent, !?"}, "“!?” has no letters or numbers."),
        ({"words": "tent, of the"}, "Search leaves out words like “of the”. Add a word that says more."),
        ({"words": "tent, " + "x" * 61}, "is too long."),
        ({"words": "tent, one two three four five six seven"}, "is too long."),
        ({"words": ",".join(f"w{n}" for n in range(90))}, "Enter 80 at most. There are 90."),
        ({"words": "tent, bathing"}, "“bathing” is in “Washing” already."),
        ({"look_for": "x"}, "Leave this empty, or choose “One way”."),
        ({"direction": "one"}, "Enter at least one word to look for as well."),
        ({"direction": "sideways"}, "Select a valid choice."),
        ({"name": "Washing"}, "already exists."),
    ],
)
def test_what_would_do_no_good_is_kept_out(editor, changes, sentence):
    response = editor.post(reverse(ADD), typed(**changes))
    assert response.status_code == 200
    assert sentence in text(response).replace("&#x27;", "'")
    assert SynonymSet.objects.count() == 1


def test_a_word_may_be_in_another_set_one_way(editor):
    assert editor.post(reverse(ADD), typed(direction="one", words="bath", look_for="tub")).status_code == 302


def test_it_is_tried_before_it_is_saved(editor):
    response = editor.post(reverse(ADD), typed(try_text="a yurt", **{"try": "1"}))
    page = text(response)
    assert response.status_code == 200
    assert "yurt, or tent" in page
    assert "Results 1 2" in page
    assert page.count("Yurt hire") == 2
    assert page.count("Tents for everybody") == 1
    assert SynonymSet.objects.count() == 1


def test_a_change_of_a_saved_set_is_tried_beside_the_saved_one(editor):
    one = SynonymSet.objects.get()
    edit = reverse("wagtailsnippets_search_synonymset:edit", args=[one.pk])
    tried = typed(name="Washing", words="bath, yurt", try_text="bath", **{"try": "1"})
    page = text(editor.post(edit, tried))
    assert "bath, or wash" in page
    assert "bath, or yurt" in page
    assert SynonymSet.objects.get().words == "bath\nwash"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"try_text": " "}, "Enter the words to try."),
        ({"try_text": "yurt", "words": "one"}, "Put the words above right first."),
        ({"try_text": "hotel"}, "This set changes nothing for “hotel”."),
        ({"try_text": "?"}, "Nothing: there is no word in it"),
        ({"try_text": "yurt\x00tent \u202e"}, "Tents for everybody"),
        ({"try_text": "word " * 20_000}, "This set changes nothing"),
        ({"try_text": "yurt", "words": "\n".join(f"word{n}" for n in range(100_000))}, "Enter 80 at most."),
        ({"try_text": "yurt", "words": "\x00"}, "Null characters are not allowed"),
        ({"try_text": "yurt", "words": "yurt, <img src=x onerror=alert(1)>"}, "alert"),
        ({"try_text": "<script>alert(1)</script>" * 50}, "alert"),
    ],
)
def test_odd_tries_are_answered(editor, changes, sentence):
    response = editor.post(reverse(ADD), typed(**changes, **{"try": "1"}))
    assert response.status_code == 200
    assert sentence in text(response)
    assert b"<script>alert" not in response.content
    assert b"<img src=x" not in response.content
    assert SynonymSet.objects.count() == 1


@pytest.mark.parametrize("role", [Role.FINANCE, Role.PRACTITIONER])
def test_others_have_no_such_list(role):
    staff = sessions.enter(Client(), people.staff(role))
    assert staff.get(reverse(LIST)).status_code in (302, 403)
    assert staff.post(reverse(ADD), typed()).status_code in (302, 403)
    assert SynonymSet.objects.count() == 1


def test_the_list_costs_the_same_however_long(editor, django_assert_max_num_queries):
    SynonymSet.objects.bulk_create(SynonymSet(name=f"s{n}", words=f"a{n}\nb{n}") for n in range(30))
    editor.get(reverse(LIST))
    with django_assert_max_num_queries(16):
        editor.get(reverse(LIST))
