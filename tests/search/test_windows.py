"""A time of the week in an address, and results among given documents only (issue 8, section 5)."""

from datetime import time

import pytest
from django.http import QueryDict

from search import address, index, windows
from search.problems import Problem
from search.query import Query, search
from search.strict import read_strictly
from search.windows import Window, window
from tests.factories.search import a_document


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (("tue", "08:00", "09:00"), Window("tue", time(8), time(9))),
        (("tue", "08:00", ""), Window("tue", time(8), time(9))),  # an hour, where nobody says until when
        (("tue", "", "09:00"), Window("tue")),
        (("sun", "23:00", ""), Window("sun", time(23), time(0))),
        (("", "08:00", "09:00"), None),
        (("someday", "08:00", "09:00"), None),
        (("tue", "25:00", "9"), Window("tue")),
    ],
)
def test_an_address_is_read_kindly(said, asked):
    assert window(*said) == asked


@pytest.mark.parametrize(
    ("asked", "minutes", "words"),
    [
        (Window("tue", time(8), time(9)), 60, "Tuesday 8 to 9am"),
        (Window("tue", time(11), time(13)), 120, "Tuesday 11am to 1pm"),
        (Window("fri", time(22), time(7)), 540, "Friday 10pm to 7am"),
        (Window("fri"), 0, "Friday"),
    ],
)
def test_it_is_said_as_people_say_it(asked, minutes, words):
    assert (asked.minutes, asked.words) == (minutes, words)


def test_an_address_says_again_what_it_was_asked():
    asked = address.read(QueryDict("q=help&free_on=tue&free_from=08:00&free_to=09:00"))
    assert asked.address == "?q=help&free_on=tue&free_from=08%3A00&free_to=09%3A00"
    assert asked.changed(window=None).address == "?q=help"


@pytest.mark.parametrize(
    ("said", "parameter"),
    [
        ("free_on=someday", "free_on"),
        ("free_on=tue&free_from=8", "free_from"),
        ("free_from=08:00", "free_from"),
        ("free_on=tue&free_to=09:00", "free_to"),
        ("free_on=tue&free_on=wed", "free_on"),
    ],
)
def test_a_program_is_told_of_its_mistake(said, parameter, db):
    with pytest.raises(Problem) as problem:
        read_strictly(QueryDict(said))
    assert [fault.parameter for fault in problem.value.faults] == [parameter]


@pytest.mark.django_db
def test_nothing_but_the_given_documents_is_found_and_counted(any_engine):
    index.put_many([a_document(name, facets={"need": ("meals",)}) for name in ("One", "Two", "Three")])
    any_engine()
    every = search(Query()).hits
    two = next(hit.document.id for hit in every if hit.document.title == "Two")
    only = search(Query(only=(two,)))
    assert ([hit.document.title for hit in only.hits], only.total) == (["Two"], 1)
    assert only.facet("need").values[0].count == 1
    assert search(Query(only=())).total == 0


def test_who_has_room_is_answered_once_for_a_kind():
    with pytest.raises(ValueError, match="answered already"):
        windows.register("service", lambda *_: [])
