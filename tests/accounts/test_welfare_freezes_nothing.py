"""Nothing freezes by itself: no path in code leads from a sign in somebody's money to a frozen card without a named
human (issue: fair money, surplus and signals)."""

import inspect
from datetime import timedelta

import pytest
from django.utils import timezone
from grimp import build_graph

from accounts import daily
from accounts.actions import capacity, mandate_pauses, pauses
from accounts.actions import welfare as actions
from accounts.actions.cards import freezing
from accounts.ledger import Transaction
from accounts.models import BudgetPause, Card, Mandate, Person, User, WelfareCheck
from accounts.roles import Scope
from marketplace.models import VisitPause
from tests.accounts.test_welfare_stories import STORIES
from tests.factories import accounts as make
from tests.factories import welfare as told

OURS = (
    "accounts.welfare",
    "accounts.queries.welfare_signs",
    "accounts.actions.welfare",
    "accounts.actions.welfare_triage",
)
ACTS = {
    freezing.freeze,
    freezing.stop,
    mandate_pauses.pause,
    pauses.pause,
    pauses.record_death,
    capacity.record_loss,
}


@pytest.fixture(scope="module")
def graph():
    return build_graph("accounts")


@pytest.mark.parametrize("module", OURS)
def test_no_import_leads_from_a_sign_to_anything_that_freezes_or_pauses(graph, module):
    """The whole of what it reaches, however far away."""
    reached = graph.find_upstream_modules(module)
    freezes = {act.__module__ for act in ACTS} | {"accounts.actions.cards.changes"}
    assert reached & freezes == set()


@pytest.mark.parametrize("act", sorted(ACTS, key=lambda each: each.__qualname__), ids=lambda each: each.__qualname__)
def test_whatever_freezes_or_pauses_wants_a_named_person(act):
    by = inspect.signature(act).parameters["by"]
    assert (by.annotation, by.default, by.kind) == (User, inspect.Parameter.empty, inspect.Parameter.KEYWORD_ONLY)


def standing():
    """All that somebody's hand on her money could change."""
    return {
        "cards": sorted(Card.objects.values_list("pk", "state")),
        "mandates": sorted(Mandate.objects.values_list("pk", "paused_at", "ended_at", "ends_on")),
        "pauses": sorted(BudgetPause.objects.values_list("pk", "first_on", "last_on")),
        "visits": sorted(VisitPause.objects.values_list("pk", "until_on", "back_on")),
        "capacity": sorted(Person.objects.exclude(capacity_lost_on=None).values_list("pk", flat=True)),
    }


@pytest.mark.django_db
def test_all_stories_and_a_month_of_days_freeze_nothing():
    """Every sign raised, nobody answers, and each check waits for a person."""
    people = [told.told(story, make.person(f"Person {number}")) for number, story in enumerate(STORIES)]
    for person in people:
        make.mandate(person, make.user(), *Scope)
    before = standing()
    assert all(state == Card.State.ACTIVE for _, state in before["cards"] if state != Card.State.CLOSED)
    for days in (0, 1, 10, 30):
        assert [key for key, _, well in daily.run(timezone.now() + timedelta(days=days)) if not well] == []
    assert standing() == before
    told_of = [person for person, story in zip(people, STORIES, strict=True) if story.noticed]
    assert {check.state for check in WelfareCheck.objects.filter(person__in=told_of)} == {"to_look"}
    assert not WelfareCheck.objects.filter(state="closed").exists()


@pytest.mark.django_db
def test_a_sign_books_nothing():
    for number, story in enumerate(STORIES):
        told.told(story, make.person(f"Person {number}"))
    before = Transaction.objects.count()
    assert actions.raise_due(timezone.now()) >= 7
    assert actions.pass_on_due(timezone.now() + timedelta(days=30)) >= 7
    assert Transaction.objects.count() == before
