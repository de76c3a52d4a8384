"""A seller sees what helps somebody with her consent, while there is something to bring her, and not otherwise."""

import pytest
from django.test import Client

from accounts.actions import communication
from marketplace.actions import orders
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as people
from tests.factories import marketplace as make

pytestmark = pytest.mark.django_db
SAID = "To see your face, for lipreading"


@pytest.fixture
def rosa():
    person = people.person()
    communication.record(person=person, needs={"lipreading": ""}, shared=True, by=person.user)
    return person


def page(order) -> str:
    client = sessions.enter(Client(), make.seller_user(order.listing))
    return words(client.get(f"/provider/orders/{order.reference}/"))


@pytest.mark.parametrize("made", [make.waiting, make.coming])
def test_with_her_consent_while_the_order_lives(rosa, made):
    """Accessible Information Standard (DAPB1605): share, with consent."""
    assert SAID in page(made(make.listing(), make.pot(rosa)))


def test_taken_back_it_is_gone_at_once(rosa):
    order = make.coming(make.listing(), make.pot(rosa))
    communication.stop_sharing(person=rosa, by=rosa.user)
    assert SAID not in page(order)


def test_when_the_order_is_over_it_is_gone(rosa):
    order = make.waiting(make.listing(), make.pot(rosa))
    orders.decline(order=order, by=make.seller_user(order.listing), reason="I am away")
    order.refresh_from_db()
    assert SAID not in page(order)


def test_when_the_last_visit_is_over_it_is_gone(rosa):
    visit = make.recorded(make.listing(), make.pot(rosa))
    assert SAID not in page(visit.order)


def test_another_seller_does_not_find_the_order(rosa):
    order = make.coming(make.listing(), make.pot(rosa))
    other = sessions.enter(Client(), make.seller_user(make.listing(personal_assistant=make.assistant("Al Reed"))))
    assert other.get(f"/provider/orders/{order.reference}/").status_code == 404
