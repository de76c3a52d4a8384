"""What the pages say of new times, of amounts and of steps that are over."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from marketplace.actions import clock, orders, proposals, queries, visits
from marketplace.models import Query, Visit
from marketplace.queries import orders as found
from marketplace.queries import truths
from marketplace.states import Party, VisitState
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW
from tests.marketplace.test_booking import ONCE, confirm, fill
from tests.marketplace.test_desk_pages import order_page
from tests.marketplace.test_desk_pages import to as desk
from tests.marketplace.test_order_pages import to as person

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return market.listing(price_pence=1650, weekend_price_pence=1650)


@pytest.fixture
def pot():
    return market.pot(people.person())


@pytest.fixture
def rosa(pot):
    return sessions.enter(Client(), pot.person.user)


@pytest.fixture
def ben(listing):
    return sessions.enter(Client(), market.seller_user(listing))


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def asked(visit, party=Party.PROVIDER, minutes=90):
    """To come an hour later, for another length."""
    order = visit.order
    by = market.seller_user(order.listing) if party == Party.PROVIDER else order.person.user
    return proposals.propose(
        visit=visit, starts_at=market.soon() + timedelta(hours=1), minutes=minutes, by=by, party=party, reason="A train"
    )


# A new time


@pytest.mark.parametrize(
    ("minutes", "end", "price"),
    [
        (90, "2:30pm", "£24.75, £8.25 less than now"),
        (180, "4pm", "£49.50, £16.50 more than now"),
        (120, "3pm", "£33.00, the same price as now"),
    ],
)
def test_a_new_time_is_shown_with_its_own_end_its_price_and_the_difference(
    rosa, ben, listing, pot, minutes, end, price
):
    visit = market.coming(listing, pot).visits.get()
    asked(visit, minutes=minutes)
    told = f"1pm to {end}. {price}"
    pages = [
        rosa.get(visit.order.get_absolute_url()),
        rosa.get(person("answer", visit)),
        ben.get(order_page(visit.order)),
    ]
    assert [told in words(page) for page in pages] == [True, True, True]
    assert told in Notice.objects.get(template__endswith="time_proposed").body


@pytest.mark.parametrize(
    ("answer", "title"),
    [(proposals.accept, "New time agreed: visit of"), (proposals.decline, "New time turned down: visit of")],
)
def test_what_happened_tells_of_the_asking_and_the_answer(rosa, ben, listing, pot, answer, title):
    visit = market.coming(listing, pot).visits.get()
    answer(proposal=asked(visit), by=pot.person.user)
    for page in (rosa.get(visit.order.get_absolute_url()), ben.get(order_page(visit.order))):
        assert "New time asked for: visit of" in words(page)
        assert title in words(page)


def test_a_new_time_that_nobody_answered_is_told_as_closed(rosa, listing, pot):
    visit = market.coming(listing, pot).visits.get()
    asked(visit)
    assert proposals.close_due(visit.starts_at) == 1
    assert "New time no longer asked for: visit of" in words(rosa.get(visit.order.get_absolute_url()))


def test_that_an_answer_is_wanted_is_said_beside_the_money_and_in_the_list(rosa, listing, pot):
    visit = market.coming(listing, pot).visits.get()
    pages = [reverse("money-home"), reverse("marketplace-orders")]
    link = person("answer", visit)
    assert [link in rosa.get(page).content.decode() for page in pages] == [False, False]
    asked(visit)
    assert [link in rosa.get(page).content.decode() for page in pages] == [True, True]
    assert "New time to answer" in words(rosa.get(pages[1]))


def test_her_own_wish_asks_nothing_of_her(rosa, listing, pot):
    visit = market.coming(listing, pot).visits.get()
    asked(visit, party=Party.PERSON)
    assert person("answer", visit) not in rosa.get(reverse("money-home")).content.decode()


# Amounts


def every_end(pot):
    """An order of each kind of end, by name."""

    def made(**fields):
        return market.delivered(of=market.listing(), pot=pot, **fields)

    rosa, clerk = pot.person.user, people.staff("practitioner")
    paid, part, back = made(), made(), made()
    visits.confirm(visit=paid, by=rosa, at=paid.delivered_at)
    for visit, decision, pence in ((part, Query.Decision.PART, 1000), (back, Query.Decision.REFUND, None)):
        query = queries.ask(visit=visit, reason="Short", by=rosa, at=visit.delivered_at)
        given = {"part_pence": pence, "explanation": "Both", "by": clerk, "at": visit.delivered_at}
        queries.decide(query=query, decision=decision, **given)
    refunded = made()
    visits.confirm(visit=refunded, by=rosa, at=refunded.delivered_at)
    seller = market.seller_user(refunded.order.listing)
    visits.refund(visit=refunded, pence=300, reason="Late", by=seller, at=refunded.delivered_at)
    withdrawn = market.order(market.listing(), pot)
    orders.withdraw(order=withdrawn, by=rosa, at=NOW)
    short = made(minutes=90)
    costs = {paid: 3300, part: 1000, back: 0, refunded: 3000, withdrawn.visits.get(): 0, short: 2475}
    return {visit.order: pence for visit, pence in costs.items()} | {market.order(market.listing(), pot): 3300}


def test_in_all_is_what_was_or_will_really_be_paid_on_the_page_and_in_the_list(pot):
    pot = market.pot(pot.person, pence=100_000)
    expected = {order.reference: pence for order, pence in every_end(pot).items()}
    listed = {order.reference: order.sum_pence for order in found.listed(pot.person)}
    shown = {order.reference: order.costs_pence for order in found.listed(pot.person)}
    assert (listed, shown) == (expected, expected)


@pytest.mark.parametrize("state", list(VisitState))
def test_the_sum_of_the_database_is_the_sum_of_the_page_in_every_state(pot, state):
    visit = market.planned(pot=pot)
    ended = None if state in ("requested", "planned", "delivered", "confirmed", "missed", "queried") else NOW
    Visit.objects.filter(pk=visit.pk).update(state=state, ended_at=ended, owed_pence=2475)
    (order,) = found.listed(pot.person)
    assert order.sum_pence == order.costs_pence


def test_a_request_taken_back_costs_nothing_on_the_page(rosa, listing, pot):
    order = market.waiting(listing, pot)
    orders.withdraw(order=order, by=pot.person.user)
    page = words(rosa.get(order.get_absolute_url()))
    assert "In all Nothing to pay" in page
    assert "nothing to pay" in words(rosa.get(reverse("marketplace-orders")))


# Words


def test_the_seller_reads_that_the_customer_pays(ben, rosa, listing, pot):
    order = market.coming(listing, pot)
    assert "After that Rosa pays 50% of its price." in words(ben.get(order_page(order)))
    assert "you pay 50%" not in words(ben.get(order_page(order)))
    assert "After that you pay 50% of its price." in words(rosa.get(order.get_absolute_url()))


def test_the_answer_time_on_the_check_page_is_that_of_the_next_page(rosa, listing, pot):
    page = fill(rosa, listing, pot, length=ONCE)
    by = re.search(r"do not answer by (.+?), all of it", words(page)).group(1)
    assert f"has until {by} to answer" in words(confirm(rosa, listing, page))


def test_silence_is_told_as_silence(rosa, listing, pot):
    visit = market.recorded(listing, pot)
    shown = words(rosa.get(visit.order.get_absolute_url()))
    assert "Confirmed and paid if you say nothing for 3 days, until" in shown
    assert clock.confirm_silent(timezone.now() + timedelta(days=3)) == 1
    shown = words(rosa.get(visit.order.get_absolute_url()))
    assert "Confirmed because nobody answered within 3 days, and paid: visit of" in shown
    assert "by itself" not in shown


def test_visits_to_check_are_listed_with_their_times(rosa, listing, pot):
    market.recorded(listing, pot)
    assert ", midday to 2pm" in words(rosa.get(reverse("marketplace-orders")))


def test_a_step_that_is_over_says_what_is_true(rosa, ben, listing, pot):
    order = market.waiting(listing, pot)
    accept = reverse("provider-order-accept", args=[order.reference])
    ben.post(accept)
    assert "You have accepted this request." in words(ben.get(accept, follow=True))
    withdraw = reverse("marketplace-order-withdraw", args=[order.reference])
    assert "Ben Okafor has accepted this request." in words(rosa.get(withdraw, follow=True))
    visit = order.visits.get()
    cancel = person("cancel", visit)
    rosa.post(cancel, {"shown_pence": 0})
    told = [words(client.get(page, follow=True)) for client, page in ((rosa, cancel), (ben, desk("cancel", visit)))]
    assert [" is cancelled." in page for page in told] == [True, True]
    assert "changed while you were looking" not in "".join(told)


def test_every_state_has_its_sentence(listing, pot):
    visit = market.planned(listing, pot)
    for state in VisitState:
        visit.state = state
        assert truths.of_visit(visit)[-1] == "." or "midday" in truths.of_visit(visit)
    for state in truths.OrderState:
        visit.order.state = state
        assert all(truths.of_order(visit.order, side) for side in (Party.PERSON, Party.PROVIDER))
