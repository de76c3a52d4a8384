"""A call at the telephone desk: whom staff may order for, the check of who calls, one order for one call."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import pauses
from accounts.models import AuditLine, ContactFormat, Letter, Notice
from accounts.roles import Basis, Role, Scope
from marketplace.actions import orders, telephone
from marketplace.actions.moves import Refused
from marketplace.models import Order, TelephoneOrder
from marketplace.permissions import NotYours
from tests.factories import accounts as people
from tests.factories import marketplace as market
from tests.factories import setting_up
from tests.factories.marketplace import NOW

pytestmark = pytest.mark.django_db
FACTS = ("born_on", "postcode")
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def pot():
    """Of somebody with no sign-in."""
    return market.pot(setting_up.newcomer())


@pytest.fixture
def call(pot, samuel):
    return telephone.check_identity(
        call=telephone.take(person=pot.person, by=samuel, at=NOW), facts=FACTS, by=samuel, at=NOW
    )


def refused(why, do, **given):
    with pytest.raises(Refused) as no:
        do(**given)
    assert why in no.value.words


def test_an_order_for_somebody_with_no_sign_in(call, pot, samuel):
    order = market.order(pot=pot, by=samuel, at=SOON)
    call.refresh_from_db()
    assert (call.order, call.ended_as, call.ended_at) == (order, "placed", SOON)
    assert (order.person, order.placed_by, order.mandate) == (pot.person, samuel, None)
    assert market.held(pot) == order.total_pence
    assert call.facts == ["Date of birth", "Address and postcode"]


def test_she_is_told_in_her_format_with_the_visits_and_staff_are_not(call, pot, samuel):
    order = market.order(pot=pot, by=samuel, at=SOON)
    letter = Letter.objects.get()
    assert (letter.person, letter.format) == (pot.person, ContactFormat.PRINT)
    assert "* Tuesday 24 November, 9am to 11am, £33" in letter.body
    assert "Samuel Osei of the council’s practitioners’ desk placed it for you" in letter.body
    assert "http" not in letter.body
    orders.accept(order=order, by=market.seller_user(order.listing), at=SOON + timedelta(hours=1))
    assert Letter.objects.count() == 2
    assert list(Notice.objects.filter(to=samuel)) == []


def test_by_email_where_that_is_her_way(samuel):
    pot = market.pot(people.person(born_on=date(1948, 3, 31), phone="01632 960701"))
    made = telephone.take(person=pot.person, by=samuel, at=NOW)
    telephone.check_identity(call=made, facts=("born_on", "phone"), by=samuel, at=NOW)
    market.order(pot=pot, by=samuel, at=SOON)
    told = Notice.objects.get(template="marketplace/emails/request_sent")
    assert (told.to, Letter.objects.count()) == (pot.person.user, 0)


def test_no_order_before_the_check_nor_half_an_hour_after_it(pot, samuel):
    made = telephone.take(person=pot.person, by=samuel, at=NOW)
    with pytest.raises(NotYours):
        market.order(pot=pot, by=samuel, at=SOON)
    telephone.check_identity(call=made, facts=FACTS, by=samuel, at=NOW)
    with pytest.raises(NotYours):
        market.order(pot=pot, by=samuel, at=NOW + timedelta(minutes=30))
    assert market.order(pot=pot, by=samuel, at=NOW + timedelta(minutes=29)).placed_by == samuel


def test_one_call_is_one_order_and_the_same_journey_twice_is_the_same(call, pot, samuel):
    offer = market.listing()
    first = market.order(offer, pot, by=samuel, at=SOON, token="journey")
    assert market.order(offer, pot, by=samuel, at=SOON, token="journey") == first
    with pytest.raises(NotYours):
        market.order(offer, pot, by=samuel, at=SOON)
    assert Order.objects.count() == 1


def test_something_else_in_the_same_call(call, pot, samuel):
    offer = market.listing()
    market.order(offer, pot, by=samuel, at=SOON)
    call.refresh_from_db()
    fresh = telephone.again(call=call, by=samuel, at=SOON)
    assert (fresh.pk != call.pk, fresh.checked_at, fresh.facts) == (True, call.checked_at, call.facts)
    assert market.order(offer, pot, by=samuel, at=SOON, first=market.TUESDAY + timedelta(1)).telephone_order == fresh
    fresh.refresh_from_db()
    late = telephone.again(call=fresh, by=samuel, at=NOW + timedelta(minutes=30))
    assert late.checked_at is None


def test_two_different_facts_that_we_hold(pot, samuel):
    made = telephone.take(person=pot.person, by=samuel, at=NOW)
    for facts in (("born_on", "born_on"), ("born_on", "phone")):  # the same twice; a number that we do not have
        refused("Tick two things", telephone.check_identity, call=made, facts=facts, by=samuel, at=NOW)
    assert TelephoneOrder.objects.get().checked_at is None


def test_what_was_said_is_kept_nowhere(call, pot, samuel):
    market.order(pot=pot, by=samuel, at=SOON)
    lines = AuditLine.objects.filter(subject=f"telephone_order:{call.pk}").order_by("pk")
    assert [line.action for line in lines] == ["telephone.taken", "telephone.identity_checked", "telephone.placed"]
    assert lines[1].detail == {"facts": ["born_on", "postcode"]}
    assert {line.on_behalf_of for line in lines} == {str(pot.person.pk)}
    assert not any("1948" in str(line.detail) or "AM3" in str(line.detail) for line in lines)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRACTITIONER])
def test_other_roles_may_not(role, pot):
    with pytest.raises(NotYours):
        telephone.take(person=pot.person, by=people.staff(role), at=NOW)


def test_not_for_oneself_nor_for_whom_one_acts(samuel):
    herself = people.person("Olive Tree")
    people.roles.grant(user=herself.user, role=Role.PRACTITIONER, by=None)
    with pytest.raises(NotYours):
        telephone.take(person=herself, by=herself.user, at=NOW)
    mother = people.person("Joan Whitfield")
    people.mandate(mother, samuel, Scope.SEE_BALANCE)
    with pytest.raises(NotYours):
        telephone.take(person=mother, by=samuel, at=NOW)


def test_a_permission_that_ends_in_the_call_ends_the_order(call, pot, samuel):
    people.roles.end(user=samuel, role=Role.PRACTITIONER, by=people.staff(Role.ADMINISTRATOR))
    with pytest.raises(NotYours):
        market.order(pot=pot, by=samuel, at=SOON)


def test_no_budget(samuel):
    refused("no personal budget", telephone.take, person=people.person(), by=samuel, at=NOW)
    over = market.pot(people.person("Joan Whitfield"))
    over.budget.ends_on = date(2026, 11, 1)
    over.budget.save()
    refused("no personal budget", telephone.take, person=over.person, by=samuel, at=NOW)


def test_paused_at_the_start_and_in_the_call(call, pot, samuel):
    pauses.pause(budget=pot.budget, first_on=date(2026, 11, 22), reason="hospital", by=samuel, at=NOW)
    refused("paused until somebody starts it", telephone.take, person=pot.person, by=samuel, at=NOW)
    refused("paused", market.order, pot=pot, by=samuel, at=SOON)
    assert Order.objects.count() == 0


def test_of_two_budgets_only_the_one_that_runs_is_used(call, pot, samuel):
    caring = market.running(pot.person)
    caring.pk, caring.is_for_caring = None, True
    caring.save()
    other = market.pot(pot.person, label="A break", budget=caring)
    pauses.pause(
        budget=caring, first_on=date(2026, 11, 1), last_on=date(2026, 12, 1), reason="asked", by=samuel, at=NOW
    )
    refused("paused until 1 December 2026", market.order, pot=other, by=samuel, at=SOON)
    assert market.order(pot=pot, by=samuel, at=SOON).pot == pot


@pytest.mark.parametrize("basis", [Basis.AUTHORISED, Basis.DEPUTY])
def test_by_law_somebody_else_decides(basis, pot, samuel):
    people.mandate(pot.person, people.user("Nia Marlow"), Scope.ORDER, basis=basis)
    refused("By law Nia Marlow decides", telephone.take, person=pot.person, by=samuel, at=NOW)


def test_nothing_for_somebody_who_has_died(pot, samuel):
    pauses.record_death(person=pot.person, died_on=date(2026, 11, 20), by=samuel, at=NOW)
    pot.person.refresh_from_db()
    refused("has died", telephone.take, person=pot.person, by=samuel, at=NOW)


def test_ended_calls_take_no_order(call, pot, samuel):
    assert telephone.end(call=call, ended_as="not_known", by=samuel, at=NOW) is True
    assert telephone.end(call=call, ended_as="given_up", by=samuel, at=NOW) is False
    with pytest.raises(NotYours):
        market.order(pot=pot, by=samuel, at=SOON)
    refused("has ended", telephone.check_identity, call=call, facts=FACTS, by=samuel, at=NOW)


def test_a_call_is_its_takers(call):
    other = people.staff(Role.PRACTITIONER, name="Rita Hall")
    for do in (telephone.end, telephone.check_identity):
        given = {"ended_as": "given_up"} if do is telephone.end else {"facts": FACTS}
        with pytest.raises(NotYours):
            do(call=call, by=other, at=NOW, **given)


def test_the_clock_ends_what_was_left_half_done(call):
    assert telephone.lapse_due(NOW + timedelta(hours=11)) == 0
    assert telephone.lapse_due(NOW + timedelta(hours=12)) == 1
    assert telephone.lapse_due(NOW + timedelta(hours=12)) == 0
    assert TelephoneOrder.objects.get().ended_as == "lapsed"


def test_the_database_keeps_the_check_before_the_order(pot, samuel):
    order = market.order(pot=market.pot(people.person()))
    unchecked = TelephoneOrder(person=pot.person, taken_by=samuel, taken_at=NOW, desk="practitioner")
    unchecked.order, unchecked.ended_as, unchecked.ended_at = order, "placed", timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        unchecked.save()
    one_fact = TelephoneOrder(person=pot.person, taken_by=samuel, taken_at=NOW, desk="practitioner", checked_at=NOW)
    one_fact.first_fact = one_fact.second_fact = "born_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        one_fact.save()
