from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actions import mandates, pauses, roles
from accounts.models import AuditLine
from accounts.permissions import ended_mandates_of, mandates_of, may, may_for, roles_of
from accounts.roles import ROLE_PERMISSIONS, Basis, Permission, Role, Scope
from tests.factories.accounts import mandate, person, staff, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_a_role_gives_its_permissions_and_no_others(role):
    member = staff(role)
    assert {p for p in Permission if may(member, p)} == ROLE_PERMISSIONS[role]


def test_an_ended_role_gives_nothing():
    member, administrator = staff(Role.FINANCE), staff(Role.ADMINISTRATOR)
    assert roles.end(user=member, role=Role.FINANCE, by=administrator) is True
    assert roles_of(member) == frozenset()
    assert roles.end(user=member, role=Role.FINANCE, by=administrator) is False


def test_nobody_gives_a_role_to_herself():
    administrator = staff(Role.ADMINISTRATOR)
    with pytest.raises(roles.NotYourOwn):
        roles.grant(user=administrator, role=Role.FINANCE, by=administrator)


def test_a_change_of_role_is_audited_and_told():
    heard = []
    roles.on_change("test", lambda who, held: heard.append((who.pk, held)))
    try:
        member = staff(Role.EDITOR)
        roles.grant(user=member, role=Role.EDITOR, by=None)
    finally:
        roles._listeners._things.pop("test")
    assert heard == [(member.pk, frozenset({Role.EDITOR}))]
    lines = AuditLine.objects.filter(action="role.granted", subject=f"user:{member.pk}")
    assert [line.detail for line in lines] == [{"role": "editor"}]


@pytest.mark.parametrize(
    "held", [(scope,) for scope in Scope if scope != Scope.SEE_LINES] + [(Scope.SEE_BALANCE, Scope.SEE_LINES)]
)
def test_a_mandate_gives_its_scopes_and_no_others(held):
    joan, amira = person("Joan Whitfield"), user("Amira Whitfield")
    mandate(joan, amira, *held)
    assert {scope for scope in Scope if may_for(amira, joan, scope)} == set(held)
    assert {scope for scope in Scope if may_for(joan.user, joan, scope)} == set(Scope)
    assert not any(may_for(user("Stranger"), joan, scope) for scope in Scope)


def test_a_mandate_holds_from_its_first_day_to_its_last():
    joan, amira = person("Joan Whitfield"), user("Amira Whitfield")
    mandate(joan, amira, Scope.ORDER, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30))
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)]
    assert [may_for(amira, joan, Scope.ORDER, on=day) for day in days] == [False, True, True, False]


def test_the_person_ends_a_nomination_at_once():
    joan, amira = person("Joan Whitfield"), user("Amira Whitfield")
    given = mandate(joan, amira, Scope.ORDER, starts_on=timezone.localdate())
    mandates.end(mandate=given, by=joan.user)
    assert may_for(amira, joan, Scope.ORDER) is False
    assert may_for(amira, joan, Scope.ORDER, on=timezone.localdate() - timedelta(1)) is False


@pytest.mark.parametrize("basis", [Basis.AUTHORISED, Basis.DEPUTY])
def test_a_council_or_court_appointment_is_ended_by_the_council(basis):
    joan, amira = person("Joan Whitfield"), user("Amira Whitfield")
    given = mandate(joan, amira, Scope.ORDER, basis=basis)
    with pytest.raises(mandates.MandateRefused):
        mandates.end(mandate=given, by=joan.user)
    with pytest.raises(mandates.MandateRefused):
        mandates.end(mandate=given, by=staff(Role.PRACTITIONER))
    mandates.end(mandate=given, by=staff(Role.PRACTITIONER), reference="Order of 4 May 2026")
    assert may_for(amira, joan, Scope.ORDER) is False
    assert AuditLine.objects.get(action="mandate.ended").detail["reference"] == "Order of 4 May 2026"


def test_mandates_that_are_refused():
    joan, amira = person("Joan Whitfield"), user("Amira Whitfield")
    refused = [
        (joan.user, Basis.NOMINATED, [Scope.ORDER]),  # herself
        (amira, Basis.NOMINATED, []),  # nothing to do
        (amira, Basis.NOMINATED, [Scope.SEE_LINES]),  # lines without the balance
        (amira, Basis.VIEWER, [Scope.ORDER]),  # a viewer who buys
    ]
    for delegate, basis, scopes in refused:
        with pytest.raises(mandates.MandateRefused):
            mandate(joan, delegate, *scopes, basis=basis)
    with pytest.raises(mandates.MandateRefused):
        mandate(joan, amira, Scope.ORDER, basis=Basis.ATTORNEY, by=joan.user)
    assert mandate(joan, amira, Scope.ORDER, by=joan.user).recorded_by == joan.user


def test_somebody_inactive_may_nothing():
    member = staff(Role.FINANCE)
    member.is_active = False
    assert may(member, Permission.SEE_MONEY_TOTALS) is False


def test_nobody_gives_herself_a_mandate():
    practitioner = staff(Role.PRACTITIONER)
    with pytest.raises(mandates.MandateRefused):
        mandate(person(), practitioner, Scope.PAY, by=practitioner)


@pytest.mark.parametrize("basis", Basis)
def test_every_mandate_ends_with_the_person(basis):
    joan, amira, day = person("Joan Whitfield"), user("Amira Whitfield"), timezone.localdate()
    held = mandate(joan, amira, Scope.SEE_BALANCE, basis=basis)
    pauses.record_death(person=joan, died_on=day, by=staff(Role.FINANCE))
    assert (mandates_of(amira), may_for(amira, joan, Scope.SEE_BALANCE)) == ([], False)
    assert [(one, one.last_day, one.is_open()) for one in ended_mandates_of(amira)] == [(held, day, False)]
    assert mandates_of(amira, day - timedelta(days=1)) == [held]
    pauses.undo_death(person=joan, by=staff(Role.FINANCE))
    assert mandates_of(amira) == [held]
