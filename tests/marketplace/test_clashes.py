"""One assistant is with one person at a time; an organisation has many workers."""

from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Scope
from marketplace import words as said
from marketplace.actions import orders, proposals
from marketplace.actions.moves import Refused
from marketplace.models import Order
from marketplace.queries import diaries
from marketplace.states import Party
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY
from tests.marketplace.test_booking import ONCE, WEEKLY, address, confirm, fill, when

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def rosa():
    return market.pot(people.person())


@pytest.fixture
def joan():
    return market.pot(people.person("Joan Whitfield"))


def two_requests(listing, rosa, joan, later=HOUR):
    """Rosa's for 9am to 11am is asked for first, Joan's so much later is asked for before that is answered."""
    return market.order(listing, rosa), market.order(listing, joan, first=TUESDAY + later)


def test_a_second_yes_at_the_same_time_is_refused_and_names_what_is_there(listing, rosa, joan):
    first, second = two_requests(listing, rosa, joan)
    ben = market.seller_user(listing)
    orders.accept(order=first, by=ben, at=NOW)
    with pytest.raises(Refused) as refused:
        orders.accept(order=second, by=ben, at=NOW)
    assert refused.value.words.startswith(
        "You are with Rosa Alvarez 9am to 11am on Tuesday 24 November. Turn this down"
    )
    assert Order.objects.get(pk=second.pk).state == "requested"


@pytest.mark.parametrize("later", [2 * HOUR, -2 * HOUR])
def test_one_that_begins_when_another_ends_is_no_clash(listing, rosa, joan, later):
    first, second = two_requests(listing, rosa, joan, later)
    ben = market.seller_user(listing)
    assert [orders.accept(order=each, by=ben, at=NOW).state for each in (first, second)] == ["accepted", "accepted"]


def test_a_visit_that_goes_past_midnight_still_counts(rosa, joan):
    listing = market.listing(minimum_minutes=60)
    night = market.order(listing, rosa, first=TUESDAY.replace(hour=22), minutes=600)
    early = market.order(listing, joan, first=TUESDAY.replace(hour=7) + timedelta(days=1))
    ben = market.seller_user(listing)
    orders.accept(order=night, by=ben, at=NOW)
    with pytest.raises(Refused):
        orders.accept(order=early, by=ben, at=NOW)


def test_an_organisation_takes_both(rosa, joan):
    first, second = two_requests(market.listing(service=directory.service()), rosa, joan)
    for order in (first, second):
        assert orders.accept(order=order, by=market.seller_user(order.listing), at=NOW).state == "accepted"


def test_a_person_asking_for_a_time_that_is_taken_learns_nothing_of_whom(listing, rosa, joan):
    market.accepted(listing, rosa)
    with pytest.raises(Refused) as refused:
        market.order(listing, joan, first=TUESDAY + HOUR)
    assert refused.value.words == "Ben is already booked then. Choose another time."
    with pytest.raises(Refused) as refused:
        market.order(listing, joan, first=TUESDAY + HOUR, weeks=2)
    assert refused.value.words == "Ben is already booked on Tuesday 24 November, 10am to midday. Choose another time."


def test_a_new_time_is_neither_proposed_nor_agreed_where_another_visit_is(listing, rosa, joan):
    ben, at = market.seller_user(listing), NOW + 2 * HOUR
    hers = market.planned(listing, joan, first=TUESDAY + timedelta(days=1))
    free = TUESDAY + timedelta(hours=1)
    proposal = proposals.propose(visit=hers, starts_at=free, minutes=60, by=joan.person.user, party=Party.PERSON, at=at)
    market.accepted(listing, rosa)  # since then Ben has said yes to Rosa
    with pytest.raises(Refused) as refused:
        proposals.accept(proposal=proposal, by=ben, at=at)
    assert refused.value.words.startswith("You are with Rosa Alvarez 9am to 11am on Tuesday 24 November.")
    for by, party, words in (
        (joan.person.user, Party.PERSON, "Ben is already booked then. Choose another time."),
        (ben, Party.PROVIDER, "You are with Rosa Alvarez"),
    ):
        with pytest.raises(Refused) as refused:
            proposals.propose(visit=hers, starts_at=free, minutes=90, by=by, party=party, at=at)
        assert refused.value.words.startswith(words)


def test_a_visit_may_move_within_its_own_time(listing, rosa):
    visit = market.planned(listing, rosa)
    at = NOW + 2 * HOUR
    proposal = proposals.propose(
        visit=visit, starts_at=TUESDAY + HOUR, minutes=120, by=rosa.person.user, party=Party.PERSON, at=at
    )
    moved = proposals.accept(proposal=proposal, by=market.seller_user(listing), at=at)
    assert moved.starts_at == TUESDAY + HOUR


# The journey


@pytest.fixture
def browser(rosa):
    return sessions.enter(Client(), rosa.person.user)


def words_of(page):
    return " ".join(page.content.decode().split())


def test_the_first_question_says_that_the_time_is_taken(browser, listing, joan):
    market.coming(listing, joan)  # from midday to 2pm, in five days
    page = browser.post(address("when", listing), when(start="1pm"))
    assert "Ben is already booked then. Choose another time." in words_of(page)
    assert "Joan" not in words_of(page)
    assert browser.post(address("when", listing), when(start="2pm")).status_code == 302


