"""Nobody puts a page live alone: not the writer, not an approver who wrote, not an administrator."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, Task, Workflow

from accounts.actions import roles
from accounts.models import User
from accounts.roles import Role
from cms import access
from cms.models import AdvicePage
from tests.factories.cms import an_advice_page


@pytest.fixture
def people(db) -> dict[str, User]:
    made = {name: User.objects.create_user(f"{name}@aldermere.example", name=name) for name in ("ann", "bea", "cat")}
    for user in made.values():
        access.sync(user, {Role.EDITOR})
    return made


def submit(page: AdvicePage, by: User, title: str = "New words") -> AdvicePage:
    page.title = title
    page.save_revision(user=by)
    page.get_workflow().start(page, by)
    return AdvicePage.objects.get(pk=page.pk)


def decide(page: AdvicePage, by: User, action: str = "approve") -> None:
    page = AdvicePage.objects.get(pk=page.pk)
    page.current_workflow_task.on_action(page.current_workflow_task_state, by, action)


def title_of(page: AdvicePage) -> str:
    return AdvicePage.objects.get(pk=page.pk).title


def test_migrating_leaves_our_groups_and_one_active_workflow(db):
    assert set(Group.objects.values_list("name", flat=True)) >= {access.EDITORS, access.APPROVERS}
    assert list(Workflow.objects.active().values_list("name", flat=True)) == [access.WORKFLOW]


def test_set_up_leaves_later_changes_alone(db):
    Workflow.objects.filter(name=access.WORKFLOW).update(name="Ours, renamed")
    access.set_up()
    assert list(Workflow.objects.active().values_list("name", flat=True)) == ["Ours, renamed"]


def test_a_second_person_puts_it_live(people):
    page = submit(an_advice_page(title="Old words"), people["ann"])
    assert title_of(page) == "Old words"
    decide(page, people["bea"])
    assert title_of(page) == "New words"


def test_the_writer_is_offered_no_approval_and_is_refused_one(people):
    page = submit(an_advice_page(title="Old words"), people["ann"])
    assert page.current_workflow_task.get_actions(page, people["ann"]) == []
    with pytest.raises(PermissionDenied):
        decide(page, people["ann"])
    assert title_of(page) == "Old words"


def test_somebody_who_wrote_a_part_cannot_approve_what_another_submitted(people):
    page = an_advice_page(title="Old words")
    page.summary = "Bea's part."
    page.save_revision(user=people["bea"])
    page = submit(page, people["ann"])
    with pytest.raises(PermissionDenied):
        decide(page, people["bea"])
    decide(page, people["cat"])
    assert title_of(page) == "New words"


def test_having_written_an_earlier_version_that_is_live_does_not_count(people):
    page = submit(an_advice_page(), people["bea"], "First words")
    decide(page, people["ann"])
    page = submit(AdvicePage.objects.get(pk=page.pk), people["ann"], "Second words")
    decide(page, people["bea"])
    assert title_of(page) == "Second words"


def test_an_approver_who_changes_it_in_review_becomes_a_writer(people):
    page = submit(an_advice_page(title="Old words"), people["ann"])
    page.save_revision(user=people["bea"])
    with pytest.raises(PermissionDenied):
        decide(page, people["bea"])


def test_a_reviewer_may_ask_for_changes(people):
    page = submit(an_advice_page(title="Old words"), people["ann"])
    decide(page, people["bea"], "reject")
    assert AdvicePage.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"


def test_writers_wait_while_it_is_looked_at(people):
    page = submit(an_advice_page(), people["ann"])
    assert page.get_lock().for_user(people["ann"])
    assert not page.get_lock().for_user(people["bea"])


def test_the_list_of_what_waits_for_me_leaves_out_my_own(people):
    page = submit(an_advice_page(), people["ann"])
    waiting = {
        name: list(page.current_workflow_task.get_task_states_user_can_moderate(people[name])) for name in people
    }
    state = page.current_workflow_task_state
    assert waiting == {"ann": [], "bea": [state], "cat": [state]}


def test_nobody_publishes_alone_not_even_an_administrator(people):
    page = an_advice_page(title="Old words")
    root = User.objects.create_superuser("root@aldermere.example", "waymark-demo-2026")
    for user in (people["ann"], root):
        assert not page.permissions_for_user(user).can_publish()
        assert not page.get_parent().specific.permissions_for_user(user).can_publish_subpage()
        page.title = "Slipped in"
        with pytest.raises(PermissionDenied):
            page.save_revision(user=user).publish(user=user)
    assert title_of(page) == "Old words"


def test_an_administrator_cannot_approve_what_she_wrote(db):
    root = User.objects.create_superuser("root@aldermere.example", "waymark-demo-2026")
    page = submit(an_advice_page(), root)
    with pytest.raises(PermissionDenied):
        decide(page, root)


def test_an_approving_editor_can_take_a_page_down_at_once(people):
    page = an_advice_page()
    writer = User.objects.create_user("dan@aldermere.example")
    writer.groups.add(Group.objects.get(name=access.EDITORS))
    assert page.permissions_for_user(people["ann"]).can_unpublish()
    assert not page.permissions_for_user(writer).can_unpublish()


def test_roles_give_and_take_groups(db):
    user = User.objects.create_user("dan@aldermere.example")
    chief = User.objects.create_user("eve@aldermere.example")
    roles.grant(user=user, role=Role.EDITOR, by=chief)
    roles.grant(user=user, role=Role.COMMISSIONER, by=chief)
    assert {group.name for group in user.groups.all()} == {access.EDITORS, access.APPROVERS}
    roles.end(user=user, role=Role.EDITOR, by=chief)
    assert list(user.groups.all()) == []


def test_every_page_of_the_tree_has_the_workflow(people):
    page = an_advice_page()
    assert {ancestor.get_workflow().name for ancestor in Page.objects.ancestor_of(page, inclusive=True)} == {
        access.WORKFLOW
    }
    assert Task.objects.filter(active=True, workflow_tasks__workflow__active=True).count() == 1
