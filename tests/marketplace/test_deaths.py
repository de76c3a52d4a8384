"""After a recorded death nothing is spent any more: no orders, no visits, no silence that pays."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import pauses as budgets
from accounts.models import Letter, Notice, Person
from accounts.roles import Role, Scope
from marketplace import wiring
from marketplace.actions import clock, orders, queries, visits
from marketplace.actions.moves import Refused
from marketplace.models import Order, Query
from marketplace.permissions import NotYours
from marketplace.queries import timelines, truths
from marketplace.states import Party
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
HER_DAY = date(2026, 11, 23)
AMIRA_MAY = (Scope.SEE_BALANCE, Scope.SEE_LINES, Scope.ORDER, Scope.PAY)
ENDED = "Joan Whitfield’s budget has ended. Call us and we will explain what happens now."


@pytest.fixture
def joan():
    return market.pot(people.person("Joan Whitfield"))


@pytest.fixture
def amira(joan):
    delegate = people.user("Amira Whitfield")
    people.mandate(joan.person, delegate, *AMIRA_MAY)
    return delegate


@pytest.fixture
def finance():
    return people.staff(Role.FINANCE)


def die(pot, by, on=HER_DAY, at=TUESDAY - timedelta(hours=14)):
    """Recorded on Monday at 7pm, unless told otherwise."""
    return budgets.record_death(person=pot.person, died_on=on, by=by, at=at)


def told(template):
    return list(Notice.objects.filter(template=f"marketplace/emails/{template}").order_by("pk"))


def states(order):
    return list(order.visits.order_by("number").values_list("state", flat=True))


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


# Orders


def test_neither_a_delegate_nor_her_own_sign_in_orders_any_more(joan, amira, finance):
    listing = market.listing()
    die(joan, finance)
    for by in (amira, joan.person.user):
        with pytest.raises(Refused) as refused:
            market.order(listing, joan, by=by, at=TUESDAY, first=TUESDAY + timedelta(days=7))
        assert (refused.value.code, refused.value.words) == ("ended", ENDED)
    with pytest.raises(NotYours):
        market.order(listing, joan, by=people.user("Stranger"), at=TUESDAY, first=TUESDAY + timedelta(days=7))
    assert (Order.objects.count(), market.held(joan)) == (0, 0)


def test_a_delegate_who_was_half_way_reads_that_it_has_ended(joan, amira, finance):
    listing = market.listing()
    client = sessions.enter(Client(), amira, acting=joan.person.mandates.get())
    page = reverse("marketplace-book", args=[listing.slug])
    assert client.get(page).status_code == 302
    die(joan, finance, on=timezone.localdate(), at=timezone.now())
    shown = " ".join(client.get(page, follow=True).content.decode().split())
    assert "Your right to act for Joan Whitfield ended on" in shown


def test_a_request_ends_the_money_goes_back_and_the_seller_reads_only_that(joan, amira, finance):
    order = market.order(pot=joan, by=amira)
    before = Notice.objects.count()
    die(joan, finance)
    order = fresh(order)
    assert (order.state, states(order), market.held(joan), market.available(joan)) == ("stopped", ["dropped"], 0, 41260)
    event = order.events.get(name="end")
    assert (event.by, event.party, event.reason) == (finance, "staff", "")
    (letter,) = told("request_ended")
    assert (letter.to.name, Notice.objects.count()) == ("Ben Okafor", before + 1)
    assert truths.of_order(order, Party.PROVIDER) == "This request has ended. There is nothing you need to do."
    assert timelines.order_story(order, reader=Party.PROVIDER)[0]["title"] == "Ended"


def test_a_seller_who_was_about_to_accept_reads_that_the_request_has_ended(joan, finance):
    """A request that is still there, whatever way the day of death came in."""
    order = market.order(pot=joan)
    Person.objects.filter(pk=joan.person.pk).update(died_on=HER_DAY, death_recorded_by=finance, death_recorded_at=NOW)
    with pytest.raises(Refused) as refused:
        orders.accept(order=fresh(order), by=market.seller_user(order.listing), at=NOW)
    assert (refused.value.code, refused.value.words) == ("ended", truths.OVER)
    assert fresh(order).state == "requested"


# Visits that are booked


def test_visits_to_come_are_cancelled_at_no_cost_and_the_seller_hears_it_gently(joan, amira, finance):
    order = market.accepted(market.listing(), joan, weeks=3, by=amira)
    before = Notice.objects.count()
    late = TUESDAY - timedelta(minutes=30)
    assert visits.cancel_costs(order.visits.get(number=1), TUESDAY + timedelta(days=20)) > 0
    die(joan, finance, at=late)
    assert (states(order), market.owed(order.listing)) == (["cancelled"] * 3, 0)
    assert (market.held(joan), market.available(joan)) == (0, 41260)
    assert {(one.party, one.by) for visit in order.visits.all() for one in visit.events.filter(name="cancel")} == {
        ("staff", finance)
    }
    (letter,) = told("visits_ended")
    assert (letter.to.name, Notice.objects.count(), Letter.objects.count()) == ("Ben Okafor", before + 1, 0)
    assert "The 3 visits that were still to come are cancelled, and nothing is owed for them" in letter.body
    assert [word for word in ("Joan", "died", "death", "hospital") if word in letter.body] == []


def test_no_late_fee_however_near_the_visit_is(joan, finance):
    visit = market.planned(market.listing(), joan, first=TUESDAY + timedelta(days=20))
    late = visit.starts_at - timedelta(minutes=10)
    assert visits.cancel_costs(visit, late) == 1650
    die(joan, finance, on=late.date(), at=late)
    visit = fresh(visit)
    assert (visit.state, visit.owed_pence, visit.paid_pence, market.available(joan)) == ("cancelled", 0, 0, 41260)


def test_another_persons_visits_and_those_that_have_begun_stay(joan, finance):
    listing = market.listing()
    mine = market.accepted(listing, joan, weeks=2)
    other = market.accepted(market.listing(), market.pot(people.person("Tom Brennan")))
    die(joan, finance, at=TUESDAY + timedelta(hours=1))
    assert (states(mine), states(other)) == (["planned", "cancelled"], ["planned"])


def test_recorded_twice_or_for_another_day_it_tells_nobody_twice(joan, finance):
    market.accepted(market.listing(), joan)
    for on in (HER_DAY, HER_DAY, HER_DAY - timedelta(days=1)):
        die(joan, finance, on=on)
    assert len(told("visits_ended")) == 1


# Visits that were recorded


def test_a_visit_after_the_day_of_death_is_for_the_council_and_never_paid_by_silence(joan, amira, finance):
    visit = market.delivered(of=market.listing(), pot=joan, by=amira)
    die(joan, finance, at=visit.ends_at + timedelta(hours=1))
    before, due = Notice.objects.count(), visit.delivered_at + timedelta(days=3)
    wiring.visits(due - timedelta(minutes=1))
    assert queries.hand_over(due - timedelta(minutes=1)) == 0
    assert clock.confirm_silent(due + timedelta(days=60)) == queries.ask_unanswered(due + timedelta(days=60)) == 0
    assert [queries.hand_over(due) for _ in range(2)] == [1, 0]
    query = Query.objects.get()
    assert (fresh(visit).state, query.raised_by, query.reason) == ("queried", finance, queries.AFTER_THE_END)
    assert (market.owed(visit.order.listing), market.held(joan)) == (0, 3300)
    (letter,) = told("visit_after_end")
    assert (letter.to.name, Notice.objects.count()) == ("Ben Okafor", before + 1)
    story = timelines.order_story(visit.order, reader=Party.PROVIDER)
    assert story[0]["title"].startswith("The budget had ended before this day: the council looks at it")
    by = people.staff(Role.PRACTITIONER)
    queries.decide(query=query, decision=Query.Decision.PAY, explanation="They came", by=by, at=due)
    assert (fresh(visit).state, market.owed(visit.order.listing), market.held(joan)) == ("settled", 3300, 0)


def test_run_day_hands_it_over(joan, finance):
    visit = market.delivered(of=market.listing(), pot=joan)
    die(joan, finance, at=visit.ends_at)
    said = wiring.visits_after_death(visit.delivered_at + timedelta(days=3))
    assert said == "1 visits after a death for the council"


@pytest.mark.parametrize("on", [TUESDAY.date(), TUESDAY.date() + timedelta(days=2)])
def test_a_visit_on_or_before_the_day_goes_on_as_usual(joan, finance, on):
    visit = market.delivered(of=market.listing(), pot=joan)
    die(joan, finance, on=on, at=TUESDAY + timedelta(days=2, hours=12))
    due = visit.delivered_at + timedelta(days=3)
    assert (queries.hand_over(due), clock.confirm_silent(due), fresh(visit).state) == (0, 1, "settled")


def test_nobody_with_her_sign_in_says_yes_to_it(joan, finance):
    visit = market.delivered(of=market.listing(), pot=joan)
    die(joan, finance, at=visit.ends_at)
    with pytest.raises(Refused, match="The budget ended before the day of this visit"):
        visits.confirm(visit=fresh(visit), by=joan.person.user, at=visit.ends_at)
    assert fresh(visit).state == "delivered"


def test_after_a_mistake_is_undone_silence_counts_again(joan, finance):
    visit = market.delivered(of=market.listing(), pot=joan)
    die(joan, finance, at=visit.ends_at)
    budgets.undo_death(person=joan.person, by=finance, at=visit.ends_at)
    due = visit.delivered_at + timedelta(days=3)
    assert (queries.hand_over(due), clock.confirm_silent(due)) == (0, 1)