@pytest.mark.parametrize("length", [ONCE, WEEKLY])
def test_the_second_question_looks_at_the_whole_length_and_every_week(browser, listing, joan, length):
    week = 7 if length is WEEKLY else 0
    market.coming(listing, joan, first=market.soon(5 + week))
    browser.post(address("when", listing), when(start="10:30am"))
    page = browser.post(address("length", listing), length)
    assert (page.status_code, "Ben is already booked" in words_of(page)) == (200, True)


def test_somebody_who_was_faster_is_noticed_at_the_end(browser, listing, rosa, joan):
    page = fill(browser, listing, rosa, length=ONCE)
    market.coming(listing, joan, first=market.soon().replace(hour=10))
    assert "Ben is already booked then" in words_of(confirm(browser, listing, page))
    assert Order.objects.filter(person=rosa.person).count() == 0


@pytest.mark.parametrize(("minutes", "taken"), [(110, False), (130, True)])
def test_the_first_visit_leaves_two_hours_to_answer(listing, rosa, minutes, taken):
    wish = market.wish(listing, rosa, first=NOW + timedelta(minutes=minutes))
    if taken:
        assert orders.place(wish=wish, by=rosa.person.user, at=NOW).state == "requested"
        return
    with pytest.raises(Refused) as refused:
        orders.place(wish=wish, by=rosa.person.user, at=NOW)
    assert "at least 2 hours from now" in refused.value.words


def test_a_time_within_two_hours_is_explained_at_the_question(browser, listing):
    soon = timezone.localtime() + timedelta(minutes=90)
    typed = {"first_on_day": soon.day, "first_on_month": soon.month, "first_on_year": soon.year}
    page = browser.post(address("when", listing), {**typed, "start": f"{soon:%H:%M}"})
    assert "at least 2 hours from now" in words_of(page)


def test_when_they_are_free_is_shown_and_another_time_is_asked_about_once_more(browser, listing):
    profile, day = listing.personal_assistant, market.soon()
    directory.free(profile, day.isoweekday(), "morning")
    shown = words_of(browser.get(address("when", listing)))
    assert f"Ben says: {day:%A} mornings." in shown
    page = browser.post(address("when", listing), when(start="3pm"))
    assert "Ben has not said that they are free then. You can still ask." in words_of(page)
    other = browser.post(address("when", listing), {**when(start="4pm"), "anyway": page.context["unsure"]})
    assert other.status_code == 200  # another time is another question
    sure = {**when(start="4pm"), "anyway": other.context["unsure"]}
    assert browser.post(address("when", listing), sure).url == address("length", listing)
    assert browser.post(address("when", listing), when(start="9:30am")).status_code == 302


def test_her_own_visit_at_the_same_time_is_a_warning_and_no_more(browser, rosa, listing):
    market.coming(market.listing(service=directory.service()), rosa, first=market.soon().replace(hour=10))
    page = fill(browser, listing, rosa, length=ONCE)
    assert "You already have a visit at the same time:" in words_of(page)
    assert "Hollybank Home Care, " in words_of(page)
    confirm(browser, listing, page)
    assert Order.objects.filter(person=rosa.person).count() == 2


def test_a_delegate_who_may_not_see_lines_is_not_told_who_comes(rosa, listing):
    market.coming(market.listing(service=directory.service()), rosa, first=market.soon().replace(hour=10))
    mandate = people.mandate(rosa.person, people.user("Amira"), Scope.ORDER, Scope.PAY)
    amira = sessions.enter(Client(), mandate.delegate, acting=mandate)
    shown = words_of(fill(amira, listing, rosa, length=ONCE))
    assert ("Another visit at one of these times" in shown, "Hollybank" in shown) == (True, False)


def test_accepting_on_screen_names_the_other_visit(listing, rosa, joan):
    first, second = (market.waiting(listing, pot) for pot in (rosa, joan))
    ben = sessions.enter(Client(), market.seller_user(listing))
    for order in (first, second):
        page = ben.post(reverse("provider-order-accept", args=[order.reference]), follow=True)
    assert "You are with Rosa Alvarez midday to 2pm on" in words_of(page)
    assert Order.objects.get(pk=second.pk).state == "requested"


def test_a_night_when_the_clocks_change_ends_when_the_visit_does(listing, rosa, joan):
    """8 hours from 10pm on 27 March 2027 are over at 7am by the clock."""
    ten = NOW.replace(year=2027, month=3, day=27, hour=22, minute=0)
    [(starts, ends)] = diaries.spans([ten], 8 * 60)
    assert (starts, ends) == (ten, ten.replace(day=28, hour=7).astimezone(UTC))
    assert said.when(*said.lasting(ten, 8 * 60)) == "Saturday 27 March, 10pm to 7am"
    booked = market.order(listing, rosa, first=ten.replace(day=28, hour=6, minute=30))
    orders.accept(order=booked, by=market.seller_user(listing), at=NOW)
    assert len(diaries.of_assistant(listing.personal_assistant, diaries.spans([ten], 8 * 60))) == 1
