"""The demo has a support plan at every stage."""

import pytest
from django.utils import timezone

from accounts.roles import Basis, Role, Scope
from config.demo import seed_money, seed_plans
from config.demo.seed_marketplace import Scene
from marketplace.models import Idea, PlanVersion
from tests.factories import accounts as people

pytestmark = pytest.mark.django_db


def test_a_plan_at_every_stage():
    persons = {name.split()[0].lower(): people.person(name) for name in ("Rosa A", "Joan W", "Tom B")}
    users = {f"{first}@aldermere.example": person.user for first, person in persons.items()}
    users["practitioner@aldermere.example"] = people.staff(Role.PRACTITIONER)
    users["editor@aldermere.example"] = people.staff(Role.EDITOR)
    users["broker@aldermere.example"] = people.user("Priya N")
    people.mandate(persons["joan"], users["broker@aldermere.example"], Scope.PROPOSE, basis=Basis.BROKER)
    seed_money.outcomes()
    seed_plans.fill(Scene(timezone.now(), users, persons, {}))
    found = PlanVersion.objects.order_by("plan__person__name", "number")
    assert list(found.values_list("plan__person__name", "number", "state", "weekly_pence")) == [
        ("Joan W", 1, "sent", 11_400),
        ("Rosa A", 1, "agreed", 15_440),
        ("Rosa A", 2, "draft", 15_805),
        ("Tom B", 1, "sent_back", 7_000),
    ]
    assert Idea.objects.count() == 30
