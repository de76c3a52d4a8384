"""What an order does not need goes back to the card: to the penny, and once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import own_pots
from accounts.models import OwnPayment, OwnRefund
from accounts.roles import Role
from marketplace.actions import orders, proposals, queries, visits
from marketplace.actions.moves import Refused
from marketplace.models import Query
from marketplace.states import Party
from tests import own_cards, sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.marketplace.own_card.stories import paid, payment_of, placed, settle

pytestmark = pytest.mark.django_db


def test_declined_and_all_of_it_goes_back_in_one_refund(fake_stripe, order, toms):
    fake_stripe.set(slow_refunds=True)
    orders.decline(order=order, reason="On holiday", by=market.seller_user(order.listing))
    assert own_cards.figures(order.pot) == (0, 0, 9_900)
    settle(fake_stripe)
    assert own_cards.refunds() == [(9_900, "sent")]
    page = toms.get(order.get_absolute_url()).content.decode()
    assert "£99.00 is on its way back to the card, by" in page
    assert "All of the money goes back to the card." in page
    fake_stripe.checkout.complete_refund(OwnRefund.objects.get().refund_id)
    own_cards.hear(fake_stripe)
    assert (own_cards.refunds(), own_cards.figures(order.pot)) == ([(9_900, "done")], (0, 0, 0))
    assert "£99.00 was sent back." in toms.get(order.get_absolute_url()).content.decode()
    assert own_cards.faults() == {}


def test_taken_back_expired_and_cancelled_go_back_too(fake_stripe, tom, listing):
    first, second = (paid(fake_stripe, placed(tom, listing)) for _ in range(2))
    orders.withdraw(order=first, by=tom.user)
    orders.expire_due(timezone.now() + timedelta(days=4))
    settle(fake_stripe)
    second.refresh_from_db()
    assert (second.state, own_cards.refunds()) == ("expired", [(3_300, "done"), (3_300, "done")])
    assert own_cards.figures(first.pot) == (0, 0, 0)
    assert own_cards.faults() == {}


def test_a_visit_that_was_shorter_gives_the_rest_back(fake_stripe, order):
    orders.accept(order=order, by=market.seller_user(order.listing))
    visit = order.visits.get(number=1)
    over = visit.ends_at + timedelta(minutes=1)
    visits.deliver(visit=visit, minutes=60, by=market.seller_user(order.listing), at=over)
    visits.confirm(visit=visit, by=order.person.user, at=over)
    settle(fake_stripe)
    assert own_cards.refunds() == [(1_650, "done")]
    assert own_cards.figures(order.pot) == (0, 6_600, 0)
    assert market.owed(order.listing) == 1_650
    assert own_cards.faults() == {}


def test_a_visit_in_question_that_staff_decide_goes_back(fake_stripe, order):
    orders.accept(order=order, by=market.seller_user(order.listing))
    visit = order.visits.get(number=1)
    over = visit.ends_at + timedelta(minutes=1)
    visits.deliver(visit=visit, minutes=120, by=market.seller_user(order.listing), at=over)
    visits.confirm(visit=visit, by=order.person.user, at=over)
    query = queries.ask(visit=visit, reason="Nobody came", by=order.person.user, at=over)
    queries.decide(
        query=query,
        decision=Query.Decision.REFUND,
        explanation="Nobody came.",
        by=people.staff(Role.PRACTITIONER, Role.COMMISSIONER, Role.FINANCE),
        at=over,
    )
    settle(fake_stripe)
    assert own_cards.refunds() == [(3_300, "done")]
    assert market.owed(order.listing) == 0
    assert own_cards.faults() == {}


def test_another_time_that_is_cheaper_gives_the_difference_back_and_a_dearer_one_is_refused(fake_stripe, tom, listing):
    weekend = market.soon(1)
    while weekend.weekday() != 5:
        weekend += timedelta(days=1)
    weekend += timedelta(weeks=1)
    asked = market.wish(listing, own_pots.pot_for(tom), first=weekend)
    order = paid(fake_stripe, orders.place(wish=asked, by=tom.user))
    seller = market.seller_user(listing)
    orders.accept(order=order, by=seller)
    visit = order.visits.get()
    monday = weekend + timedelta(days=2)
    move = {"minutes": 120, "by": seller, "party": Party.PROVIDER}
    visit = proposals.accept(proposal=proposals.propose(visit=visit, starts_at=monday, **move), by=tom.user)
    settle(fake_stripe)
    assert (own_cards.refunds(), own_cards.figures(order.pot)) == ([(300, "done")], (0, 3_300, 0))
    dearer = proposals.propose(visit=visit, starts_at=weekend, **move)
    with pytest.raises(Refused) as refused:
        proposals.accept(proposal=dearer, by=tom.user)
    assert refused.value.code == "not_enough"
    assert "more than what was paid by card" in refused.value.words
    assert own_cards.faults() == {}


def test_less_came_than_it_costs(fake_stripe, tom, listing):
    order = placed(tom, listing)
    session = own_cards.opened(payment_of(order)).session_id
    fake_stripe.store.get("checkout.session", session)["amount_total"] = 3_000
    intent_pays = fake_stripe.checkout.pay(session)["payment_intent"]
    fake_stripe.store.get("payment_intent", intent_pays)["amount_received"] = 3_000
    own_cards.hear(fake_stripe)
    settle(fake_stripe)
    order.refresh_from_db()
    assert (order.state, own_cards.refunds(), OwnPayment.objects.get().odd) == ("unpaid", [(3_000, "done")], "amount")


def test_more_came_than_it_costs_and_the_rest_goes_back(fake_stripe, tom, listing):
    order = placed(tom, listing)
    session = own_cards.opened(payment_of(order)).session_id
    fake_stripe.store.get("checkout.session", session)["amount_total"] = 3_500
    own_cards.pay(fake_stripe, payment_of(order))
    settle(fake_stripe)
    order.refresh_from_db()
    assert (order.state, own_cards.refunds()) == ("requested", [(200, "done")])
    assert own_cards.figures(order.pot) == (0, 3_300, 0)
    assert own_cards.faults() == {}


def test_a_refund_that_the_bank_does_not_take_is_put_before_finance(fake_stripe, order):
    orders.withdraw(order=order, by=order.person.user)
    settle(fake_stripe)
    fake_stripe.checkout.fail_refund(OwnRefund.objects.get().refund_id)
    own_cards.hear(fake_stripe)
    assert own_cards.refunds() == [(9_900, "failed")]
    ann = sessions.enter(Client(), people.staff(Role.FINANCE, name="Ann Lee"))
    assert "Refunds that a bank did not take" in ann.get("/staff/finance/").content.decode()
    assert own_cards.faults() == {}
