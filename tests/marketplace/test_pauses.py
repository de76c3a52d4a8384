"""Days without visits: what is near is cancelled by its terms, the rest waits, sellers hear the days and never why."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditLine, Letter, Notice
from accounts.models.people import ContactFormat
from accounts.roles import Scope
from marketplace.actions import clock, orders, pauses
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Visit, VisitPause
from marketplace.permissions import NotYours
from marketplace.queries import pauses as found
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
ALL = 41260
MONDAY = date(2026, 11, 23)


def pause(order, *, first=MONDAY, last=None, by=None, at=NOW + timedelta(hours=2), **more):
    wish = pauses.Wish(order.person, VisitPause.Kind.HOSPITAL, first, last)
    return pauses.start(wish=wish, by=by or order.placed_by, at=at, **more)


def states(order):
    return [visit.state for visit in order.visits.order_by("number")]


def books(order):
    """Held, available, owed to the seller."""
    return market.held(order.pot), market.available(order.pot), market.owed(order.listing)


def marks(order):
    return [visit.is_paused for visit in found.marked(Visit.objects.filter(order=order)).order_by("number")]


def test_what_is_near_is_cancelled_and_the_rest_waits():
    order = market.accepted(weeks=3)
    made = pause(order)
    assert (states(order), marks(order)) == (["cancelled", "planned", "planned"], [True, True, True])
    assert books(order) == (6600, ALL - 6600, 0)
    assert (made.last_on, made.covers(MONDAY), made.covers(date(2026, 11, 22))) == (None, True, False)


def test_notice_costs_what_the_terms_say_and_no_more_than_was_shown():
    order = market.accepted(weeks=6)
    evening_before = TUESDAY + timedelta(weeks=3, hours=-12)  # less than 24 hours, and the 14 days are over
    wish = pauses.Wish(order.person, "hospital", (TUESDAY + timedelta(weeks=3)).date(), None)
    what = pauses.effect(wish, evening_before)
    assert ([(visit.number, pence) for visit, pence in what.now], what.owed_pence, what.back_pence) == (
        [(4, 1650)],
        1650,
        1650,
    )
    assert [visit.number for visit in what.waiting] == [5, 6]
    with pytest.raises(Refused) as refused:
        pause(order, first=wish.starts_on, at=evening_before, shown_pence=0)
    assert (refused.value.code, VisitPause.objects.count()) == ("price", 0)
    pause(order, first=wish.starts_on, at=evening_before, shown_pence=1650)
    assert books(order) == (5 * 3300, ALL - 5 * 3300 - 1650, 1650)


def test_the_clock_cancels_a_waiting_visit_two_days_before_free_of_charge():
    order = market.accepted(weeks=3)
    pause(order)
    second = TUESDAY + timedelta(weeks=1)
    assert clock.cancel_paused(second - timedelta(days=2, seconds=1)) == 0
    assert [clock.cancel_paused(second - timedelta(days=2)) for _ in range(2)] == [1, 0]
    assert states(order) == ["cancelled", "cancelled", "planned"]
    event = order.visits.get(number=2).events.latest("pk")
    assert (event.name, event.party, event.by, event.detail) == ("cancel", "clock", None, {"pence": 0})
    assert books(order) == (3300, ALL - 3300, 0)


def test_notice_counts_from_the_pause_however_late_the_clock_is():
    order = market.accepted(weeks=5)
    fourth = TUESDAY + timedelta(weeks=3)
    pause(order, first=fourth.date(), at=fourth - timedelta(days=4))
    assert clock.cancel_paused(fourth - timedelta(minutes=1)) == 1
    assert (order.visits.get(number=4).paid_pence, market.owed(order.listing)) == (0, 0)


def test_one_that_has_begun_is_left_to_people():
    order = market.accepted(weeks=2)
    pause(order)
    second = TUESDAY + timedelta(weeks=1)
    assert clock.cancel_paused(second) == 0
    assert clock.lapse_due(second + timedelta(days=7)) == 1
    assert (states(order), books(order)) == (["cancelled", "lapsed"], (0, ALL, 0))


def test_what_is_asked_for_after_the_pause_is_meant_for_these_days():
    order = market.accepted()
    pause(order, last=date(2026, 12, 31))
    cover = market.accepted(order.listing, order.pot, at=NOW + timedelta(hours=3), first=TUESDAY + timedelta(days=3))
    assert (marks(cover), clock.cancel_paused(NOW + timedelta(days=4))) == ([False], 0)


def test_a_request_of_before_is_paused_when_the_seller_says_yes():
    order = market.order(first=TUESDAY + timedelta(weeks=1))
    pause(order)
    orders.accept(order=order, by=market.seller_user(order.listing), at=NOW + timedelta(hours=4))
    assert marks(order) == [True]
    assert clock.cancel_paused(TUESDAY + timedelta(days=6)) == 1
    assert books(order) == (0, ALL, 0)


# The end of it


def test_back_sooner_what_is_left_goes_on():
    order = market.accepted(weeks=3)
    made = pause(order, last=date(2026, 12, 20))
    back = NOW + timedelta(days=4)
    pauses.end(pause=made, back_on=date(2026, 11, 27), by=order.placed_by, at=back)
    assert (marks(order), made.last_on) == ([True, False, False], date(2026, 11, 26))
    assert clock.cancel_paused(TUESDAY + timedelta(days=6)) == 0
    with pytest.raises(Overtaken):
        pauses.end(pause=VisitPause(pk=made.pk, person=made.person, starts_on=MONDAY), by=order.placed_by,
                   back_on=date(2026, 11, 28), at=back)  # fmt: skip


def test_one_that_has_not_begun_is_called_off():
    order = market.accepted(weeks=3)
    made = pause(order, first=date(2026, 12, 1), last=date(2026, 12, 20))
    pauses.end(pause=made, back_on=date(2026, 12, 1), by=order.placed_by, at=NOW + timedelta(days=1))
    assert (marks(order), found.of_day(order.person, date(2026, 12, 1))) == ([False] * 3, None)
    again = pause(order, first=date(2026, 12, 1), at=NOW + timedelta(days=1))
    assert again.covers(date(2026, 12, 1))


@pytest.mark.parametrize("back_on", [date(2026, 11, 25), date(2026, 12, 21)])
def test_a_day_that_cannot_be_the_end_is_refused(back_on):
    order = market.accepted()
    made = pause(order, last=date(2026, 12, 20))
    with pytest.raises(Refused) as refused:
        pauses.end(pause=made, back_on=back_on, by=order.placed_by, at=NOW + timedelta(days=4))
    assert refused.value.code == "back_on"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 10, 1), None, "starts_on"),
        (date(2028, 1, 1), None, "starts_on"),
        (MONDAY, date(2026, 11, 22), "until_on"),
        (date(2026, 11, 10), date(2026, 11, 20), "until_on"),
        (date(2026, 12, 5), None, "starts_on"),
    ],
)
def test_days_that_cannot_be_paused_are_refused(first, last, code):
    order = market.accepted()
    pause(order, first=date(2026, 12, 1), last=date(2026, 12, 8))
    with pytest.raises(Refused) as refused:
        pause(order, first=first, last=last)
    assert (refused.value.code, VisitPause.objects.count()) == (code, 1)


# Who may, who hears, what is written down


def test_a_delegate_may_where_her_mandate_has_the_scope():
    order = market.accepted()
    looks = people.mandate(order.person, people.user("Cousin"), Scope.SEE_BALANCE, Scope.SEE_LINES)
    with pytest.raises(NotYours):
        pause(order, by=looks.delegate)
    may = people.mandate(order.person, people.user("Amira Whitfield"), Scope.ORDER)
    made = pause(order, by=may.delegate)
    line = AuditLine.objects.get(action="visit_pause.start")
    assert (line.by, line.on_behalf_of, line.detail) == (
        str(may.delegate.pk),
        str(order.person.pk),
        {"starts_on": "2026-11-23"},
    )
    with pytest.raises(NotYours):
        pauses.end(pause=made, back_on=MONDAY, by=looks.delegate, at=NOW)


def test_sellers_hear_the_days_and_never_why():
    order = market.accepted(weeks=3)
    Notice.objects.all().delete()
    made = pause(order, last=date(2026, 12, 20))
    pauses.end(pause=made, back_on=date(2026, 11, 27), by=order.placed_by, at=NOW + timedelta(days=4))
    told = [(notice.to, notice.subject.split(" (")[0]) for notice in Notice.objects.order_by("pk")]
    ben, rosa = market.seller_user(order.listing), order.person.user
    assert told == [
        (ben, "Visits are paused"),
        (rosa, "Your visits are paused"),
        (ben, "Visits go on"),
        (rosa, "Your visits go on"),
    ]
    text = " ".join(notice.subject + notice.body for notice in Notice.objects.all()).lower()
    assert ("hospital" in text, "monday 23 november to sunday 20 december" in text) == (False, True)


def test_who_reads_letters_is_told_by_letter():
    order = market.accepted()
    type(order.person).objects.update(contact_format=ContactFormat.LARGE_PRINT)
    order.person.refresh_from_db()
    pause(order)
    assert Letter.objects.get(person=order.person).subject == "Your visits are paused"
