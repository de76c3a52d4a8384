"""The telephone desk on screen: from the search to what is read out, by the same pages as the person's own."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import acting
from accounts.models import AuditLine, Letter
from accounts.roles import Role, Scope
from marketplace.actions import telephone
from marketplace.models import Draft, Order, TelephoneOrder
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import setting_up
from tests.marketplace.test_booking import ONCE, address, confirm, fill

pytestmark = pytest.mark.django_db
FACTS = ["born_on", "postcode"]


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def desk(samuel):
    return sessions.enter(Client(), samuel)


@pytest.fixture
def pot():
    return market.pot(setting_up.newcomer())


@pytest.fixture
def listing():
    return market.listing()


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def take(desk, person, *, checked=True):
    desk.post(reverse("staff-orders-take", args=[person.pk]))
    call = TelephoneOrder.objects.latest("pk")
    if checked:
        desk.post(reverse("staff-order-check", args=[call.pk]), {"facts": FACTS})
    return call


def test_from_the_call_to_the_letter(desk, samuel, pot, listing):
    found = desk.post("/staff/orders/find/", {"q": "marlow"}, follow=True)
    assert ("1 found for “marlow”" in words(found), "marlow" in found.request["PATH_INFO"]) == (True, False)
    check = desk.post(reverse("staff-orders-take", args=[pot.person.pk]), follow=True)
    assert "Is it Edith Marlow?" in words(check)
    call = TelephoneOrder.objects.get()
    chosen = desk.post(reverse("staff-order-check", args=[call.pk]), {"facts": FACTS}, follow=True)
    assert "What would Edith Marlow like to order?" in words(chosen)
    assert "Checked by date of birth and address and postcode." in words(chosen)
    assert "On the telephone: Edith Marlow" in words(desk.get("/marketplace/"))
    assert 'href="/marketplace/book/' in desk.get(listing.get_absolute_url()).content.decode()
    page = fill(desk, listing, pot, length=ONCE)
    assert "Book Ben Okafor for Edith Marlow" in words(page)
    sent = confirm(desk, listing, page)
    order = Order.objects.get()
    assert sent.redirect_chain[-1][0] == reverse("staff-order", args=[call.pk])
    assert f"The reference is {order.reference}" in words(sent)
    assert "We tell you all this by letter." in words(sent)
    assert (order.person, order.placed_by, order.telephone_order.ended_as) == (pot.person, samuel, "placed")
    assert Letter.objects.get().person == pot.person
    today = words(desk.get("/staff/orders/"))
    assert f"{order.reference}, Ben Okafor" in today
    assert "1 taken today, 0 half-done." in words(desk.get("/staff/"))


def test_a_double_click_is_one_order(desk, pot, listing):
    take(desk, pot.person)
    page = fill(desk, listing, pot, length=ONCE)
    confirm(desk, listing, page)
    again = confirm(desk, listing, page)
    assert again.redirect_chain[-1][0] == reverse("staff-order", args=[TelephoneOrder.objects.get().pk])
    assert Order.objects.count() == 1


def test_after_the_call_the_pages_of_booking_are_her_own_again(desk, pot, listing):
    call = take(desk, pot.person)
    there = reverse("staff-order", args=[call.pk])
    confirm(desk, listing, fill(desk, listing, pot, length=ONCE))
    assert desk.get(address("when", listing)).headers.get("Location", "") != there
    assert desk.post(address("when", listing), {}).headers.get("Location", "") != there


def test_whom_she_chose_to_act_for_since_comes_before_the_call(desk, samuel, pot, listing):
    take(desk, pot.person)
    mother = market.pot(people.person("Ada Osei", address="1 Mill Lane", postcode="AM3 2QT"))
    mandate = people.mandate(mother.person, samuel, Scope.SEE_BALANCE, Scope.ORDER, Scope.PAY)
    session = desk.session
    session[acting.SESSION_KEY] = mandate.pk
    session.save()
    confirm(desk, listing, fill(desk, listing, mother, length=ONCE))
    order = Order.objects.get()
    assert (order.person, order.mandate, TelephoneOrder.objects.get().order) == (mother.person, mandate, None)


def test_nothing_goes_on_without_the_check(desk, pot, listing):
    call = take(desk, pot.person, checked=False)
    there = reverse("staff-order", args=[call.pk])
    assert desk.get(there).url == reverse("staff-order-check", args=[call.pk])
    assert desk.get(address("when", listing)).url == there
    assert desk.post(address("when", listing), {}).url == there
    assert Draft.objects.count() == 0


def test_the_check_lapses_in_the_journey_and_what_was_typed_stays(desk, pot, listing, monkeypatch):
    take(desk, pot.person)
    fill(desk, listing, pot, length=ONCE, until="money")
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = desk.get(address("money", listing), follow=True)
    assert ("Check again" in words(answer), Draft.objects.get().answers["weeks"]) == (True, 1)
    desk.post(answer.redirect_chain[-1][0], {"facts": FACTS})
    assert desk.get(address("money", listing)).status_code == 200


@pytest.mark.parametrize("facts", [[], ["born_on"], ["born_on", "postcode", "case_reference"], ["born_on", "phone"]])
def test_exactly_two_facts_that_we_hold(desk, pot, facts):
    call = take(desk, pot.person, checked=False)
    answer = desk.post(reverse("staff-order-check", args=[call.pk]), {"facts": facts})
    assert "Tick two things that you asked for" in words(answer)
    call.refresh_from_db()
    assert call.checked_at is None


def test_where_we_hold_too_little_nobody_is_known(desk):
    bare = market.pot(people.person("Pat Bare", signs_in=False))
    call = take(desk, bare.person, checked=False)
    assert "We hold too little to ask for." in words(desk.get(reverse("staff-order-check", args=[call.pk])))


def test_somebody_who_could_not_answer(desk, pot):
    call = take(desk, pot.person, checked=False)
    over = desk.post(reverse("staff-order-end", args=[call.pk]), {"as": "not_known"}, follow=True)
    assert "We could not tell who was calling" in words(over)
    assert "Call them back on the number that we hold" in words(over)
    assert "On the telephone" not in words(over)


def test_a_reason_why_not_is_said_before_anything_is_asked(desk):
    person = setting_up.newcomer()
    barred = desk.post(reverse("staff-orders-take", args=[person.pk]))
    assert "You cannot take an order for Edith Marlow" in words(barred)
    assert TelephoneOrder.objects.count() == 0


def test_she_can_read_that_somebody_looked_and_sees_the_order(desk, samuel, listing):
    rosa = people.person("Rosa Alvarez", born_on=setting_up.BORN, postcode="AM3 2QT", address="8 Weir Cottages")
    pot = market.pot(rosa)
    take(desk, rosa)
    confirm(desk, listing, fill(desk, listing, pot, length=ONCE))
    hers = Client()
    hers.force_login(rosa.user)
    assert "Telephone desk. Your details, and the money you can use" in words(hers.get("/accounts/who-looked/"))
    order = Order.objects.get()
    page = words(hers.get(order.get_absolute_url()))
    assert "Samuel Osei of the practitioners’ desk placed it for Rosa Alvarez" in page
    assert "after asking for date of birth and address and postcode" in page
    assert "by telephone" in words(hers.get(reverse("marketplace-orders")))
    assert AuditLine.objects.filter(action="person.seen", subject=f"person:{rosa.pk}").count() == 1


def test_a_call_opens_no_other_page_of_hers(desk, pot, listing):
    take(desk, pot.person)
    order = market.waiting(listing, market.pot(people.person()))
    assert desk.get(reverse("marketplace-orders")).status_code == 403
    assert desk.get(order.get_absolute_url()).status_code == 403
    assert "Edith" not in words(desk.get("/money/")).replace("On the telephone: Edith Marlow", "")


def test_two_calls_of_one_taker_do_not_mix(desk, pot, listing):
    joan = market.pot(setting_up.newcomer("Joan Marlow"))
    first = take(desk, pot.person)
    page = fill(desk, listing, pot, length=ONCE)
    take(desk, joan.person)
    confirm(desk, listing, page)
    assert Order.objects.count() == 0
    assert "You are not in it at the moment" in words(desk.get(reverse("staff-order", args=[first.pk])))
    desk.post(reverse("staff-order-go-on", args=[first.pk]))
    confirm(desk, listing, desk.get(address("check", listing)))
    assert Order.objects.get().person == pot.person


def test_half_done_calls_are_listed_and_only_their_taker_opens_them(desk, samuel, pot):
    call = take(desk, pot.person)
    rita = people.staff(Role.PRACTITIONER, name="Rita Hall")
    other = sessions.enter(Client(), rita)
    page = other.get("/staff/orders/")
    assert [row[0].href for row in page.context["half_done"].rows] == [""]
    assert other.get(reverse("staff-order", args=[call.pk])).status_code == 404
    assert other.post(reverse("staff-order-end", args=[call.pk])).status_code == 404
    mine = desk.get("/staff/orders/").context["half_done"].rows
    assert [row[0].href for row in mine] == [reverse("staff-order", args=[call.pk])]


def test_ended_without_ordering(desk, pot):
    call = take(desk, pot.person)
    page = desk.post(reverse("staff-order-end", args=[call.pk]), {"as": "given_up"}, follow=True)
    assert ("Nothing was ordered." in words(page), "On the telephone" in words(page)) == (True, False)
    assert desk.get(address("when", market.listing())).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_however_many(desk, samuel, number, django_assert_num_queries):
    offer = market.listing()
    for turn in range(number):
        pot = market.pot(setting_up.newcomer(f"Edith {turn}"))
        for placed in (True, False):
            call = telephone.take(person=pot.person, by=samuel)
            telephone.check_identity(call=call, facts=FACTS, by=samuel)
            if placed:
                market.waiting(offer, pot, by=samuel, at=timezone.now())
    with django_assert_num_queries(11):
        desk.get("/staff/orders/")
