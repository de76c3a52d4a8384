"""Who goes to a visit: one of the seller's own, with one person at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditLine
from directory.actions import staff_members
from marketplace.actions import assignments, proposals
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import Visit
from marketplace.permissions import NotYours
from marketplace.queries.visits import WhoComes, who_comes
from marketplace.states import Party
from tests.factories import accounts as people
from tests.factories import directory
from tests.factories import marketplace as market
from tests.factories.marketplace import NOW, TUESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return market.listing(service=directory.service())


@pytest.fixture
def grace(offer):
    return market.seller_user(offer)


@pytest.fixture
def sam(offer):
    return market.member(offer.service.organisation)


@pytest.fixture
def pot():
    return market.pot(people.person())


def refused(visit, member, by):
    with pytest.raises(Refused) as caught:
        assignments.assign(visit=visit, member=member, by=by, at=NOW)
    return caught.value.code, caught.value.words


def test_the_person_then_sees_who_comes(offer, grace, sam, pot):
    visit = market.planned(offer, pot)
    assert who_comes(visit) == WhoComes("Hollybank Home Care", chosen=False)
    assignments.assign(visit=visit, member=sam, by=grace, at=NOW)
    assert who_comes(Visit.objects.get(pk=visit.pk)) == WhoComes("Sam Carter")
    assert visit.events.get(name="assign").detail == {"staff_member": sam.pk}
    assert AuditLine.objects.filter(action="visit.assign").get().detail == {"staff_member": sam.pk}


def test_a_photo_has_an_address_under_the_order(offer, grace, pot):
    visit = market.planned(offer, pot)
    member = market.member(offer.service.organisation, photo=True)
    assignments.assign(visit=visit, member=member, by=grace)
    assert who_comes(visit).photo_url == f"/marketplace/orders/{visit.order.reference}/visits/1/photo/"


def test_who_comes_from_an_assistant_is_the_assistant(pot):
    assert who_comes(market.planned(market.listing(), pot)) == WhoComes("Ben Okafor")


@pytest.mark.parametrize(("hours", "is_free"), [(-2, True), (-1, False), (0, False), (1, False), (2, True)])
def test_nobody_is_with_two_people_at_once(offer, grace, sam, pot, hours, is_free):
    first, second = market.planned(offer, pot), market.planned(offer, pot, first=TUESDAY + timedelta(hours=hours))
    assignments.assign(visit=first, member=sam, by=grace, at=NOW)
    if is_free:
        assignments.assign(visit=second, member=sam, by=grace, at=NOW)
        assert Visit.objects.filter(staff_member=sam).count() == 2
    else:
        words = "Sam Carter is with Rosa Alvarez 9am to 11am on Tuesday 24 November. Choose somebody else."
        assert refused(second, sam, grace) == ("busy", words)
        assert Visit.objects.get(pk=second.pk).staff_member is None


def test_the_database_refuses_two_that_begin_together(offer, grace, sam, pot):
    first, second = market.planned(offer, pot), market.planned(offer, pot)
    assignments.assign(visit=first, member=sam, by=grace, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=second.pk).update(staff_member=sam)


def test_only_those_of_the_same_organisation(offer, grace, pot):
    stranger = market.member(directory.organisation("Other Care"))
    assert refused(market.planned(offer, pot), stranger, grace)[0] == "not_yours"
    assert refused(market.planned(offer, pot), staff_members.leave(member=stranger, by=grace), grace)[0] == "not_yours"


def test_somebody_who_has_left_is_not_sent(offer, grace, sam, pot):
    staff_members.leave(member=sam, by=grace)
    said = ("left", "Sam Carter has left. Choose somebody else.")
    assert refused(market.planned(offer, pot), sam, grace) == said


def test_a_visit_that_is_over_keeps_who_went(offer, grace, sam):
    visit = market.delivered(of=offer)
    assert refused(visit, sam, grace)[0] == "not_planned"


def test_another_seller_may_not(offer, sam, pot):
    with pytest.raises(NotYours):
        assignments.assign(visit=market.planned(offer, pot), member=sam, by=market.seller_user(market.listing()))


def test_what_somebody_else_changed_just_now_is_not_overwritten(offer, grace, sam, pot):
    seen = market.planned(offer, pot)
    assignments.assign(visit=Visit.objects.get(pk=seen.pk), member=sam, by=grace)
    with pytest.raises(Overtaken):
        assignments.assign(visit=seen, member=market.member(offer.service.organisation, "Jo"), by=grace)


def test_twice_the_same_is_once(offer, grace, sam, pot):
    visit = market.planned(offer, pot)
    for _ in range(2):
        assignments.assign(visit=visit, member=sam, by=grace)
    assert visit.events.filter(name="assign").count() == 1


def test_who_leaves_leaves_the_planned_visits_open(offer, grace, sam, pot):
    visit = market.coming(offer, pot).visits.get()
    assignments.assign(visit=visit, member=sam, by=grace)
    staff_members.leave(member=sam, by=grace)
    assert Visit.objects.get(pk=visit.pk).staff_member is None


@pytest.mark.parametrize(("elsewhere", "goes"), [(False, "Sam Carter"), (True, None)])
def test_a_visit_that_moves_keeps_whoever_is_free_then(offer, grace, sam, pot, elsewhere, goes):
    visit = market.planned(offer, pot)
    assignments.assign(visit=visit, member=sam, by=grace, at=NOW)
    later = TUESDAY + timedelta(hours=5)
    if elsewhere:
        other = market.planned(offer, pot, first=later + timedelta(hours=1))
        assignments.assign(visit=other, member=sam, by=grace, at=NOW)
    at = NOW + timedelta(hours=2)
    asked = proposals.propose(visit=visit, starts_at=later, minutes=120, by=pot.person.user, party=Party.PERSON, at=at)
    moved = proposals.accept(proposal=asked, by=grace, at=at)
    assert (moved.starts_at, str(moved.staff_member) if moved.staff_member else None) == (later, goes)


def test_the_later_visits_of_the_order_too_where_they_are_free(offer, grace, sam, pot):
    order = market.accepted(offer, pot, weeks=3)
    clash = market.planned(offer, pot, first=TUESDAY + timedelta(weeks=1, hours=1))
    assignments.assign(visit=clash, member=sam, by=grace, at=NOW)
    first = order.visits.get(number=1)
    assignments.assign(visit=first, member=sam, by=grace, at=NOW)
    done, busy = assignments.assign_rest(visit=first, member=sam, by=grace, at=NOW)
    assert (done, [visit.number for visit in busy]) == (1, [2])
