"""Wagtail's own screens, signed in as council staff are: the second person, the settings, and who gets in at all."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.actions import roles
from accounts.models import AuditLine, User
from accounts.roles import Role
from cms import access
from cms.models import AdvicePage
from tests import sessions
from tests.factories import accounts as people
from tests.factories.cms import an_advice_page


@pytest.fixture
def ann(db) -> User:
    return people.staff(Role.EDITOR, name="Ann")


@pytest.fixture
def waiting(ann) -> AdvicePage:
    """Ann's new words, sent to the second person."""
    page = an_advice_page(title="Old words")
    page.title = "New words"
    page.save_revision(user=ann)
    page = AdvicePage.objects.get(pk=page.pk)
    page.get_workflow().start(page, ann)
    return AdvicePage.objects.get(pk=page.pk)


def approve(page: AdvicePage, by: User) -> int:
    state = page.current_workflow_task_state.pk
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state])
    return sessions.enter(Client(), by).post(address, {"comment": ""}).status_code


def test_the_writer_cannot_approve_on_any_screen(waiting, ann):
    assert approve(waiting, ann) in (302, 403)
    assert AdvicePage.objects.get(pk=waiting.pk).title == "Old words"
    html = sessions.enter(Client(), ann).get(reverse("wagtailadmin_pages:edit", args=[waiting.pk])).content.decode()
    assert 'data-workflow-action-name="approve"' not in html
    assert 'name="action-publish"' not in html


def test_another_editor_approves_and_it_is_put_on_record(waiting, ann):
    bea = people.staff(Role.EDITOR, name="Bea")
    assert approve(waiting, bea) == 302
    assert AdvicePage.objects.get(pk=waiting.pk).title == "New words"
    line = AuditLine.objects.get(action="page.approved")
    assert (line.subject, line.detail) == (f"page:{waiting.pk}", {"requested_by": ann.pk})


def test_publishing_by_hand_from_the_editor_is_not_there(ann):
    page = an_advice_page(title="Old words")
    editor = sessions.enter(Client(), ann)
    assert (
        'name="action-publish"' not in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )


def test_a_draft_can_be_looked_at(waiting, ann):
    html = (
        sessions.enter(Client(), ann).get(reverse("wagtailadmin_pages:view_draft", args=[waiting.pk])).content.decode()
    )
    assert "New words" in html


INSIDE = {Role.EDITOR, Role.ADMINISTRATOR}
SETTINGS = {
    "the council": lambda: reverse("wagtailsettings:edit", args=["design", "council"]),
    "declined purchases": lambda: reverse("wagtailsettings:edit", args=["accounts", "spendingsettings"]),
    "money not spent": lambda: reverse("wagtailsettings:edit", args=["accounts", "surplussettings"]),
    "asking if all is well": lambda: reverse("wagtailsettings:edit", args=["accounts", "welfaresettings"]),
    "the scheme": lambda: reverse("wagtailsnippets_directory_approvalscheme:list"),
    "a new scheme": lambda: reverse("wagtailsnippets_directory_approvalscheme:add"),
    "the words people choose from": lambda: reverse("wagtailsnippets_directory_taxonomyterm:list"),
}


@pytest.mark.parametrize("role", Role)
def test_the_admin_opens_to_editors_and_administrators_and_tells_the_others(db, role):
    answer = sessions.enter(Client(), people.staff(role)).get("/admin/")
    assert answer.status_code == (200 if role in INSIDE else 403)
    assert ("You cannot see this page" in answer.content.decode()) == (role not in INSIDE)


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/settings/design/council/", "/admin/nothing/"])
def test_somebody_who_is_not_staff_is_told_and_sent_nowhere(db, address):
    answer = sessions.enter(Client(), people.user("Rosa")).get(address)
    assert (answer.status_code, "You cannot see this page" in answer.content.decode()) == (403, True)


def test_nobody_signs_in_first(db):
    assert Client().get("/admin/", follow=True).redirect_chain == [("/accounts/login/?next=/admin/", 302)]


@pytest.mark.parametrize("name", SETTINGS)
def test_the_administrator_keeps_the_settings_and_an_editor_does_not(db, name):
    answers = {role: sessions.enter(Client(), people.staff(role)).get(SETTINGS[name](), follow=True) for role in INSIDE}
    assert answers[Role.EDITOR].request["PATH_INFO"] == "/admin/"
    assert answers[Role.ADMINISTRATOR].request["PATH_INFO"].startswith(SETTINGS[name]())


def test_the_administrator_changes_the_telephone_number_on_every_page(db):
    alan, address = sessions.enter(Client(), people.staff(Role.ADMINISTRATOR)), SETTINGS["the council"]()
    shown = alan.get(address, follow=True)
    form = shown.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"phone": "01632 960 777"}
    assert alan.post(shown.request["PATH_INFO"], sent).status_code == 302
    assert "01632 960 777" in Client().get("/accounts/login/").content.decode()


def test_the_administrator_changes_no_page_and_makes_no_user(db):
    page, alan = an_advice_page(), sessions.enter(Client(), people.staff(Role.ADMINISTRATOR))
    addresses = [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailusers_users:index"),
        "/admin/groups/",
    ]
    assert [alan.get(address).status_code for address in addresses] == [302, 302, 302]


def test_who_stops_being_administrator_is_out(db):
    alan, _ = people.staff(Role.ADMINISTRATOR), people.staff(Role.ADMINISTRATOR)
    roles.end(user=alan, role=Role.ADMINISTRATOR, by=people.user("Somebody else"))
    assert sessions.enter(Client(), alan).get("/admin/").status_code == 403


def test_an_administrator_from_before_there_was_a_group_gets_in_with_the_next_migrate(db):
    alan = people.staff(Role.ADMINISTRATOR)
    Group.objects.filter(name=access.ADMINISTRATORS).delete()
    access.set_up_administrators()
    assert sessions.enter(Client(), alan).get("/admin/").status_code == 200
