"""Who is offered to book, and who reads why not."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from accounts.roles import Scope
from tests import sessions
from tests.factories import accounts as people
from tests.factories import marketplace as market

pytestmark = pytest.mark.django_db
NOT_FOR = "You act for Joan Whitfield, and cannot book for them."
NO_ACCOUNT = "To book here you need an account with money in it."


@pytest.fixture
def listing():
    return market.listing()


@pytest.fixture
def joan() -> Person:
    return people.person("Joan Whitfield")


def shown(client, listing) -> list[tuple[bool, bool, bool]]:
    """On the assistant's page and on the offer's: the button, and the two reasons why there is none."""
    book = reverse("marketplace-book", args=[listing.slug])
    addresses = [reverse("directory-assistant", args=[listing.personal_assistant.slug]), listing.get_absolute_url()]
    pages = [client.get(address).content.decode() for address in addresses]
    return [(f'href="{book}"' in page, NOT_FOR in page, NO_ACCOUNT in page) for page in pages]


def delegate(joan, *scopes, picked=True) -> Client:
    given = people.mandate(joan, people.user("Priya Nair"), *scopes)
    return sessions.enter(Client(), given.delegate, acting=given if picked else None)


def test_nobody_and_the_person_herself_are_offered_it(listing, joan):
    assert shown(Client(), listing) == [(True, False, False)] * 2
    assert shown(sessions.enter(Client(), joan.user), listing) == [(True, False, False)] * 2


def test_a_delegate_who_may_order_and_pay_is(listing, joan):
    assert shown(delegate(joan, Scope.ORDER, Scope.PAY), listing) == [(True, False, False)] * 2
    assert shown(delegate(joan, Scope.ORDER, Scope.PAY, picked=False), listing) == [(True, False, False)] * 2


@pytest.mark.parametrize("scopes", [(Scope.SEE_BALANCE, Scope.PROPOSE), (Scope.ORDER,), (Scope.PAY,)])
def test_a_broker_who_may_not_is_told_why(listing, joan, scopes):
    assert shown(delegate(joan, *scopes), listing) == [(False, True, False)] * 2
    assert shown(delegate(joan, *scopes, picked=False), listing) == [(False, False, True)] * 2


def test_somebody_without_an_account_is_told_how(listing):
    assert shown(sessions.enter(Client(), people.user("Kim Lee")), listing) == [(False, False, True)] * 2
