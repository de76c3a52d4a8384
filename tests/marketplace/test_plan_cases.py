"""A broker's desk: the people who opened their plan to her."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Basis, Scope
from tests import sessions
from tests.factories import accounts as people
from tests.factories import plans as make

pytestmark = pytest.mark.django_db


def case(of, to, *scopes):
    return people.mandate(of, to, *(scopes or (Scope.PROPOSE,)), basis=Basis.BROKER)


def test_each_case_says_how_it_stands_and_what_is_next():
    priya = people.user("Priya")
    rosa, joan = people.person("Rosa Alvarez"), people.person("Joan Whitfield")
    case(rosa, priya)
    case(joan, priya)
    make.sent_back(rosa)
    case(people.person("Tom Brennan"), priya, Scope.SEE_BALANCE)
    page = sessions.enter(Client(), priya).get(reverse("plans-cases")).content.decode()
    assert ("Read why, and change it" in page, "No plan yet" in page, "Tom Brennan" in page) == (True, True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_however_many_cases(number, django_assert_num_queries):
    priya = people.user("Priya")
    for each in range(number):
        person = people.person(f"Person {each}")
        case(person, priya)
        make.sent(person)
    client = sessions.enter(Client(), priya)
    client.get(reverse("plans-cases"))
    with django_assert_num_queries(9):
        client.get(reverse("plans-cases"))


def test_opening_a_case_is_acting_for_the_person():
    priya, rosa = people.user("Priya"), people.person("Rosa Alvarez")
    mandate, client = case(rosa, priya), sessions.enter(Client(), priya)
    page = client.post(reverse("plans-cases"), {"for": mandate.pk}, follow=True).content.decode()
    assert ("Rosa’s support plan" in page, "Rosa Alvarez" in page) == (True, True)
    other = case(people.person("Joan Whitfield"), people.user("Rival"))
    client.post(reverse("plans-cases"), {"for": other.pk})
    assert "Rosa’s support plan" in client.get(reverse("plans-home")).content.decode()


def test_whoever_has_no_case_has_no_desk():
    client = sessions.enter(Client(), people.person().user)
    assert client.get(reverse("plans-cases")).status_code == 403
