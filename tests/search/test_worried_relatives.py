"""What a worried relative types, misspelt and in their own words, has an answer on the first screen of the demo."""

import shutil
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client

from tests.browser import demo

FIRST_SCREEN = 5  # results, of whatever kind


class Search(NamedTuple):
    typed: str
    found: tuple[str, ...]  # all of these are among the first
    near: str = ""
    after: tuple[str, ...] = ()  # these come after all of those, or not at all
    meant: str = ""  # as it was corrected, where it was
    hard: str = ""  # why it was


SEARCHES = [
    Search(
        "sombody to help mum bath, alderford",
        ("Ben Okafor", "Sunrise personal care"),
        near="Alderford",
        meant="somebody to help mum bath, alderford",
        hard="The slip is in a word that is not even looked for, the need is in other words (washing), and Alderford "
        "is at once a town and a word of many texts. Bath is a town as well: it is one only after “in”, “near” or a "
        "comma.",
    ),
    Search(
        "someone to sit with dad so i can go out",
        ("Sitting service",),
        hard="Four words tell something, and only “sit” is the service's own. “Dad” has to mean older people, or two "
        "thirds of the words are not reached.",
    ),
    Search("wheelchiar taxi", ("Wheelchair taxis",), meant="wheelchair taxi"),
    Search(
        "meals on weels",
        ("Hot lunch to your door",),
        meant="meals on wheels",
        hard="“Weeks” is nearer the mark by how often it is written. A word that makes a known phrase with its "
        "neighbours comes first. And nobody in the demo calls it meals on wheels.",
    ),
    Search("lonley", ("Visiting friends", "Telephone friends"), meant="lonely"),
    Search(
        "cant get up the stairs",
        ("Stairlifts, new and second-hand",),
        hard="No word of it is the answer's. “Up the stairs” is a phrase of its own, and “cant” tells nothing.",
    ),
    Search("hoovering", ("Cleaning and laundry",)),
    Search(
        "PA near AM3 2QT",
        ("Employing or hiring a personal assistant", "Farah Siddiqui"),
        near="AM3 2QT",
        hard="Two letters, of which one text has both. The postcode is in no text at all.",
    ),
    Search("dimentia cafe", ("Memory café",), meant="dementia cafe"),
    Search(
        "is there help with money for carers",
        ("Benefits and debt advice", "Carers' helpline and drop-in"),
        hard="“Money” and “carers” are on most pages, and rarely mean this together.",
    ),
    Search("mum has had a fall and lives alone", ("Lifeline alarm", "Falls, and how not to have one")),
    Search("respit for a week", ("Larch House short stays",), hard="“Respit” has the same stem as respite."),
    Search("old peoples home", ("Heron House residential care",)),
    Search("befreinding thornley", ("Good neighbour scheme",), near="Thornley", meant="befriending thornley"),
    Search("somewhere for mum to go in the day", ("Day at Wickstead",), hard="All its words are small ones."),
    Search("gardner to cut the grass", ("Gardening visits",), meant="gardener to cut the grass"),
    Search("panic button round her neck", ("Lifeline alarm",)),
    Search("dad is coming out of hospital on friday", ("Home from hospital visits", "Hospital car scheme")),
    Search("someone is stealing mums money", ("Staying safe and raising a concern",)),
    Search("how much does care cost", ("Paying for care and support",)),
    Search("lift to hospital appointment", ("Hospital car scheme",)),
    Search("physio at home", ("Home exercise visits",), hard="Nobody in the demo calls it physiotherapy."),
    Search("my husband forgets everything", ("Memory café",)),
    Search("shes deaf and needs someone who signs", ("Help with letters in BSL",)),
    Search("depresed and cant sleep", ("Evening listening line",), meant="depressed and cant sleep"),
    Search("tablets mixed up", ("Medicines in day boxes",)),
    Search("who pays if she goes into a home", ("Paying for care and support",)),
    Search("jobs round the house", ("Handyperson",)),
    Search(
        "help with washing",
        ("Sunrise personal care", "Grace Adeyemi", "Shanthi Kumar"),
        after=("Equipment to try and hire",),
        hard="Bath boards are found by “bath”, a rare word. It counts less, since nobody typed it.",
    ),
    Search(
        "help with washing near AM3 2QT",
        ("Hollybank care at home", "Ben Okafor"),
        near="AM3 2QT",
        after=("Wet rooms without a step",),
        hard="The first search of the demo's tour: people who help come before what is built into a bathroom.",
    ),
    Search(
        "sombody to help mum bath, aldermere",
        ("Ben Okafor", "Sunrise personal care"),
        near="Aldermere",
        after=("Wet rooms without a step",),
        meant="somebody to help mum bath, aldermere",
    ),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="The demo is tried on SQLite.")
def test_every_search_has_its_answer_on_the_first_screen(tmp_path, council_words):
    shutil.copytree(demo.seeded(), tmp_path, dirs_exist_ok=True)
    with demo.in_folder(tmp_path):
        wrong = [sentence for search in SEARCHES for sentence in what_is_wrong(search)]
    assert "\n".join(wrong) == ""


def what_is_wrong(search):
    context = Client().get("/search/", {"q": search.typed}).context
    hits = [hit.document.title for hit in context["results"].hits]
    first = hits[:FIRST_SCREEN]
    correction = context["correction"]
    place = context["near"].label if context["near"] else ""
    if missing := set(search.found) - set(first):
        yield f"“{search.typed}”: {sorted(missing)} not among {first}"
    if early := [title for title in search.after if title in hits[: max(map(hits.index, search.found), default=0)]]:
        yield f"“{search.typed}”: {early} before {search.found}"
    if place != search.near:
        yield f"“{search.typed}” is near “{place}”"
    if (meant := correction.meant if correction else "") != search.meant:
        yield f"“{search.typed}” was read as “{meant}”"
