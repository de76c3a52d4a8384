"""The second person through Wagtail's own screens, signed in as council staff are."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditLine, User
from accounts.roles import Role
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


def test_staff_without_the_role_have_no_admin(db):
    assert sessions.enter(Client(), people.staff(Role.FINANCE)).get("/admin/pages/").status_code in (302, 403)
