"""The first page of council staff: every role finds there what needs doing, with how much of it."""

import re

import pytest

from accounts import desks
from accounts.roles import Role
from tests.factories import accounts

pytestmark = pytest.mark.django_db

DESKS = {
    Role.PRACTITIONER: {"People", "Letters and calls", "Support plans", "Queries about visits", "Complaints"},
    Role.APPROVER: {"Approvals"},
    Role.FINANCE: {"Finance"},
    Role.COMMISSIONER: {"Supply and demand", "Search", "Money"},
    Role.SAFEGUARDING: {"Concerns", "Reported messages"},
    Role.EDITOR: {"Advice pages", "Search"},
    Role.ADMINISTRATOR: {"Access", "Settings", "Search", "Complaints"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_finds_its_desks(client, role):
    member = accounts.staff(role)
    assert DESKS[role] <= {desk.title for desk in desks.of(member)}
    accounts.sign_in(client, member)
    text = client.get("/staff/").content.decode()
    for desk in desks.of(member):
        assert f'href="{desk.href}"' in text
        assert client.get(desk.href).status_code in (200, 302)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR,)])
def test_the_first_of_them_says_how_much(role):
    said = " ".join(desk.line for desk in desks.of(accounts.staff(role)))
    assert re.search(r"\d", said)
