"""The pages of what a seller sells: written, looked at, put on sale, changed and paused."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Payee
from directory.models import MemberRole, PersonalAssistantProfile, Service
from marketplace.models import Listing
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
HOME, ADD = "/provider/offers/", "/provider/offers/add/"
TYPED = {
    "title": "A lunch together",
    "included": "The meal.",
    "unit": "visit",
    "price_pence": "12.00",
    "weekend_price_pence": "",
    "minimum_minutes": "90",
    "free_cancel_hours": "24",
    "late_cancel_percent": "50",
    "seller_name": "Hollybank Home Care Ltd",
    "seller_address": "14 Church Walk\nAlderford",
}


@pytest.fixture
def service():
    return directory.service(status="published")


@pytest.fixture
def grace(service):
    return enter(service)


def enter(service, role=MemberRole.MANAGER):
    return sessions.enter(Client(), directory.member(service.organisation, people.user(role), role=role).user)


def to(name, listing):
    return reverse(f"provider-offer-{name}" if name else "provider-offer", args=[listing.slug])


def set_up():
    Payee.objects.update(sort_code="200000", account_number="55779911")


def test_a_seller_of_nothing_is_told_how_to_begin(grace):
    said = words(grace.get(HOME))
    assert ["You sell nothing here yet" in said, "Add an offer" in said] == [True, True]
    assert HOME in grace.get("/provider/").content.decode()


def test_from_nothing_to_on_sale(grace, service):
    """One service: nobody is asked which. The answers are checked before anybody can book."""
    where = grace.get(ADD).url
    sent = grace.post(where, TYPED, follow=True)
    made = Listing.objects.get()
    assert (made.state, made.seller_address, made.price_pence) == ("paused", "14 Church Walk, Alderford", 1_200)
    said = words(sent)
    assert "Check before it is on sale" in said
    assert "£12.00 a visit" in said
    assert "We do not have your bank details yet. Call us, and we will ask for them." in said
    assert ">\nPut it on sale" not in sent.content.decode()
    set_up()
    assert "Put it on sale" in words(grace.get(to("sell", made)))
    assert "It is on sale. People can book it now." in words(grace.post(to("sell", made), follow=True))
    assert Client().get(made.get_absolute_url()).status_code == 200


def test_of_several_services_one_is_chosen(grace, service):
    other = directory.service("Gardening", organisation=service.organisation, status="published")
    assert "Choose a service" in words(grace.post(ADD, {}))
    assert grace.post(ADD, {"service": other.slug}).url == f"{ADD}{other.slug}/"


def test_what_was_typed_stays_with_what_is_wrong_beside_it(grace, service):
    answer = grace.post(f"{ADD}{service.slug}/", {**TYPED, "price_pence": "twelve", "seller_address": ""})
    said = answer.content.decode()
    assert ['value="twelve"' in said, "Enter an address" in said, "There is a problem" in said] == [True, True, True]
    assert Listing.objects.count() == 0


@pytest.mark.parametrize(("unit", "minutes"), [("item", 0), ("hour", None), ("day", None)])
def test_only_an_item_lasts_no_time(grace, service, unit, minutes):
    grace.post(f"{ADD}{service.slug}/", {**TYPED, "unit": unit, "minimum_minutes": ""})
    assert [one.minimum_minutes for one in Listing.objects.all()] == ([] if minutes is None else [minutes])


def test_an_assistant_finds_her_own_rates_and_sells_no_items():
    """And what follows by law is asked, never guessed: an address for letters is nobody's to fill in."""
    ben = market.assistant(minimum_minutes=45)
    page = sessions.enter(Client(), ben.user).get(f"{ADD}{ben.slug}/").content.decode()
    for value in ("Support from Ben Okafor", "16.50", "18.00", "45", "Ben Okafor"):
        assert f'value="{value}"' in page
    assert 'value="item"' not in page
    assert re.search(r'name="seller_address"[^>]*>\s*</textarea>', page)


def test_an_assistant_sells_her_own_help():
    profile = market.assistant()
    sessions.enter(Client(), profile.user).post(f"{ADD}{profile.slug}/", {**TYPED, "unit": "hour"})
    made = Listing.objects.get()
    assert (made.personal_assistant, made.service, made.payee.name) == (profile, None, "Ben Okafor")


def test_who_is_paid_in_several_places_is_asked_where(grace, service):
    """Never guessed."""
    market.listing(service=service)
    other = market.listing(service=service).payee
    where = f"{ADD}{service.slug}/"
    assert "Choose where it is paid" in words(grace.post(where, TYPED))
    grace.post(where, {**TYPED, "payee": other.reference})
    assert Listing.objects.get(title="A lunch together").payee == other


