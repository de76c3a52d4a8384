from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import limits
from accounts.roles import Scope
from marketplace.actions import proposals, visits
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Proposal
from marketplace.permissions import NotYours
from marketplace.states import Party
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db
SATURDAY = TUESDAY + timedelta(days=4)
SOON = NOW + timedelta(hours=3)


def proposed(by_seller=False, starts_at=SATURDAY, minutes=120, visit=None):
    visit = visit or market.planned()
    by = market.seller_user(visit.order.listing) if by_seller else visit.order.person.user
    party = Party.PROVIDER if by_seller else Party.PERSON
    return proposals.propose(visit=visit, starts_at=starts_at, minutes=minutes, by=by, party=party, at=SOON)


def other(proposal):
    order = proposal.visit.order
    return order.person.user if proposal.party == "provider" else market.seller_user(order.listing)


@pytest.mark.parametrize("by_seller", [False, True])
def test_the_other_side_agrees_and_the_hold_follows_the_price(by_seller):
    proposal = proposed(by_seller)
    visit = proposals.accept(proposal=proposal, by=other(proposal), at=SOON)
    assert (visit.starts_at, visit.price_pence, visit.state) == (SATURDAY, 3600, "planned")
    assert market.held(visit.order.pot) == 3600


def test_until_then_nothing_changes_and_a_no_leaves_it_so():
    proposal = proposed()
    proposals.decline(proposal=proposal, by=other(proposal), at=SOON)
    proposal.visit.refresh_from_db()
    assert (proposal.state, proposal.visit.starts_at, market.held(proposal.visit.order.pot)) == (
        "declined",
        TUESDAY,
        3300,
    )


def test_nobody_answers_their_own_proposal():
    proposal = proposed()
    with pytest.raises(NotYours):
        proposals.accept(proposal=proposal, by=proposal.proposed_by, at=SOON)


def test_a_later_proposal_takes_the_place_of_an_earlier_one():
    first = proposed()
    proposed(visit=first.visit, starts_at=SATURDAY + timedelta(days=1))
    first.refresh_from_db()
    assert first.state == "closed"
    with pytest.raises(Overtaken):
        proposals.accept(proposal=first, by=other(first), at=SOON)


def test_a_longer_visit_counts_to_the_month_of_the_delegate_who_says_yes():
    pot = market.pot(people.person())
    amira = people.user("Amira Whitfield")
    mandate = people.mandate(pot.person, amira, Scope.ORDER, Scope.PAY, pay_per_month_pence=3000)
    first, second = (proposed(True, minutes=180, visit=market.planned(pot=pot)) for _ in range(2))
    visit = proposals.accept(proposal=first, by=amira, at=SOON)
    assert (first.mandate, first.added_pence, limits.spent_this_month(mandate, SOON)) == (mandate, 2100, 2100)
    with pytest.raises(Refused) as refused:
        proposals.accept(proposal=second, by=amira, at=SOON)
    assert refused.value.code == "over_month_limit"
    visits.cancel(visit=visit, by=amira, party=Party.PERSON, at=SOON)
    assert limits.spent_this_month(mandate, SOON) == 0


def asked_by(user, visit, minutes=180):
    return proposals.propose(visit=visit, starts_at=SATURDAY, minutes=minutes, by=user, party=Party.PERSON, at=SOON)


def test_a_longer_visit_that_a_delegate_asks_for_counts_to_her_month_too():
    pot = market.pot(people.person())
    amira = people.user("Amira Whitfield")
    mandate = people.mandate(pot.person, amira, Scope.ORDER, Scope.PAY, pay_per_month_pence=3000)
    first, second = (asked_by(amira, market.planned(pot=pot)) for _ in range(2))
    proposals.accept(proposal=first, by=other(first), at=SOON)
    assert (first.mandate, first.added_pence, limits.spent_this_month(mandate, SOON)) == (mandate, 2100, 2100)
    with pytest.raises(Refused) as refused:
        proposals.accept(proposal=second, by=other(second), at=SOON)
    assert refused.value.code == "over_month_limit"
    with pytest.raises(Refused, match="month"):
        asked_by(amira, second.visit)


def test_who_may_not_pay_asks_for_no_dearer_time():
    pot = market.pot(people.person())
    amira = people.user("Amira Whitfield")
    people.mandate(pot.person, amira, Scope.ORDER)
    visit = market.planned(pot=pot)
    with pytest.raises(Refused, match="takes somebody who may pay"):
        asked_by(amira, visit)
    assert asked_by(amira, visit, minutes=60).price_pence < visit.price_pence


@pytest.mark.parametrize("changes", [{"added_pence": 1}, {"mandate": True}, {"mandate": True, "added_pence": 5401}])
def test_the_database_keeps_the_mandate_and_what_it_added_together(changes):
    proposal = proposed(True)
    proposals.accept(proposal=proposal, by=other(proposal), at=SOON)
    if "mandate" in changes:
        changes = {**changes, "mandate": people.mandate(people.person("Joan Whitfield"), people.user(), Scope.ORDER)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(**changes)


def test_too_little_money_for_the_new_price_changes_nothing():
    visit = market.planned(pot=market.pot(people.person(), pence=3400))
    proposal = proposed(visit=visit)
    with pytest.raises(Refused) as refused:
        proposals.accept(proposal=proposal, by=other(proposal), at=SOON)
    visit.refresh_from_db()
    assert (refused.value.code, visit.starts_at, market.held(visit.order.pot)) == ("not_enough", TUESDAY, 3300)


@pytest.mark.parametrize(
    ("starts_at", "minutes", "code"),
    [
        (NOW, 120, "dates"),
        (TUESDAY, 120, "same"),
        (SATURDAY, 30, "too_short"),
        (NOW + timedelta(days=500), 60, "dates"),
    ],
)
def test_what_cannot_be_proposed(starts_at, minutes, code):
    with pytest.raises(Refused) as refused:
        proposed(starts_at=starts_at, minutes=minutes)
    assert refused.value.code == code


def test_nobody_answered_before_the_visit():
    proposal = proposed()
    assert proposals.close_due(TUESDAY - timedelta(seconds=1)) == 0
    assert proposals.close_due(TUESDAY) == 1
    with pytest.raises(Overtaken):
        proposal.refresh_from_db()
        proposals.accept(proposal=proposal, by=other(proposal), at=TUESDAY)
