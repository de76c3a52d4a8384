"""Who sits at which desk: Ann of finance, with a budget that runs; Samuel, a practitioner, with somebody new."""

import pytest
from django.test import Client

from accounts.models import Person, PersonalBudget, User
from accounts.roles import Role
from tests import sessions
from tests.factories import accounts as make
from tests.factories import budgets, setting_up


@pytest.fixture
def ann() -> User:
    return make.staff(Role.FINANCE, name="Ann Lee")


@pytest.fixture
def finance(ann: User) -> Client:
    return sessions.enter(Client(), ann)


@pytest.fixture
def budget() -> PersonalBudget:
    return budgets.running()


@pytest.fixture
def samuel() -> User:
    return make.staff(Role.PRACTITIONER, name="Samuel Osei")


@pytest.fixture
def practitioner(samuel: User) -> Client:
    return sessions.enter(Client(), samuel)


@pytest.fixture
def edith(samuel: User) -> Person:
    return setting_up.newcomer(practitioner=samuel)
