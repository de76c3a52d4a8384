"""The administrator's desk: roles with a reason, never one's own, never the last administrator's; health."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import daily, health
from accounts.actions import roles
from accounts.models import DueWork, RoleGrant, User
from accounts.permissions import roles_of
from accounts.roles import Role
from design.registry import Registry
from tests import sessions
from tests.accounts.screens import words
from tests.factories import accounts as make
from tests.factories import setting_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def alan():
    return make.staff(Role.ADMINISTRATOR, name="Alan Whitmore")


@pytest.fixture
def desk(alan):
    return sessions.enter(Client(), alan)


def names(response):
    return [row[0].text for row in response.context["table"].rows]


def at(user: User, rest: str = "") -> str:
    return f"/staff/access/sign-ins/{user.pk}/{rest}"


def test_who_works_here_and_anybody_who_signs_in(desk, alan):
    make.staff(Role.EDITOR, Role.FINANCE, name="Eleanor Marsh")
    tom = make.user("Tom Brennan", "tom@example.org")
    assert names(desk.get("/staff/access/")) == ["Alan Whitmore", "Eleanor Marsh"]
    for typed in ("brennan", "tom@example"):
        assert desk.post("/staff/access/", {"q": typed}).url == "/staff/access/"
        assert names(desk.get("/staff/access/")) == [tom.name]
    assert desk.post("/staff/access/", {"clear": "1"}).url == "/staff/access/"
    assert len(names(desk.get("/staff/access/"))) == 2


def test_the_list_costs_the_same_however_many(desk, django_assert_num_queries):
    desk.get("/staff/access/")
    with django_assert_num_queries(10):
        desk.get("/staff/access/")
    for _ in range(2):
        make.staff(Role.EDITOR, Role.FINANCE)
    with django_assert_num_queries(10):
        desk.get("/staff/access/")


def test_a_role_is_given_and_ended_with_reasons(desk, alan):
    tom = make.user("Tom Brennan")
    assert "Enter why" in words(desk.post(at(tom, "role/"), {"role": "editor"}))
    desk.post(at(tom, "role/"), {"role": "editor", "reason": "Joined the web team"})
    grant = RoleGrant.objects.get(user=tom)
    assert (grant.granted_by, grant.reason, roles_of(tom)) == (alan, "Joined the web team", {Role.EDITOR})
    end = at(tom, f"role/{grant.pk}/end/")
    assert "Enter why" in words(desk.post(end, {"reason": " "}))
    desk.post(end, {"reason": "Left the council"})
    grant.refresh_from_db()
    assert (grant.ended_by, grant.end_reason, roles_of(tom)) == (alan, "Left the council", frozenset())
    page = words(desk.get(at(tom)))
    assert "by Alan Whitmore. Joined the web team" in page
    assert "by Alan Whitmore. Left the council" in page


def test_nobody_changes_roles_of_her_own(desk, alan):
    own = RoleGrant.objects.get(user=alan)
    assert "Nobody gives a role to themselves" in words(
        desk.post(at(alan, "role/"), {"role": "finance", "reason": "I want it"})
    )
    page = desk.post(at(alan, f"role/{own.pk}/end/"), {"reason": "Enough"})
    assert "Nobody ends a role of their own" in words(page)
    assert roles_of(alan) == {Role.ADMINISTRATOR}
    assert "End this role" not in words(desk.get(at(alan)))


def test_the_last_administrator_stays():
    last, was = make.staff(Role.ADMINISTRATOR), make.staff(Role.ADMINISTRATOR)
    User.objects.filter(pk=was.pk).update(is_active=False)  # who cannot sign in gives no roles
    with pytest.raises(roles.LastAdministrator):
        roles.end(user=last, role=Role.ADMINISTRATOR, by=was, reason="?")
    assert roles_of(last) == {Role.ADMINISTRATOR}
    second = make.staff(Role.ADMINISTRATOR)
    assert roles.end(user=last, role=Role.ADMINISTRATOR, by=second, reason="Left") is True


def test_a_role_of_somebody_else_is_not_found_here(desk):
    grant = make.staff(Role.EDITOR).role_grants.get()
    assert desk.post(at(make.user(), f"role/{grant.pk}/end/"), {"reason": "x"}).status_code == 404


def test_a_new_member_of_staff_is_named_and_invited(desk):
    sent = {"name": "Bo Day", "email": "Bo@Example.org", "role": "approver", "reason": "New in Trading Standards"}
    page = words(desk.post("/staff/access/add/", sent))
    assert len(re.findall(r"\b\d{6}\b", page)) == 1
    bo = User.objects.get(email="bo@example.org")
    assert (bo.is_active, roles_of(bo), bo.role_grants.get().role) == (False, frozenset(), "approver")
    again = desk.post("/staff/access/add/", sent)
    assert "Somebody signs in with this address already" in words(again)
    assert len(re.findall(r"\b\d{6}\b", words(desk.post(at(bo, "invite/"))))) == 1


def test_a_delegate_is_not_invited_from_here(desk):
    assert desk.post(at(setting_up.named(), "invite/")).status_code == 404


# Health


def signs() -> dict[str, health.Sign]:
    return {sign.title: sign for sign in health.signs(timezone.now())}


def test_the_page_says_what_is_well(desk, monkeypatch):
    registry = Registry("daily")
    registry.register("fine", lambda at: "3 sent")
    monkeypatch.setattr(daily, "_due", registry)
    assert "It has never run" in words(desk.get("/staff/access/health/"))
    list(daily.run(timezone.now()))
    page = words(desk.get("/staff/access/health/"))
    assert "Database Well It answers." in page
    assert "Last done less than a minute ago." in page
    assert "3 sent" in page


def test_work_that_failed_or_is_late_is_a_bad_sign(monkeypatch):
    registry = Registry("daily")
    registry.register("broken", lambda at: 1 // 0)
    monkeypatch.setattr(daily, "_due", registry)
    list(daily.run(timezone.now()))
    assert signs()["Daily work"] == health.Sign(
        "Daily work", False, "Last done less than a minute ago. 1 of it failed."
    )
    DueWork.objects.update(went_well=True, ran_at=timezone.now() - timedelta(hours=4))
    assert signs()["Daily work"].well is False


def test_work_that_nobody_takes_says_that_the_worker_is_gone():
    from accounts import notices

    assert signs()["Worker"].well is True
    notices.send_notice.enqueue(1)
    assert signs()["Worker"].well is True
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=30))
    assert signs()["Worker"] == health.Sign("Worker", False, "The oldest work has waited 30 minutes.")


def test_a_part_that_breaks_is_a_bad_sign_and_not_a_broken_page(monkeypatch):
    registry = Registry("health")

    def gone(_now):
        raise OSError

    registry.register("search", gone)
    monkeypatch.setattr(health, "_signs", registry)
    assert list(signs().values()) == [health.Sign("Search", False, "It does not answer.")]
