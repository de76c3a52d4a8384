"""“Nobody came” and a question are taken back while nothing has moved."""

from datetime import timedelta

import pytest

from marketplace.actions import queries, visits
from marketplace.actions.moves import Overtaken
from marketplace.permissions import NotYours
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY
from tests.marketplace.test_pauses import ALL, books

pytestmark = pytest.mark.django_db


def test_nobody_came_is_taken_back_while_nothing_has_moved():
    visit = market.planned()
    rosa, at = visit.order.placed_by, TUESDAY + timedelta(hours=3)
    visits.miss(visit=visit, by=rosa, at=at)
    visits.take_back_missed(visit=visit, by=rosa, at=at)
    assert (visit.state, visit.missed_at, visit.missed_by, books(visit.order)) == (
        "planned",
        None,
        None,
        (3300, ALL - 3300, 0),
    )
    visits.miss(visit=visit, by=rosa, at=at)
    visits.agree_missed(visit=visit, by=market.seller_user(visit.order.listing), at=at)
    with pytest.raises(Overtaken):
        visits.take_back_missed(visit=visit, by=rosa, at=at)
    assert books(visit.order) == (0, ALL, 0)


def test_a_question_is_taken_back_while_nobody_has_answered_it():
    query = market.queried()
    visit, rosa = query.visit, query.raised_by
    queries.take_back(visit=visit, by=rosa)
    query.refresh_from_db()
    assert (visit.state, query.decision, query.pay_pence) == ("delivered", "taken_back", None)
    again = queries.ask(visit=visit, reason="They left early", by=rosa)
    queries.give_side(query=again, answer="I was there.", by=market.seller_user(visit.order.listing))
    with pytest.raises(Overtaken):
        queries.take_back(visit=visit, by=rosa)


def test_a_question_about_a_paid_visit_is_not_taken_back():
    visit = market.settled()
    queries.ask(visit=visit, reason="They left early", by=visit.order.placed_by, at=visit.settled_at)
    with pytest.raises(Overtaken):
        queries.take_back(visit=visit, by=visit.order.placed_by, at=visit.settled_at)


@pytest.mark.parametrize("act", [visits.take_back_missed, queries.take_back])
def test_nobody_else_takes_it_back(act):
    visit = market.planned()
    with pytest.raises(NotYours):
        act(visit=visit, by=people.user("Stranger"), at=NOW)
