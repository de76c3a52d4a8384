"""An assistant's approval is suspended, withdrawn or lapses: who is told what, and what still goes on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.queries import looks
from directory import bookings
from directory.actions import approvals
from directory.models import Approval
from marketplace.actions import orders, stops, visits
from marketplace.actions.moves import Refused
from marketplace.models import Order
from marketplace.states import Party
from tests import sessions
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
NOT_NOW = "Ben Okafor cannot take bookings through us at the moment"


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def pot():
    return market.pot(people.person(phone="01632 960 555"))


@pytest.fixture
def tess():
    return directory.decider()


@pytest.fixture
def rosa(pot):
    return sessions.enter(Client(), pot.person.user)


def approval_of(listing):
    return listing.personal_assistant.approvals.get()


def suspend(listing, by, **more):
    approvals.suspend(approval=approval_of(listing), by=by, reason="A complaint", **more)


def body(response):
    return " ".join(response.content.decode().split())


def told(template):
    return list(Notice.objects.filter(template=f"marketplace/emails/{template}").order_by("pk"))


class Read(list):
    """Orders as they were read, before somebody else moved one."""

    def filter(self, **_state):
        return self

    def order_by(self, *_fields):
        return self


def test_a_request_taken_back_in_the_same_moment_does_not_keep_an_approval_from_being_stopped(listing, pot, tess):
    seen = market.order(listing, pot)
    free = market.available(pot) + market.held(pot)
    orders.withdraw(order=Order.objects.get(pk=seen.pk), by=pot.person.user, at=NOW)
    stops._end(Read([seen]), bookings.Stop(listing.personal_assistant, tess, NOW, tell=True))
    seen.refresh_from_db()
    assert (seen.state, market.held(pot), market.available(pot)) == ("withdrawn", 0, free)
    assert told("request_stopped") == []


@pytest.mark.parametrize("stop", [approvals.suspend, approvals.withdraw])
def test_open_requests_end_at_once_and_the_money_goes_back(listing, pot, tess, stop):
    order = market.order(listing, pot)
    stop(approval=approval_of(listing), by=tess, reason="A complaint", at=NOW)
    order.refresh_from_db()
    assert (order.state, order.visits.get().state) == ("stopped", "dropped")
    assert (market.held(pot), market.available(pot)) == (0, 41260)
    event = order.events.get(name="stop")
    assert (event.by, event.party, event.reason) == (tess, "staff", "")
    (letter,) = told("request_stopped")
    assert (letter.to, NOT_NOW in letter.body) == (pot.person.user, True)
    assert "suspend" not in letter.body
    assert [letter.to.name for letter in told("request_stopped_seller")] == ["Ben Okafor"]


def test_another_approval_that_still_holds_keeps_requests_open(listing, pot, tess):
    held = {"state": "approved", "approved_on": NOW.date(), "until": NOW.date() + timedelta(days=900)}
    directory.approval(listing.personal_assistant, decided_at=NOW, decided_by=tess, **held)
    order = market.order(listing, pot)
    first = Approval.objects.order_by("pk").first()
    approvals.suspend(approval=first, by=tess, reason="One scheme only", at=NOW)
    order.refresh_from_db()
    assert order.state == "requested"


def test_a_lapse_lets_nobody_accept_and_says_why(listing, pot):
    order = market.order(listing, pot)
    listing.personal_assistant.approvals.update(until=NOW.date() - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        orders.accept(order=order, by=market.seller_user(listing), at=NOW)
    assert (refused.value.code, "cannot take bookings" in refused.value.words) == ("not_sound", True)
    assert Order.objects.get().state == "requested"


def test_an_offer_that_the_seller_paused_may_still_be_accepted(listing, pot):
    order = market.order(listing, pot)
    listing.state = "paused"
    listing.save()
    assert orders.accept(order=order, by=market.seller_user(listing), at=NOW).state == "accepted"


def test_people_with_visits_are_told_once_each_without_a_word_of_why(listing, pot, tess):
    joan = market.pot(people.person("Joan Whitfield"))
    market.accepted(listing, pot, weeks=3)
    market.accepted(listing, pot, first=TUESDAY + timedelta(days=1))
    market.accepted(listing, joan, first=TUESDAY + timedelta(days=2))
    suspend(listing, tess, at=NOW + timedelta(hours=3))
    letters = told("approval_stopped")
    assert sorted(letter.to.name for letter in letters) == ["Joan Whitfield", "Rosa Alvarez"]
    rosas = next(letter.body for letter in letters if letter.to == pot.person.user)
    for words in (
        "Tuesday 24 November at 9am",
        "does not hold at the moment",
        "stay booked",
        "free of charge",
        "call ",
    ):
        assert words in rosas
    assert "complaint" not in rosas
    assert market.held(pot) == 4 * 3300


def test_the_approver_may_choose_to_talk_to_them_instead(listing, pot, tess):
    market.accepted(listing, pot)
    suspend(listing, tess, tell=False, at=NOW + timedelta(hours=3))
    assert told("approval_stopped") == []


@pytest.mark.parametrize("change", [{"state": "suspended"}, {"until": NOW.date() - timedelta(days=1)}])
def test_cancelling_is_free_at_any_time_while_the_approval_does_not_hold(listing, pot, change):
    visit = market.planned(listing, pot, first=TUESDAY + timedelta(days=20))
    late = visit.starts_at - timedelta(minutes=10)
    assert visits.cancel_costs(visit, late) == 1650
    listing.personal_assistant.approvals.update(**change)
    visits.cancel(visit=visit, by=pot.person.user, party=Party.PERSON, shown_pence=0, at=late)
    assert (visit.paid_pence, market.held(pot)) == (0, 0)


def test_an_organisations_terms_stand_whatever_its_approvals():
    visit = market.planned(market.listing(service=directory.service()), first=TUESDAY + timedelta(days=20))
    visit.order.listing.service.status = "withdrawn"
    visit.order.listing.service.save()
    assert visits.cancel_costs(visit, visit.starts_at - timedelta(minutes=10)) == 1650


# On screen


@pytest.fixture
def desk(tess):
    return sessions.enter(Client(), tess)


@pytest.mark.parametrize("decision", ["suspend", "withdraw"])
def test_the_approver_sees_who_has_visits_booked_and_the_look_is_on_record(desk, tess, listing, pot, decision):
    market.coming(listing, pot, weeks=2)
    page = reverse(f"staff-approval-{decision}", args=[approval_of(listing).pk])
    shown = body(desk.get(page))
    first = market.soon()
    for words in ("Rosa Alvarez", "01632 960 555", f"{first:%A} {first.day} {first:%B} at midday", "1 person has"):
        assert words in shown
    assert "Yes, tell them now" in shown
    (look,) = looks.named(looks.at(pot.person))
    assert (look.name, look.where) == (tess.name, "Who has visits booked with a personal assistant")
    desk.post(page, {"reason": "A complaint", "tell": "yes"})
    assert len(told("approval_stopped")) == 1


def test_told_or_not_is_what_was_chosen(desk, listing, pot):
    market.coming(listing, pot)
    page = reverse("staff-approval-suspend", args=[approval_of(listing).pk])
    assert "Choose whether we tell them" in body(desk.post(page, {"reason": "A complaint"}))
    desk.post(page, {"reason": "A complaint", "tell": "no"})
    assert (approval_of(listing).state, told("approval_stopped")) == ("suspended", [])


def test_with_nobody_booked_nothing_is_asked(desk, listing):
    page = reverse("staff-approval-suspend", args=[approval_of(listing).pk])
    shown = body(desk.get(page))
    assert ("Nobody has a visit booked with Ben Okafor" in shown, "Do we tell" in shown) == (True, False)
    desk.post(page, {"reason": "A complaint"})
    assert approval_of(listing).state == "suspended"


@pytest.mark.parametrize("number", [1, 3])
def test_who_has_visits_booked_is_asked_in_one_query(listing, number, django_assert_num_queries):
    for more in range(number):
        person = people.person(f"Person {more}")
        market.coming(listing, market.pot(person), first=market.soon(5 + more))
    with django_assert_num_queries(1):
        assert len(bookings.visitors(listing.personal_assistant, timezone.now())) == number


def test_rosa_reads_a_calm_notice_on_her_order_and_beside_her_money(rosa, listing, pot, tess):
    order = market.coming(listing, pot)
    notice = "The approval of Ben Okafor does not hold at the moment. Your visits stay booked unless you cancel them"
    pages = [order.get_absolute_url(), reverse("money-home")]
    before = [body(rosa.get(page)) for page in pages]
    assert [notice in page for page in before] == [False, False]
    assert "Book Ben Okafor again" in before[0]
    suspend(listing, tess)
    after = [body(rosa.get(page)) for page in pages]
    assert [notice in page for page in after] == [True, True]
    assert "Book Ben Okafor again" not in after[0]


def test_an_order_that_was_stopped_says_so_neutrally(rosa, listing, pot, tess):
    order = market.waiting(listing, pot)
    suspend(listing, tess)
    shown = body(rosa.get(order.get_absolute_url()))
    assert (NOT_NOW in shown, "Nothing to pay" in shown, "A complaint" in shown) == (True, True, False)


def test_accepting_on_screen_is_refused_in_words(listing, pot):
    order = market.waiting(listing, pot)
    listing.personal_assistant.approvals.update(until=timezone.localdate() - timedelta(days=1))
    ben = sessions.enter(Client(), market.seller_user(listing))
    shown = body(ben.post(reverse("provider-order-accept", args=[order.reference]), follow=True))
    assert ("You cannot take bookings through us at the moment" in shown, Order.objects.get().state) == (
        True,
        "requested",
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_decision_costs_the_same_with_one_and_three(desk, listing, number, django_assert_num_queries):
    for more in range(number):
        pot = market.pot(people.person(f"Person {more}"))
        market.coming(listing, pot, first=market.soon(5 + more))
    page = reverse("staff-approval-suspend", args=[approval_of(listing).pk])
    desk.get(page)
    with django_assert_num_queries(12):
        desk.get(page)


def test_a_check_that_was_not_passed_stops_it_too(desk, listing, pot):
    order = market.waiting(listing, pot)
    page = reverse("staff-approval-check", args=[approval_of(listing).pk])
    assert "people who have visits booked are told" in body(desk.get(page))
    on = {"checked_on_day": "3", "checked_on_month": "9", "checked_on_year": "2026"}
    desk.post(page, {"kind": "identity", "outcome": "not_passed", **on})
    order.refresh_from_db()
    assert (approval_of(listing).state, order.state) == ("suspended", "stopped")
