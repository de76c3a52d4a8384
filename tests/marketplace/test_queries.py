from datetime import timedelta

import pytest

from accounts.roles import Role, Scope
from marketplace.actions import queries, visits
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Query
from marketplace.permissions import NotYours
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import TUESDAY

pytestmark = pytest.mark.django_db
ALL = 41260
Decision = Query.Decision


def asked(visit=None):
    visit = visit or market.delivered()
    person = visit.order.person.user
    return queries.ask(visit=visit, reason="They left early", by=person, at=visit.ends_at + timedelta(hours=2))


def decide(query, decision, part=None, by=None):
    given = {"explanation": "We heard both", "part_pence": part, "at": TUESDAY + timedelta(days=1)}
    return queries.decide(query=query, decision=decision, by=by or people.staff(Role.PRACTITIONER), **given)


def books(query):
    order = query.visit.order
    return market.held(order.pot), market.available(order.pot), market.owed(order.listing)


@pytest.mark.parametrize(
    ("decision", "part", "state", "paid"),
    [
        (Decision.PAY, None, "settled", 3300),
        (Decision.PART, 1000, "settled", 1000),
        (Decision.REFUND, None, "not_owed", 0),
    ],
)
def test_a_decision_before_it_was_paid(decision, part, state, paid):
    query = asked()
    assert books(query) == (3300, ALL - 3300, 0)
    decide(query, decision, part)
    query.visit.refresh_from_db()
    assert (query.visit.state, query.visit.paid_pence, query.pay_pence) == (state, paid, paid)
    assert books(query) == (0, ALL - paid, paid)


@pytest.mark.parametrize(
    ("decision", "part", "state", "kept"),
    [
        (Decision.PAY, None, "settled", 3300),
        (Decision.PART, 1000, "refunded", 1000),
        (Decision.REFUND, None, "refunded", 0),
    ],
)
def test_a_decision_after_it_was_paid(decision, part, state, kept):
    query = asked(market.settled())
    decide(query, decision, part)
    query.visit.refresh_from_db()
    assert (query.visit.state, query.visit.paid_pence - query.visit.refunded_pence) == (state, kept)
    assert books(query) == (0, ALL - kept, kept)


def test_a_visit_that_was_said_not_to_have_happened_is_decided_too():
    visit = market.planned()
    visits.miss(visit=visit, by=visit.order.person.user, at=TUESDAY)
    query = visits.dispute_missed(visit=visit, reason="I was", by=market.seller_user(visit.order.listing), at=TUESDAY)
    decide(query, Decision.PAY)
    assert books(query) == (0, ALL - 3300, 3300)


@pytest.mark.parametrize("part", [None, 0, 3300, 5000])
def test_a_part_is_more_than_nothing_and_less_than_all(part):
    with pytest.raises(Refused):
        decide(asked(), Decision.PART, part)


def test_a_decision_is_made_once():
    query = asked()
    stale = Query.objects.get(pk=query.pk)
    decide(query, Decision.PAY)
    with pytest.raises(Overtaken):
        decide(stale, Decision.REFUND)
    assert books(query) == (0, ALL - 3300, 3300)


def test_both_sides_read_why():
    query = asked()
    decide(query, Decision.REFUND)
    assert query.visit.events.get(name="refund").reason == "We heard both"


def test_only_those_with_the_permission_decide():
    with pytest.raises(NotYours):
        decide(asked(), Decision.PAY, by=people.staff(Role.EDITOR))


def test_nobody_decides_what_they_asked_or_answered_themselves():
    visit = market.delivered()
    friend, worker = people.staff(Role.PRACTITIONER), people.staff(Role.PRACTITIONER)
    mandate = people.mandate(visit.order.person, friend, Scope.ORDER)
    later = visit.ends_at + timedelta(hours=2)
    query = queries.ask(visit=visit, reason="They left early", by=friend, at=later)
    type(mandate).objects.filter(pk=mandate.pk).delete()
    Query.objects.filter(pk=query.pk).update(answer="We stayed", answered_by=worker, answered_at=later)
    query.refresh_from_db()
    for decider in (friend, worker):
        with pytest.raises(Refused) as refused:
            decide(query, Decision.PAY, by=decider)
        assert refused.value.code == "own_case"


def test_nobody_decides_for_a_person_they_act_for_or_a_seller_they_belong_to():
    query = asked()
    cousin = people.staff(Role.PRACTITIONER)
    people.mandate(query.visit.order.person, cousin, Scope.SEE_BALANCE)
    friend = people.staff(Role.PRACTITIONER)
    people.mandate(query.visit.order.person, friend, Scope.ORDER)
    ben = market.seller_user(query.visit.order.listing)
    people.roles.grant(user=ben, role=Role.PRACTITIONER, by=None)
    for decider in (cousin, friend, ben):
        with pytest.raises(Refused) as refused:
            decide(query, Decision.PAY, by=decider)
        assert refused.value.code == "own_case"


def test_held_money_goes_back_when_nobody_decides_for_28_days():
    query = asked()
    due = query.raised_at + timedelta(days=28)
    assert queries.lapse_due(due - timedelta(seconds=1)) == 0
    assert [queries.lapse_due(due), queries.lapse_due(due)] == [1, 0]
    query.refresh_from_db()
    assert (query.decision, query.visit.state, books(query)) == ("not_in_time", "not_owed", (0, ALL, 0))


def test_a_query_about_money_already_paid_waits_for_a_person():
    query = asked(market.settled())
    assert queries.lapse_due(query.raised_at + timedelta(days=400)) == 0
    assert books(query) == (0, ALL - 3300, 3300)


def test_ninety_days_after_it_was_paid_it_is_too_late():
    visit = market.settled()
    with pytest.raises(Refused) as refused:
        queries.ask(visit=visit, reason="x", by=visit.order.person.user, at=visit.settled_at + timedelta(days=91))
    assert refused.value.code == "too_late"
