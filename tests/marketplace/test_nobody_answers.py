"""Whoever is paid never says the yes that pays her (SI 2014/2871; Care Act 2014 s.32: an authorised person's duties).

tests/marketplace/test_both_sides.py has her own word, test_timesheets.py her hours. This is about silence.
"""

import pytest

from accounts.actions import capacity
from accounts.models import Mandate
from accounts.roles import Basis, Role, Scope
from marketplace.actions import clock, queries
from marketplace.states import SILENCE
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
LOST = {"reference": "MCA 12/26"}


@pytest.fixture
def visit():
    """Recorded by Ben, and long enough ago."""
    return market.recorded(market.listing(), market.pot(people.person("Joan Whitfield")))


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def later(visit):
    return visit.delivered_at + SILENCE


def loses_capacity(visit, samuel, later):
    day = visit.delivered_at.date()
    capacity.record_loss(person=visit.order.person, lost_on=day, by=samuel, at=later, **LOST)


def authorised(visit, to) -> Mandate:
    return people.mandate(visit.order.person, to, *Scope, basis=Basis.AUTHORISED)


def after_the_clock(visit, later):
    done = (clock.confirm_silent(later), queries.ask_for_the_person(later))
    visit.refresh_from_db()
    return (*done, visit.state)


def test_a_person_who_decides_is_answered_for_by_her_silence(visit, later):
    assert after_the_clock(visit, later) == (1, 0, "settled")


@pytest.mark.parametrize("who", ["nobody", "the seller", "a viewer"])
def test_where_only_the_seller_could_answer_the_council_does(visit, samuel, later, who):
    loses_capacity(visit, samuel, later)
    if who == "the seller":
        authorised(visit, market.seller_user(visit.order.listing))
    if who == "a viewer":
        people.mandate(visit.order.person, people.user(), Scope.SEE_BALANCE, basis=Basis.ATTORNEY)
    assert after_the_clock(visit, later) == (0, 1, "queried")
    asked = visit.queries.get()
    assert (asked.raised_by, asked.reason) == (samuel, queries.ONLY_THE_SELLER)
    assert after_the_clock(visit, later) == (0, 0, "queried")


def test_beside_the_seller_another_delegate_is_a_second_approver(visit, samuel, later):
    loses_capacity(visit, samuel, later)
    authorised(visit, market.seller_user(visit.order.listing))
    authorised(visit, people.user("Amira Whitfield"))
    assert after_the_clock(visit, later) == (1, 0, "settled")
