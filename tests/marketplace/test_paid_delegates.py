"""A delegate who is also paid: a second approver says yes, and the council sees it (Care Act 2014 s.33)."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import capacity, roles
from accounts.roles import Basis, Role, Scope
from marketplace.actions import paid_delegates, timesheets
from marketplace.actions.moves import Refused
from marketplace.actions.nobody_answers import hours_for_the_council
from marketplace.models import Timesheet
from marketplace.permissions import NotYours
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db


@pytest.fixture
def joan():
    return people.person("Joan Whitfield")


@pytest.fixture
def samuel():
    return people.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def sheet(joan):
    """Last week of Maria, whom Joan employs."""
    return market.timesheet(market.employed(joan))


@pytest.fixture
def maria(sheet):
    return sheet.employed.personal_assistant.user


def loses_capacity(joan, samuel) -> None:
    capacity.record_loss(person=joan, lost_on=timezone.localdate(), reference="MCA 12/26", by=samuel)


def authorised(joan, who):
    return people.mandate(joan, who, *Scope, basis=Basis.AUTHORISED)


def agree(sheet, by) -> str:
    """What comes of it."""
    sheet = Timesheet.objects.get(pk=sheet.pk)
    try:
        timesheets.agree(timesheet=sheet, shown_version=sheet.version, by=by)
    except Refused as refused:
        return refused.code
    except NotYours:
        return "not yours"
    return sheet.state


def test_her_own_hours_wait_for_the_person_who_decides(joan, samuel, sheet, maria):
    authorised(joan, maria)
    assert [agree(sheet, by) for by in (maria, samuel, joan.user)] == ["own_hours", "answered_for", "agreed"]


def test_another_delegate_who_is_not_paid_is_the_second_approver(joan, samuel, sheet, maria):
    authorised(joan, maria)
    amira = people.user("Amira Whitfield")
    authorised(joan, amira)
    loses_capacity(joan, samuel)
    assert [agree(sheet, by) for by in (maria, samuel, amira)] == ["own_hours", "answered_for", "agreed"]


def test_where_there_is_neither_somebody_at_the_council_is(joan, samuel, sheet, maria):
    authorised(joan, maria)
    loses_capacity(joan, samuel)
    assert hours_for_the_council() == [sheet]
    assert [agree(sheet, by) for by in (maria, people.staff(Role.FINANCE), samuel)] == [
        "own_hours",
        "not yours",
        "agreed",
    ]
    sheet.refresh_from_db()
    assert (sheet.agreed_by, hours_for_the_council()) == (samuel, [])


def test_an_offer_that_nobody_has_accepted_answers_for_nobody(joan, samuel, sheet, maria):
    loses_capacity(joan, samuel)
    people.offer(joan, people.user("Amira Whitfield"), *Scope, basis=Basis.AUTHORISED)
    assert hours_for_the_council() == [sheet]


def test_a_practitioner_who_worked_them_does_not_agree_them(joan, samuel, sheet, maria):
    roles.grant(user=maria, role=Role.PRACTITIONER, by=None)
    loses_capacity(joan, samuel)
    assert agree(sheet, maria) == "own_hours"
    page = reverse("staff-hours-one", args=[sheet.pk])
    assert sessions.enter(Client(), maria).get(page).status_code == 404


def test_on_the_desk_they_are_agreed_or_sent_back_with_words(joan, samuel, sheet):
    loses_capacity(joan, samuel)
    staff, page = sessions.enter(Client(), samuel), reverse("staff-hours-one", args=[sheet.pk])
    assert b"Hours to look at" in staff.get(reverse("staff-home")).content
    assert b"Joan Whitfield" in staff.get(reverse("staff-hours")).content
    assert b"Enter what is not right" in staff.post(page, {"version": sheet.version, "answer": "no"}).content
    staff.post(page, {"version": sheet.version, "answer": "no", "reason": "Tuesday was a bank holiday."})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reason) == ("draft", "Tuesday was a bank holiday.")
    assert staff.get(page).status_code == 404


def test_hours_that_others_can_agree_are_not_on_the_desk(joan, samuel, sheet):
    staff = sessions.enter(Client(), samuel)
    assert staff.get(reverse("staff-hours-one", args=[sheet.pk])).status_code == 404
    assert b"Nothing to look at" in staff.get(reverse("staff-hours")).content


@pytest.mark.parametrize("asked", [people.mandate, people.offer])
def test_the_council_sees_that_a_delegate_is_paid(joan, samuel, maria, asked):
    """Also before she has accepted: the practitioner weighs it then."""
    assert paid_delegates.of(joan) == []
    asked(joan, maria, Scope.ORDER)
    asked(joan, people.user("Amira Whitfield"), Scope.ORDER)
    [paid] = paid_delegates.of(joan)
    assert (paid.mandate.delegate, paid.how) == (maria, "is employed by the person")
    shown = sessions.enter(Client(), samuel).get(reverse("staff-person", args=[joan.pk])).content
    assert b"Delegate is paid" in shown


def test_a_delegate_whose_organisation_sells_is_paid_too(joan):
    order = market.order(market.listing(), market.pot(joan))
    people.mandate(joan, market.seller_user(order.listing), Scope.ORDER)
    [paid] = paid_delegates.of(joan)
    assert paid.how.startswith("sells support to the person")
