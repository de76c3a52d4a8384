"""Words of somebody in danger bring the numbers to call, above whatever is found; other words do not."""

import pytest
from django.test import Client

from design.models import Council
from search.urgent import help_for

LIFE, ABUSE = "If you feel you cannot go on", "If someone is hurting you"


def headings(text: str) -> list[str]:
    return [help_.heading.split(", ")[0] for help_ in help_for(text, Council)]


@pytest.mark.parametrize(
    "text",
    [
        "suicide",
        "SUICIDAL thoughts",
        "i want to die",
        "i just want to die.",
        "kill myself",
        "he says he will kill himself",
        "I don’t want to live",
        "dont want to be here anymore",
        "overdose",
        "mum took too many pills",
        "self-harm",
        "selfharm help",
        "ending   my life",
        "better off dead",
        "kill my self",
        "i do not want to live",
        "I don´t want to live",
        "i don`t want to be alive",
        "want_to_die",
        "sui\u00adcide",
        "i cannot go on",
        "i can't go on anymore",
        "end my own life",
    ],
)
def test_a_life_in_danger(text):
    assert headings(text) == [LIFE]


@pytest.mark.parametrize(
    "text",
    [
        "he hits me",
        "my son hits me",
        "being abused",
        "abuse",
        "not safe at home",
        "I'm not safe",
        "I don't feel safe",
        "domestic violence",
        "scared of my carer",
        "carer stealing from mum",
        "neglect in a care home",
        "he won't let me out",
    ],
)
def test_somebody_is_hurt(text):
    assert headings(text) == [ABUSE]


def test_both_the_life_first():
    assert headings("he hits me and I want to die") == [LIFE, ABUSE]


@pytest.mark.parametrize(
    "text",
    ["", "lunch club", "diet", "help to dress", "live-in carer", "safe bathroom", "hit and miss", "skills", "homecare"],
)
def test_nothing_of_the_kind(text):
    assert headings(text) == []


def test_the_council_is_not_asked_where_its_numbers_are_not_needed():
    def never() -> Council:
        raise AssertionError("asked")

    assert help_for("lunch club", never) == []


PAGES = ["/search/", "/directory/", "/personal-assistants/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_results_says_whom_to_call_before_anything_else(address):
    page = Client().get(address, {"q": "i want to die"}).content.decode()
    for number in ('href="tel:999"', 'href="tel:111"', 'href="tel:116123"', 'href="sms:85258"', "choose option 2"):
        assert number in page
    assert page.index(LIFE) < page.index('role="search" aria-label="Search again"')


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_the_councils_own_numbers_as_they_are_set(address):
    Council.objects.create(phone="01632 960 555", out_of_hours_phone="01632 960 556", phone_hours="Mondays, 9am to 5pm")
    page = Client().get(address, {"q": "he hits me"}).content.decode()
    for words in ('href="tel:01632960555"', 'href="tel:01632960556"', "Mondays, 9am to 5pm", "/advice/staying-safe/"):
        assert words in page
    assert LIFE not in page


@pytest.mark.django_db
def test_a_page_about_lunch_has_no_such_box():
    assert "wm-urgent" not in Client().get("/search/", {"q": "lunch"}).content.decode()


@pytest.mark.django_db
def test_the_words_that_matter_may_stand_at_the_end_of_many(search_index):
    for path in ("/search/", "/directory/", "/personal-assistants/", "/search/suggest/"):
        page = Client().get(path, {"q": "my mother needs some help at home " * 40 + "and I want to die"})
        assert "116 123" in page.content.decode()
