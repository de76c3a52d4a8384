"""The demo has a support plan at every stage."""

import pytest
from django.utils import timezone

from accounts.roles import Basis, Role, Scope
from config.demo import seed_money, seed_plans
from config.demo.seed_marketplace import Scene
from marketplace.models import Idea, PlanReview, PlanReviewRequest, PlanVersion
from marketplace.queries import plan_reviews
from tests.factories import accounts as people

pytestmark = pytest.mark.django_db


def scene():
    persons = {name.split()[0].lower(): people.person(name) for name in ("Rosa A", "Joan W", "Tom B")}
    users = {f"{first}@aldermere.example": person.user for first, person in persons.items()}
    users["practitioner@aldermere.example"] = people.staff(Role.PRACTITIONER)
    users["editor@aldermere.example"] = people.staff(Role.EDITOR)
    users["broker@aldermere.example"] = people.user("Priya N")
    people.mandate(persons["joan"], users["broker@aldermere.example"], Scope.PROPOSE, basis=Basis.BROKER)
    seed_money.outcomes()
    return Scene(timezone.now(), users, persons, {})


def test_a_plan_at_every_stage():
    seed_plans.fill(scene())
    found = PlanVersion.objects.order_by("plan__person__name", "number")
    assert list(found.values_list("plan__person__name", "number", "state", "weekly_pence")) == [
        ("Joan W", 1, "sent", 11_400),
        ("Rosa A", 1, "agreed", 15_440),
        ("Rosa A", 2, "draft", 15_805),
        ("Tom B", 1, "sent_back", 7_000),
    ]
    assert Idea.objects.count() == 30
    review = PlanReview.objects.get()
    assert (review.plan.person.name, review.outcome) == ("Rosa A", "new_version")
    assert PlanReviewRequest.objects.get(review=None).asked_by.name == "Rosa A"


def test_plans_written_at_the_council_are_agreed_by_somebody_else():
    made = scene()
    made.users["admin@aldermere.example"] = people.staff(Role.ADMINISTRATOR)
    for name in ("Stanley Wick", "David Whitfield", "Winifred Hale"):
        people.person(name, signs_in=False)
    seed_plans.at_the_council(made)
    found = PlanVersion.objects.order_by("plan__person__name")
    assert list(found.values_list("plan__person__name", "state", "weekly_pence")) == [
        ("David Whitfield", "sent", 2_100),
        ("Stanley Wick", "agreed", 3_900),
        ("Winifred Hale", "draft", 2_100),
    ]
    stanley = found.get(plan__person__name="Stanley Wick")
    assert stanley.agreed_by not in stanley.writers.all()
    assert [due.plan.person.name for due in plan_reviews.due(timezone.localdate())] == ["Stanley Wick"]