def test_what_is_on_sale_is_changed_after_one_more_look(grace, service):
    listing = market.listing(service=service)
    sent = {**TYPED, "title": listing.title, "seen": listing.changed_at.isoformat()}
    looked = words(grace.post(to("change", listing), sent))
    assert ["Check before you change it" in looked, "£12.00 a visit (it was: £16.50 an hour)" in looked] == [True, True]
    assert Listing.objects.get().price_pence == 1_650
    again = grace.post(to("change", listing), {**sent, "change": "1"}).content.decode()
    assert 'value="12.00"' in again
    done = grace.post(to("change", listing), {**sent, "confirm": "1"}, follow=True)
    assert "Saved. Orders that people have made keep their price and terms." in words(done)
    assert Listing.objects.get().price_pence == 1_200


def test_what_is_not_on_sale_is_changed_at_once(grace, service):
    listing = market.listing(service=service, published=False)
    grace.post(to("change", listing), {**TYPED, "seen": listing.changed_at.isoformat()})
    assert Listing.objects.get().price_pence == 1_200


@pytest.mark.parametrize("seen", ["2026-01-01T09:00:00+00:00", "yesterday"])
def test_a_change_of_an_older_page_is_not_made(grace, service, seen):
    listing = market.listing(service=service, published=False)
    said = words(grace.post(to("change", listing), {**TYPED, "seen": seen}, follow=True))
    assert "This changed while you were looking at it" in said
    assert Listing.objects.get().price_pence == 1_650


def test_off_sale_nobody_books_and_what_was_ordered_goes_on():
    listing = market.listing()
    order = market.coming(listing)
    ben = sessions.enter(Client(), market.seller_user(listing))
    assert "1 order that people have made goes on as agreed." in words(ben.get(to("pause", listing)))
    assert "It is off sale" in words(ben.post(to("pause", listing), follow=True))
    order.refresh_from_db()
    assert (Listing.objects.get().state, order.state, order.visits.get().state) == ("paused", "accepted", "planned")
    assert Client().get(listing.get_absolute_url()).status_code == 404
    assert "Not on sale" in words(ben.get(HOME))


def test_the_words_say_what_stops_it_and_lead_there():
    listing = market.listing()
    set_up()
    PersonalAssistantProfile.objects.update(status="withdrawn")
    said = sessions.enter(Client(), market.seller_user(listing)).get(HOME).content.decode()
    page = reverse("provider-page", args=["assistant", listing.personal_assistant_id])
    assert ["Put on sale, but nobody finds it" in said, "Your page is not on the site." in said, page in said] == [
        True
    ] * 3


def test_personal_care_without_registration_is_refused_with_words(grace, service):
    """Health and Social Care Act 2008 s.10."""
    listing = market.listing(service=service, published=False)
    set_up()
    Service.objects.update(status="draft", gives_personal_care=True)
    page = grace.get(to("sell", listing)).content.decode()
    assert ["This must be put right first" in page, reverse("provider-care") in page] == [True, True]
    said = words(grace.post(to("sell", listing), follow=True))
    assert "Personal care needs a live registration with the Care Quality Commission." in said
    assert Listing.objects.get().state == "paused"


def test_who_works_as_an_employee_is_told_why_nothing_is_sold_by_invoice():
    maria = sessions.enter(Client(), market.maria().user)
    said = words(maria.get(HOME))
    assert "You work as an employee. So nobody books you by the visit, and you send no invoices." in said
    assert "Add an offer" not in said
    assert maria.get(ADD).status_code == 403


@pytest.mark.parametrize("role", [MemberRole.SCHEDULER, MemberRole.FINANCE])
def test_those_who_plan_and_those_who_keep_books_have_no_such_page(service, role):
    listing = market.listing(service=service)
    client = enter(service, role)
    pages = [HOME, ADD, f"{ADD}{service.slug}/", *(to(name, listing) for name in ("", "change", "sell", "pause"))]
    assert {client.get(page).status_code for page in pages} == {403}
    assert HOME not in client.get("/provider/").content.decode()


def test_a_withdrawn_service_and_anothers_are_not_there_to_sell(grace, service):
    gone = directory.service("Gone", organisation=service.organisation, status="withdrawn")
    theirs = directory.service("Theirs", status="published")
    assert [grace.get(f"{ADD}{one.slug}/").status_code for one in (gone, theirs)] == [404, 404]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(grace, service, number, django_assert_num_queries):
    for _ in range(number):
        market.listing(service=service)
    grace.get(HOME)
    with django_assert_num_queries(11):
        grace.get(HOME)


@pytest.mark.parametrize("number", [1, 3])
def test_an_assistants_list_costs_the_same_however_long(number, django_assert_num_queries):
    profile = market.assistant()
    for _ in range(number):
        market.listing(personal_assistant=profile)
    ben = sessions.enter(Client(), profile.user)
    ben.get(HOME)
    with django_assert_num_queries(12):
        ben.get(HOME)
