"""Twelve histories of somebody's money, and what is noticed in each (issue: fair money, surplus and signals).

Underspend and sudden change are a question about how somebody is; what was planned, paused, new, her own or already
talked about is none. The numbers are our own rule (`accounts.welfare.Limits`).
"""

import pytest

from accounts import surplus, welfare
from accounts.queries import welfare_signs as signs
from accounts.surplus import Commitment
from accounts.welfare import Kind
from design.registry import Registry
from tests.factories import welfare as told
from tests.factories.welfare import Paid, Story

pytestmark = pytest.mark.django_db
EVER = range(18, -1, -1)  # weeks ago, up to yesterday
WAGE, SHOP = 8_000, 1_500


def wage(weeks=EVER, pence=WAGE, to="Ben Okafor"):
    return Paid(weeks, pence, to=to)


def shops(weeks=EVER, pence=SHOP):
    return Paid(weeks, pence, shop="Otter Foods")


STORIES = [
    Story("her assistant's wage does not come any more", [wage(range(18, 2, -1)), shops()], {Kind.MISSED}),
    Story("everything stops", [wage(range(18, 3, -1)), shops(range(18, 3, -1))], {Kind.STOPPED}),
    Story(
        "somebody new is paid, and there is cash",
        [wage(), Paid([1], 9_000, to="Carl Dent"), Paid([1, 0], 4_000, cash=True)],
        {Kind.NEW_AND_CASH},
    ),
    Story("four times as much as ever", [wage(), shops(), Paid([2, 1], 30_000, shop="Otter Foods")], {Kind.ROSE}),
    Story("cash that she never took before", [wage(), shops(), Paid([3, 2, 1], 5_000, cash=True)], {Kind.CASH}),
    Story(
        "an assistant is paid for a day in hospital",
        [wage(), shops()],
        {Kind.HOSPITAL},
        holiday=("hospital", 12, 4),
        visits=[8],
    ),
    Story("little of the plan is spent", [wage(pence=2_000)], {Kind.UNDERSPENT}),
    Story(
        "the plan saves for once in a while, and buys it",
        [wage(pence=4_400), Paid([1], 90_000, shop="Rye Beds")],
        lumpy_pence=300_000,
    ),
    Story(
        "a holiday that she told us of",
        [wage(range(18, 3, -1)), shops(range(18, 3, -1))],
        holiday=("holiday", 26, None),
    ),
    Story("paused by the council", [wage(range(18, 3, -1))], pause=("hospital", 28, None)),
    Story("a new budget, of five weeks", [wage([4, 3]), Paid([1], 4_000, cash=True)], since_weeks=5),
    Story("her own money", [wage(range(18, 3, -1)), Paid([1], 9_000, shop="Rye Beds")], own_money=True),
    Story("somebody who has died", [wage(range(18, 3, -1))], dead=True),
    Story("unspent money that is talked about", [wage(pence=2_000)], asked_for=True),
    Story("a usual year", [wage(), shops(), Paid(range(18, -1, -2), 2_000, cash=True)]),
]


@pytest.fixture
def committed(monkeypatch):
    """What a plan keeps for once in a while, without a plan."""
    found = {}
    registry = Registry("committed besides what is held")
    registry.register("plan", lambda people: {pk: found[pk] for pk in people if pk in found})
    monkeypatch.setattr(surplus, "_besides", registry)
    return found


def noticed(story, committed):
    whose = told.told(story)
    committed[whose.pk] = [Commitment(surplus.Kind.LUMPY, story.lumpy_pence)]
    alive = signs.people().filter(pk=whose.pk).values_list("pk", flat=True)
    return {each.kind for each in signs.signals(alive, told.today(), welfare.Limits()).get(whose.pk, [])}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_what_is_noticed(story, committed):
    assert noticed(story, committed) == story.noticed


def test_there_are_twelve_stories_and_more_and_each_kind_is_in_one():
    assert len(STORIES) >= 12
    assert {kind for story in STORIES for kind in story.noticed} == set(Kind)
    assert sum(not story.noticed for story in STORIES) >= 5
