import pytest
from django.utils import timezone

from accounts import daily, deaths, desks, memos, slots
from accounts.actions import pauses
from accounts.roles import Role
from design.registry import Registry
from tests.factories import accounts as make


def test_a_name_is_given_once():
    registry = Registry("things")
    registry.register("a", 1)
    with pytest.raises(ValueError, match="'a' is taken"):
        registry.register("a", 2)
    assert (list(registry.items()), registry.get("b")) == ([("a", 1)], None)


def test_memos_are_asked_once_for_each_kind(monkeypatch):
    asked = []
    registry = Registry("memos")
    registry.register("order", lambda ids: asked.append(ids) or {"A1": "Ben Okafor, 2 hours", "A2": "Swim"})
    monkeypatch.setattr(memos, "_memos", registry)
    assert memos.words(["order:A2", "order:A1", "order:A1", "unknown:7"]) == {
        "order:A1": "Ben Okafor, 2 hours",
        "order:A2": "Swim",
    }
    assert asked == [["A1", "A2"]]


@pytest.mark.django_db
def test_one_failure_does_not_stop_the_day(monkeypatch):
    registry = Registry("daily")
    registry.register("broken", lambda at: 1 // 0)
    registry.register("fine", lambda at: 3)
    monkeypatch.setattr(daily, "_due", registry)
    assert list(daily.run(timezone.now())) == [("broken", "ZeroDivisionError", False), ("fine", 3, True)]


def test_desks_are_those_one_may_open(monkeypatch):
    registry = Registry("desks")
    desk = desks.Desk("Approvals", "3 checks lapse this month", "/staff/approvals/")
    registry.register("shut", lambda user: None)
    registry.register("open", lambda user: desk)
    monkeypatch.setattr(desks, "_desks", registry)
    assert desks.of(None) == [desk]


@pytest.mark.django_db
def test_a_death_is_announced_once_for_each_day_that_is_recorded(monkeypatch):
    heard, registry = [], Registry("deaths")
    registry.register("test", lambda death: heard.append((death.person.died_on, death.by)))
    monkeypatch.setattr(deaths, "_recorded", registry)
    rosa, finance, today = make.person(), make.staff(Role.FINANCE), timezone.localdate()
    for _ in range(2):
        pauses.record_death(person=rosa, died_on=today, by=finance)
    assert heard == [(today, finance)]


def test_an_unknown_slot_is_refused():
    with pytest.raises(ValueError, match="money_aside"):
        slots.register("elsewhere", "x", lambda request, person: None)
