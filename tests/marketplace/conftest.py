"""Somebody who works for a person as an employee."""

import pytest
from django.test import Client

from accounts.models import Person, User
from marketplace.models import EmployedAssistant
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market


@pytest.fixture
def rosa() -> Person:
    return people.person()


@pytest.fixture
def job(rosa: Person) -> EmployedAssistant:
    return market.employed(rosa)


@pytest.fixture
def by(job: EmployedAssistant) -> User:
    """The assistant's sign-in."""
    return job.personal_assistant.user


@pytest.fixture
def maria(by: User) -> Client:
    return sessions.enter(Client(), by)
