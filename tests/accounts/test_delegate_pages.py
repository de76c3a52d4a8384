"""A delegate is named at a practitioner's desk: on a basis that was seen, told, invited again, ended with a reason."""

import re
from datetime import date

import pytest

from accounts.actions import mandates
from accounts.models import AuditLine, Notice
from accounts.roles import Basis, Scope
from tests.accounts.screens import at, words
from tests.factories import accounts as make
from tests.factories import setting_up

pytestmark = pytest.mark.django_db


def delegate_form(**changed):
    return {
        "name": "Nia Marlow",
        "email": "nia@example.org",
        "basis": "nominated",
        "evidence": "Nomination form signed on 1 April 2026",
        "seen": "on",
        "scopes": ["see_balance", "order", "pay"],
        "per_purchase": "200",
        "per_month": "",
        "starts_on_day": "1",
        "starts_on_month": "4",
        "starts_on_year": "2026",
        **changed,
    }


def test_a_delegate_is_checked_asked_and_told(practitioner, edith, samuel):
    assert "Check the delegate" in words(practitioner.post(at(edith, "delegates/"), delegate_form()))
    assert edith.mandates.count() == 0
    page = practitioner.post(at(edith, "delegates/"), delegate_form(confirm="1"))
    [number] = re.findall(r"\b\d{6}\b", words(page))
    made = edith.mandates.get()
    assert (made.basis, made.recorded_by, made.delegate.is_active, made.pay_per_purchase_pence) == (
        "nominated",
        samuel,
        False,
        20_000,
    )
    assert number not in Notice.objects.get(address="nia@example.org").body
    assert edith.letters.get().subject == "Somebody is asked to act for you"
    again = practitioner.post(at(edith, "delegates/"), delegate_form(confirm="1"))
    assert "on this basis already" in words(again)
    assert edith.mandates.count() == 1


def test_somebody_who_signs_in_already_is_only_told(practitioner, edith):
    amira = make.user("Amira Whitfield", "amira@example.org")
    page = practitioner.post(at(edith, "delegates/"), delegate_form(email=amira.email))
    assert "Amira Whitfield signs in with this address. You typed Nia Marlow." in words(page)
    practitioner.post(at(edith, "delegates/"), delegate_form(email=amira.email, confirm="1"))
    assert edith.mandates.get().delegate == amira
    assert Notice.objects.get(to=amira).subject == "You are asked to act for somebody"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"seen": ""}, "Tick the box when you have seen the evidence"),
        ({"evidence": ""}, "Enter what you saw, and when"),
        ({"basis": "friend"}, "Choose"),
        ({"scopes": ["see_lines"]}, "sees how much money there is, too"),
        ({"basis": "viewer"}, "Somebody who only looks cannot book or pay"),
        ({"ends_on_day": "1", "ends_on_month": "3", "ends_on_year": "2026"}, "on or after the first day"),
    ],
)
def test_a_delegate_without_a_basis_is_kept_out(practitioner, edith, changed, said):
    assert said in words(practitioner.post(at(edith, "delegates/"), delegate_form(confirm="1", **changed)))
    assert edith.mandates.count() == 0


def test_nobody_names_herself(practitioner, edith, samuel):
    page = practitioner.post(at(edith, "delegates/"), delegate_form(confirm="1", email=samuel.email))
    assert "Nobody gives herself the right to act for somebody else" in words(page)


def test_a_delegate_is_ended_with_a_reason_whatever_the_basis(practitioner, edith):
    made = make.mandate(edith, make.user("Dora"), Scope.ORDER, basis=Basis.DEPUTY)
    end = at(edith, f"delegates/{made.pk}/end/")
    assert "Choose why it ends" in words(practitioner.post(end))
    assert "Enter the reference of the decision" in words(practitioner.post(end, {"reason": "order"}))
    assert practitioner.post(end, {"reason": "order", "reference": "Order of 4 May 2026"}).url == at(edith)
    assert AuditLine.objects.get(action="mandate.ended").detail["reason"] == "order"
    other = make.mandate(setting_up.newcomer(), make.user(), Scope.ORDER)
    assert practitioner.get(at(edith, f"delegates/{other.pk}/end/")).status_code == 404


def test_a_delegate_is_invited_again_with_another_number(practitioner, edith, samuel):
    given = {"basis": Basis.NOMINATED, "evidence": "Form", "scopes": [Scope.ORDER], "starts_on": date(2026, 4, 1)}
    named = mandates.name_delegate(person=edith, name="Nia", email="nia@example.org", by=samuel, **given)
    page = practitioner.post(at(edith, f"delegates/{named.mandate.pk}/invite/"))
    assert re.findall(r"\b\d{6}\b", words(page)) != [named.number]
    assert named.mandate.delegate.invitations.filter(ended_at=None).count() == 1
