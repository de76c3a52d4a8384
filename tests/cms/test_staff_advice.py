"""The editors' desk: what is due, in one place; and links to other sites, page by page."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from accounts.roles import Role
from cms.models import ConfirmedLink
from search.models import SearchCount
from tests import sessions
from tests.factories import accounts as people
from tests.factories.cms import SOURCE, FigureFactory, PageFeedbackFactory, a_topic, an_advice_page

pytestmark = pytest.mark.django_db
DESK, LINKS = "/staff/advice/", "/staff/advice/links/"
OLD = {"reviewed_on": date(2020, 1, 1), "next_review_on": date(2021, 1, 1)}
BROKEN = [("text", {"heading": "", "text": RichText('<p><a href="#nowhere">Look here</a></p>')})]


@pytest.fixture
def editor():
    return sessions.enter(Client(), people.staff(Role.EDITOR, name="Ann"))


def text(client, address: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def test_with_nothing_due_it_says_so(editor):
    an_advice_page(reviewed_on=timezone.localdate(), next_review_on=timezone.localdate() + timedelta(days=365))
    page = text(editor, DESK)
    for words in ("None today. Each page comes here", "None today. A figure comes here", "None. Every link within"):
        assert words in page
    assert "Nobody called a page not useful" in page and "None that we can show." in page


def test_pages_figures_links_and_feedback_that_are_due(editor):
    topic = a_topic()
    old = an_advice_page(parent=topic, title="Old page", summary="{figure:upper_limit} {figure:unheard_of}", **OLD)
    an_advice_page(parent=topic, title="Bad link", body=BROKEN)
    FigureFactory(tax_year=2019)
    FigureFactory(name="good", label="Good one", tax_year=timezone.localdate().year, checked_on=timezone.localdate())
    for useful in (True, False, False):
        PageFeedbackFactory(page=old, useful=useful)
    PageFeedbackFactory(page=old, useful=False, given_at=timezone.localtime() - timedelta(days=91))
    page = text(editor, DESK)
    for words in (
        "Old page Adult Social Care information team 1 January 2020 1 January 2021",
        "Upper limit for savings £23,250 2019\xa0to\xa02020 The year 2019 to 2020 has ended Old page",
        "unheard_of There is no figure of this name. Readers see “the current amount” Old page",
        "Bad link Look here #nowhere The page has no such heading",
        "Old page 2 3",
    ):
        assert words in page
    assert "Good one" not in page


def test_what_people_searched_for_in_vain(editor):
    counted = {
        "words": "stairlift",
        "times": 6,
        "in_vain": 6,
        "milliseconds": 60,
        "slowest": 10,
        "slow": 0,
        "missed": 0,
    }
    SearchCount.objects.create(day=timezone.localdate(), digest="x", engine="e", **counted)
    assert "stairlift 6" in text(editor, DESK)


def test_the_first_eight_are_shown_and_the_others_wait(editor):
    topic = a_topic()
    for n in range(10):
        an_advice_page(parent=topic, title=f"Old page {n}", **OLD)
    html = editor.get(DESK).content.decode()
    assert html.index("Old page 7") < html.index("Show the others") < html.index("Old page 8")


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_with_one_of_each_and_three(editor, django_assert_num_queries, many):
    topic = a_topic()
    for n in range(many):
        FigureFactory(name=f"old_{n}", tax_year=2019)
        page = an_advice_page(parent=topic, summary=f"{{figure:old_{n}}}", body=BROKEN, **OLD)
        PageFeedbackFactory(page=page, useful=False)
    editor.get(DESK)
    with django_assert_num_queries(DESK_COSTS):
        editor.get(DESK)


# Links to other sites


@pytest.fixture
def page():
    return an_advice_page(title="Paying for care")


def test_pages_with_links_are_listed_with_what_is_to_be_looked_at(editor, page):
    assert "Paying for care 1 1 Not yet" in text(editor, LINKS)
    ConfirmedLink.objects.create(address=SOURCE[1]["url"], confirmed_on=date(2026, 11, 1))
    assert "Paying for care 1 0 1 November 2026" in text(editor, LINKS)


def test_with_no_links_it_says_so(editor):
    assert "No links to other sites" in text(editor, LINKS)


def test_an_editor_ticks_what_she_opened(editor, page):
    address = reverse("staff-advice-links-of", args=[page.pk])
    assert "Not looked at yet" in text(editor, address)
    response = editor.post(address, {"link": [SOURCE[1]["url"]]}, follow=True)
    assert response.redirect_chain == [(LINKS, 302)]
    assert "Noted: you looked at 1 link today." in response.content.decode()
    assert ConfirmedLink.objects.get().confirmed_on == timezone.localdate()
    assert "Looked at on" in text(editor, address)


@pytest.mark.parametrize("link", [[], ["https://elsewhere.example/"], ["x" * 5000, "\x00"]])
def test_nothing_ticked_is_said(editor, page, link):
    address = reverse("staff-advice-links-of", args=[page.pk])
    response = editor.post(address, {"link": link}, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "Tick the links that you opened, then save." in response.content.decode()
    assert not ConfirmedLink.objects.exists()


def test_a_wrong_address_cannot_be_ticked(editor):
    body = [("text", {"heading": "", "text": RichText('<p><a href="http://www.gov.uk/">GOV.UK</a></p>')})]
    page = an_advice_page(body=body)
    html = editor.get(reverse("staff-advice-links-of", args=[page.pk])).content.decode()
    assert "It begins with http://." in html
    assert 'value="http://www.gov.uk/"' not in html


def test_a_page_that_is_no_text_is_not_found(editor, page):
    for pk in (page.get_parent().pk, 10**9, 10**20):
        assert editor.get(f"{LINKS}{pk}/").status_code == 404
    page.unpublish()
    assert editor.get(f"{LINKS}{page.pk}/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_with_one_page_and_three(editor, django_assert_num_queries, many):
    topic = a_topic()
    for _ in range(many):
        an_advice_page(parent=topic)
    editor.get(LINKS)
    with django_assert_num_queries(LINKS_COST):
        editor.get(LINKS)


DESK_COSTS, LINKS_COST = 27, 10
