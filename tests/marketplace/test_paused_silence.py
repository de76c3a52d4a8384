"""Around a pause nothing is confirmed by silence, and nothing is held for ever either."""

from datetime import date, timedelta

import pytest

from marketplace import wiring
from marketplace.actions import clock, pauses, proposals, queries, visits
from marketplace.actions.moves import Overtaken, Refused
from marketplace.states import Party
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY
from tests.marketplace.test_pauses import MONDAY, pause, states

pytestmark = pytest.mark.django_db


def recorded(order, number):
    visit = order.visits.get(number=number)
    by = market.seller_user(order.listing)
    return visits.deliver(visit=visit, minutes=120, by=by, at=visit.ends_at)


def test_nothing_is_confirmed_by_run_day_during_a_pause_nor_for_three_days_after():
    order = market.accepted(weeks=3)
    recorded(order, 1)
    made = pause(order, first=date(2026, 11, 25), last=date(2026, 12, 20), at=TUESDAY + timedelta(days=1))
    for days in range(3, 12):
        wiring.visits(TUESDAY + timedelta(days=days))
        wiring.pauses(TUESDAY + timedelta(days=days))
    assert states(order) == ["delivered", "cancelled", "planned"]
    pauses.end(pause=made, back_on=date(2026, 12, 7), by=order.placed_by, at=TUESDAY + timedelta(days=13))
    said = [wiring.visits(TUESDAY + timedelta(days=days)) for days in (14, 15, 16)]
    assert [words[:1] for words in said] == ["0", "0", "1"]
    assert (states(order), market.owed(order.listing)) == (["settled", "cancelled", "planned"], 3300)


def test_a_visit_recorded_in_a_pause_needs_her_own_yes():
    order = market.accepted(weeks=2)
    made = pause(order, first=date(2026, 11, 26), last=date(2026, 12, 3))
    visit = recorded(order, 2)
    assert visit.pause == made
    long_after = visit.delivered_at + timedelta(days=27)
    assert (clock.confirm_silent(long_after), queries.ask_unanswered(long_after)) == (0, 0)
    visits.confirm(visit=visit, by=order.placed_by, at=long_after)
    assert states(order)[1] == "settled"


def test_without_her_yes_the_council_looks_after_28_days_and_nothing_is_held_for_ever():
    order = market.accepted(weeks=2)
    pause(order, first=date(2026, 11, 26), last=date(2026, 12, 3))
    visit = recorded(order, 2)
    due = visit.delivered_at + timedelta(days=28)
    assert [queries.ask_unanswered(due) for _ in range(2)] == [1, 0]
    query = visit.queries.get()
    assert (query.reason, states(order)[1]) == (queries.NOT_ANSWERED, "queried")
    assert queries.lapse_due(due + timedelta(days=28)) == 1
    assert states(order)[1] == "not_owed"


def test_a_visit_of_before_a_pause_without_an_end_waits_no_longer_than_that_either():
    order = market.accepted(weeks=2)
    recorded(order, 1)
    pause(order, first=date(2026, 11, 25), at=TUESDAY + timedelta(days=1))
    due = TUESDAY + timedelta(days=29)
    assert (clock.confirm_silent(due), queries.ask_unanswered(due), states(order)[0]) == (0, 1, "queried")


def test_one_recorded_already_for_a_day_that_is_paused_afterwards_needs_her_yes_too():
    order = market.accepted(weeks=2)
    recorded(order, 1)
    made = pause(order, first=MONDAY, last=date(2026, 11, 30), at=TUESDAY + timedelta(days=1))
    assert order.visits.get(number=1).pause == made
    assert clock.confirm_silent(TUESDAY + timedelta(days=27)) == 0


def test_taken_back_it_is_asked_again_after_28_days_and_not_every_day():
    order = market.accepted(weeks=2)
    pause(order, first=date(2026, 11, 26), last=date(2026, 12, 3))
    visit = recorded(order, 2)
    due = visit.delivered_at + timedelta(days=28)
    assert queries.ask_unanswered(due) == 1
    queries.take_back(visit=order.visits.get(number=2), by=order.placed_by, at=due)
    asked = [queries.ask_unanswered(due + timedelta(days=days)) for days in (0, 1, 27, 28)]
    assert asked == [0, 0, 0, 1]


def test_who_read_a_visit_before_the_pause_confirms_nothing_by_silence():
    order = market.accepted(weeks=2)
    seen = recorded(order, 1)
    pause(order, first=MONDAY, last=date(2026, 11, 30), at=TUESDAY + timedelta(days=1))
    with pytest.raises(Overtaken):
        visits.confirm_as(seen, Party.CLOCK, None, TUESDAY + timedelta(days=4), False)


def test_no_visit_moves_into_the_days_of_a_pause():
    order = market.accepted(weeks=2)
    first, by = order.visits.get(number=1), market.seller_user(order.listing)
    to = {"starts_at": TUESDAY + timedelta(days=3), "minutes": 120, "party": Party.PROVIDER, "by": by}
    asked = proposals.propose(visit=first, at=NOW, **to)
    pause(order, first=date(2026, 11, 26), last=date(2026, 12, 3), at=NOW)
    for move in (
        lambda: proposals.accept(proposal=asked, by=order.placed_by, at=NOW),
        lambda: proposals.propose(visit=first, at=NOW, **to),
    ):
        with pytest.raises(Refused, match="Visits are paused on that day"):
            move()
