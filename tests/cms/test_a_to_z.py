"""Advice by letter: titles, the other words people use, anchors that need no script."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.a_to_z import Entry, Listed, letters
from tests.factories.cms import AdvicePageFactory, a_topic, an_advice_page

RESPITE = Listed("Taking a break", "/advice/carers/breaks/", "respite, short break, Breaks")
PAYMENTS = Listed("Direct payments", "/advice/money/direct-payments/", "direct payment, cash,  CASH , own employer")
HOLIDAY = Listed("“Élan” and holidays", "/advice/out/holidays/", "respite")
NUMBERS = Listed("999 and other numbers", "/advice/rights/999/", "")
ALL = [RESPITE, PAYMENTS, HOLIDAY, NUMBERS]


def under(letter: str, pages=ALL) -> list[str]:
    [found] = [each for each in letters(pages) if each.letter == letter]
    return [entry.words for entry in found.entries]


def test_each_title_stands_under_its_first_letter():
    assert under("T") == ["Taking a break"]
    assert under("D") == ["Direct payments"]
    assert under("E") == ["“Élan” and holidays"]
    assert under("0–9") == ["999 and other numbers"]


def test_other_words_lead_to_their_pages():
    [respite] = [entry for each in letters(ALL) for entry in each.entries if entry.words == "Respite"]
    assert respite == Entry("Respite", (HOLIDAY, RESPITE), see=True)
    assert under("C") == ["Cash"]
    assert under("S") == ["Short break"]


def test_a_word_that_stands_beside_its_title_is_left_out():
    assert under("D") == ["Direct payments"]  # "direct payment" is the same word
    assert under("O", [PAYMENTS, Listed("Own employers", "/x/")]) == ["Own employers"]


def test_a_very_long_word_is_left_out():
    assert under("W", [Listed("Title", "/x/", "w" * 41)]) == []


def test_a_word_of_many_pages_shows_some_and_the_way_to_all():
    pages = [Listed(f"Page {n}", f"/{n}/", "carer") for n in range(4)]
    [[carer]] = [each.entries for each in letters(pages) if each.letter == "C"]
    assert (len(carer.pages), carer.more) == (3, True)


def test_every_letter_is_named_once_and_numbers_only_where_there_are_some():
    assert [each.letter for each in letters([])] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert letters(ALL)[-1].anchor == "0-9"


@pytest.mark.django_db
def test_the_page_jumps_to_letters_that_have_entries(client):
    an_advice_page(title="Taking a break", slug="breaks", keywords="respite")
    html = client.get(reverse("cms-a-to-z")).content.decode()
    for there in ('href="#t"', 'id="t"', 'href="#r"', "Respite: see", ">Taking a break</a>"):
        assert there in html
    assert 'href="#b"' not in html and 'id="b"' not in html


@pytest.mark.django_db
def test_it_is_found_from_the_list_of_advice_and_from_every_footer(client):
    page = an_advice_page()
    index = client.get(page.get_parent().get_parent().url).content.decode()
    assert index.count('href="/advice/a-z/"') == 2
    assert client.get(page.url).content.decode().count('href="/advice/a-z/"') == 1


@pytest.mark.django_db
def test_drafts_and_pages_for_some_are_not_named(client):
    topic = a_topic()
    an_advice_page(parent=topic, title="Secret draft", live=False)
    only = an_advice_page(parent=topic, title="Secret page")
    PageViewRestriction.objects.create(page=only, restriction_type=PageViewRestriction.LOGIN)
    html = client.get(reverse("cms-a-to-z")).content.decode()
    assert "Secret" not in html and "No advice yet" in html


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_with_one_page_and_with_three(client, django_assert_num_queries, many):
    topic = a_topic()
    for _ in range(many):
        AdvicePageFactory(parent=topic, keywords="respite, break")
    client.get(reverse("cms-a-to-z"))
    with django_assert_num_queries(3):  # the council, who may read what, the pages
        client.get(reverse("cms-a-to-z"))
