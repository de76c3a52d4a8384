"""The handover sheet on screen: written, given, opened by somebody with no sign-in, and closed."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Scope
from marketplace.actions import handover
from marketplace.models import HandoverContact, HandoverLink, HandoverOpening, HandoverSheet
from marketplace.views import handover_link
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
NIA = {"receiver": "Nia Hale", "email": "", "lasts": "1d", "agreed": "on"}
SLOWLY = "Talk slowly"


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    cache.clear()


@pytest.fixture
def person():
    return people.person(phone="01632 960701", address="8 Weir Cottages", postcode="AM3 2QT")


@pytest.fixture
def rosa(person):
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def sheet(person):
    return handover.write(person=person, part="to_know", text=SLOWLY, by=person.user)


@pytest.fixture
def given(sheet, person):
    day = timedelta(days=1)
    return handover.give(person=person, receiver="Nia Hale", lasts=day, agreed=True, by=person.user)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_empty_sheet_says_what_it_is_for(rosa):
    page = words(rosa.get("/handover/"))
    assert ("somebody else can step in" in page, "Give somebody a link" in page) == (True, False)
    assert rosa.get("/handover/print/").url == "/handover/"


def test_it_is_found_beside_the_money(rosa, person):
    market.pot(person)
    assert 'href="/handover/"' in rosa.get("/money/").content.decode()


def test_each_part_is_written_and_kept_when_it_is_refused(rosa):
    assert rosa.post("/handover/write/routines/", {"text": "Tea at 8"}).url == "/handover/"
    wrong = rosa.post("/handover/write/key_place/", {"text": "Key safe, 4711"})
    assert "Leave out codes, PINs and passwords" in words(wrong)
    assert "Key safe, 4711" in wrong.content.decode()
    long = rosa.post("/handover/write/key_place/", {"text": "x" * 501})
    assert "Write at most 500 characters. You have 501" in words(long)
    sheet = HandoverSheet.objects.get()
    assert (sheet.routines, sheet.key_place) == ("Tea at 8", "")
    assert rosa.get("/handover/write/person/").status_code == 404


def test_people_to_call(rosa):
    form = {"name": "Nia Hale", "who": "neighbour", "phone": "01632 960 001"}
    assert "Enter a telephone number, like" in words(rosa.post("/handover/contacts/add/", {**form, "phone": "ask"}))
    rosa.post("/handover/contacts/add/", form)
    contact = HandoverContact.objects.get()
    rosa.post(f"/handover/contacts/{contact.pk}/", {**form, "who": "friend"})
    assert "Nia Hale , friend" in words(rosa.get("/handover/"))
    rosa.post(f"/handover/contacts/{contact.pk}/remove/")
    assert HandoverContact.objects.count() == 0


def test_given_opened_seen_withdrawn_refused(rosa, sheet, person):
    market.coming(market.listing(), market.pot(person))
    made = rosa.post("/handover/give/", NIA)
    address = made.context["address"]
    assert ("Copy it now" in words(made), made.headers["Cache-Control"]) == (True, "private, no-store")
    nia = Client()
    door = nia.get(address)
    assert ("Open the sheet" in words(door), SLOWLY in words(door), "Rosa" in words(door)) == (True, False, False)
    assert HandoverOpening.objects.count() == 0
    read = nia.post(address, follow=True)
    assert read.redirect_chain[-1][0] == "/handover/read/"
    for said in ("How to help Rosa Alvarez", SLOWLY, "Ben Okafor", "8 Weir Cottages", "For Nia Hale"):
        assert said in words(read)
    assert "Opened 1 time, last on" in words(rosa.get("/handover/"))
    rosa.post(reverse("handover-withdraw", args=[HandoverLink.objects.get().pk]))
    for closed in (nia.get("/handover/read/"), nia.get(address), nia.post(address)):
        assert (closed.status_code, SLOWLY in words(closed), "This link is closed" in words(closed)) == (
            404,
            False,
            True,
        )
        assert "call 999" in words(closed)
    assert "taken back" in words(rosa.get("/handover/"))
    assert HandoverOpening.objects.count() == 1


def test_headers_of_every_answer(given):
    nia = Client()
    door, read = nia.get(given.address), nia.post(given.address, follow=True)
    closed = Client().get("/handover/link/spent/")
    pages = (door, read, closed)
    for page in pages:
        assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == (
            "no-store",
            "noindex, nofollow, noarchive",
        )
    assert [page.headers["Referrer-Policy"] for page in (door, read, closed)] == [
        "origin",
        "no-referrer",
        "no-referrer",
    ]


def test_the_button_works_as_a_browser_sends_it(given):
    """From a page without any referrer a browser says `Origin: null`, which is refused; ours says the site's own."""
    nia = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', nia.get(given.address).content.decode())[1]
    form = {"csrfmiddlewaretoken": token}
    assert nia.post(given.address, form, headers={"origin": "null"}).status_code == 403
    assert nia.post(given.address, form, headers={"origin": "http://testserver"}).url == "/handover/read/"


def test_it_closes_by_itself_and_is_asked_for_again_after_half_an_hour(given, monkeypatch):
    nia = Client()
    nia.post(given.address)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=31))
    assert nia.get("/handover/read/").status_code == 404
    assert nia.post(given.address, follow=True).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    assert nia.get(given.address).status_code == 404


def test_nobody_tries_links_by_the_thousand(given):
    nia = Client()
    for _ in range(handover_link.TIMES):
        assert nia.get("/handover/link/guess/").status_code == 404
    assert nia.get(given.address).status_code == 429


@pytest.mark.parametrize("wrong", ["receiver", "lasts", "agreed"])
def test_what_is_missing_is_asked_for(rosa, sheet, wrong):
    page = rosa.post("/handover/give/", {**NIA, wrong: ""})
    assert list(page.context["form"].errors) == [wrong]
    assert HandoverLink.objects.count() == 0


def test_a_delegate_says_that_the_person_agreed(sheet, person):
    mandate = people.mandate(person, people.user("Amira Whitfield"), Scope.HANDOVER)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    assert "Rosa told me that they agree" in words(amira.get("/handover/give/"))
    amira.post("/handover/give/", NIA)
    assert (HandoverLink.objects.get().consent, HandoverLink.objects.get().mandate) == ("told", mandate)


def test_a_delegate_without_the_scope_sees_none_of_it(sheet, person):
    mandate = people.mandate(person, people.user("Amira Whitfield"), Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    assert [amira.get(f"/handover/{page}").status_code for page in ("", "give/", "print/")] == [403, 403, 403]


def test_the_printed_sheet(rosa, sheet):
    page = rosa.get("/handover/print/")
    assert ("wm-paper" in page.content.decode(), SLOWLY in words(page)) == (True, True)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_much_there_is(rosa, sheet, person, number, django_assert_num_queries):
    pot, offer, day = market.pot(person), market.listing(), timedelta(days=1)
    for turn in range(number):
        market.coming(offer, pot, first=market.soon(3 + turn))
        handover.save_contact(person=person, name="Nia", who="friend", phone="01632", by=person.user)
        made = handover.give(person=person, receiver=f"Nia {turn}", lasts=day, agreed=True, by=person.user)
        handover.opened(link=made.link)
    nia = Client()
    nia.post(made.address)
    with django_assert_num_queries(17):
        rosa.get("/handover/")
    with django_assert_num_queries(10):
        nia.get("/handover/read/")
