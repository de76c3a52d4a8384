"""Real processes at the same order, on the database under test."""

from datetime import timedelta

import pytest

from marketplace.actions import orders, visits
from marketplace.actions.moves import Refused
from marketplace.models import Order, Visit
from marketplace.states import Party
from tests.accounts.test_races import together
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_journey_sent_by_all_is_one_order():
    pot = market.pot(people.person())
    wish = market.wish(market.listing(), pot, weeks=2)
    references = together(lambda _: orders.place(wish=wish, by=pot.person.user, at=NOW).reference)
    assert (len(set(references)), Order.objects.count(), Visit.objects.count()) == (1, 1, 2)
    assert market.held(pot) == 6600


def test_money_for_one_order_makes_one_of_four():
    pot = market.pot(people.person(), pence=5000)
    wishes = [market.wish(market.listing(), pot) for _ in range(4)]

    def ask(number):
        try:
            return orders.place(wish=wishes[number], by=pot.person.user, at=NOW).state
        except Refused as refused:
            return refused.code

    assert sorted(together(ask)) == ["not_enough", "not_enough", "not_enough", "requested"]
    assert (market.held(pot), market.available(pot)) == (3300, 1700)


def test_confirm_cancel_and_the_clock_at_once_move_it_once():
    visit = market.delivered()
    person = visit.order.person.user

    def answer(_):
        try:
            return visits.confirm(visit=Visit.objects.get(pk=visit.pk), by=person, at=visit.ends_at).state
        except Refused as refused:
            return refused.code

    assert sorted(together(answer)) == ["overtaken", "overtaken", "overtaken", "settled"]
    assert (market.held(visit.order.pot), market.owed(visit.order.listing)) == (0, 3300)


def test_accept_and_withdraw_at_once_have_one_winner():
    order = market.order()
    ben, rosa = market.seller_user(order.listing), order.person.user

    def act(number):
        mine = Order.objects.get(pk=order.pk)
        try:
            if number % 2:
                return orders.accept(order=mine, by=ben, at=NOW).state
            return orders.withdraw(order=mine, by=rosa, at=NOW).state
        except Refused as refused:
            return refused.code

    found = together(act)
    assert sorted(found).count("overtaken") == 3
    expected = {"accepted": 3300, "withdrawn": 0}
    assert market.held(order.pot) == expected[Order.objects.get(pk=order.pk).state]


def test_both_sides_cancel_at_once():
    visit = market.planned(first=TUESDAY + timedelta(days=20))
    late = visit.starts_at - timedelta(hours=1)
    sides = [(visit.order.person.user, Party.PERSON), (market.seller_user(visit.order.listing), Party.PROVIDER)] * 2

    def cancel(number):
        by, party = sides[number]
        try:
            return visits.cancel(visit=Visit.objects.get(pk=visit.pk), by=by, party=party, at=late).state
        except Refused as refused:
            return refused.code

    assert sorted(together(cancel)) == ["cancelled", "overtaken", "overtaken", "overtaken"]
    assert market.held(visit.order.pot) == 0
