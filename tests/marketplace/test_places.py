"""A booking respects what the seller said of their places (issue 8, section 5: the last place is sold once)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directory.actions import capacity
from directory.actions.capacity import Line
from directory.models import TakenPlace
from marketplace.actions import orders, visits
from marketplace.actions.moves import Refused
from marketplace.models import Order, Visit
from marketplace.states import Party
from tests.accounts.test_races import together
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY


def room_for(listing, places, at=NOW):
    capacity.say(of=listing.offered_by, lines=[Line(2, "morning", places)], by=None, at=at)


def left(listing):
    row = capacity.said_by(listing.offered_by).get()
    return row.places - row.taken


@pytest.fixture
def home_care(db):
    """An organisation: many workers, so no diary refuses anybody."""
    return market.listing(service=directory.service("Home care", status="published"), personal_assistant=None)


def ask(listing, **fields):
    pot = market.pot(people.person())
    return orders.place(wish=market.wish(listing, pot, **fields), by=pot.person.user, at=NOW)


def test_a_booking_takes_one_place_for_all_its_weeks(home_care):
    room_for(home_care, 2)
    order = ask(home_care, weeks=3)
    assert left(home_care) == 1
    assert TakenPlace.objects.get().reference == order.reference


def test_where_there_is_no_place_left_nothing_is_booked_and_no_money_held(home_care):
    room_for(home_care, 0)
    with pytest.raises(Refused, match=r"is full on Tuesday mornings\. Choose another time\.") as refused:
        ask(home_care)
    assert refused.value.code == "full"
    assert not Order.objects.exists()
    assert not Visit.objects.exists()


def test_what_was_said_14_days_ago_refuses_nobody(home_care):
    room_for(home_care, 0, at=NOW - timedelta(days=14))
    assert ask(home_care).state == "requested"


def test_a_request_turned_down_gives_its_place_back(home_care):
    room_for(home_care, 1)
    order = ask(home_care)
    orders.decline(order=order, reason="We are ill", by=market.seller_user(home_care), at=NOW)
    assert left(home_care) == 1


def test_a_request_taken_back_gives_its_place_back(home_care):
    room_for(home_care, 1)
    order = ask(home_care)
    orders.withdraw(order=order, by=order.person.user, at=NOW)
    assert left(home_care) == 1


def test_a_request_that_nobody_answers_gives_its_place_back(home_care):
    room_for(home_care, 1)
    order = ask(home_care)
    orders.expire_due(order.answer_due_at)
    assert left(home_care) == 1


def test_the_place_comes_back_with_the_last_visit_that_is_cancelled(home_care):
    room_for(home_care, 1)
    order = ask(home_care, weeks=2)
    orders.accept(order=order, by=market.seller_user(home_care), at=NOW)
    for visit, still in zip(order.visits.order_by("number"), (0, 1), strict=True):
        visits.cancel(visit=visit, by=order.person.user, party=Party.PERSON, at=NOW)
        assert left(home_care) == still


def test_the_question_of_the_day_says_that_it_is_full(client, db):
    listing = market.listing()
    person = people.person()
    market.pot(person)
    client.force_login(person.user)
    client.get(reverse("marketplace-book", args=[listing.slug]))
    day = market.later(TUESDAY) if hasattr(market, "later") else TUESDAY + timedelta(days=7)
    capacity.say(of=listing.personal_assistant, lines=[Line(2, "morning", 0)], by=None)
    said = {"first_on_day": day.day, "first_on_month": day.month, "first_on_year": day.year, "start": "9am"}
    page = client.post(reverse("marketplace-book-when", args=[listing.slug]), said)
    assert "Ben is full on Tuesday mornings. Choose another time." in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_sold_once_to_four_at_once():
    listing = market.listing(service=directory.service("Home care", status="published"), personal_assistant=None)
    room_for(listing, 1)
    wishes = [market.wish(listing, market.pot(people.person())) for _ in range(4)]

    def buy(number):
        try:
            return orders.place(wish=wishes[number], by=wishes[number].person.user, at=NOW).state
        except Refused as refused:
            return refused.code

    assert sorted(together(buy)) == ["full", "full", "full", "requested"]
    assert (left(listing), Order.objects.count(), TakenPlace.objects.count()) == (0, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_place_given_back_is_there_again_however_many_give_it():
    listing = market.listing(service=directory.service("Home care", status="published"), personal_assistant=None)
    room_for(listing, 1)
    order = ask(listing)

    def back(_):
        capacity.give_back(reference=order.reference)
        return "done"

    assert together(back) == ["done"] * 4
    assert left(listing) == 1
