"""Who may do what in Wagtail: three groups, filled by council roles, and the workflow between editors.

- Editors write advice, keep pictures and figures, read what readers say, and keep the words that search takes for the
  same.
- Approving editors do the same, are the second person who lets a page go live, and may take a page down.
- Administrators keep the settings: the council's name and numbers, and what higher rooms hand in by `administer`.
  They change no page and no user: roles are given by `accounts.actions.roles`.

Wagtail brings groups "Editors" and "Moderators" with a workflow of its own, in which somebody may publish alone.
`set_up` turns these into ours, once, after the first migrate: later changes made in the admin stay. Administrators are
set up after every migrate, since nobody changes that group by hand, and a room may bring a setting with a new version.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.models import RoleGrant, User
from accounts.permissions import roles_of
from accounts.roles import ROLE_PERMISSIONS, Role
from accounts.roles import Permission as Council
from design.registry import Registry

EDITORS = "Editors"
APPROVERS = "Approving editors"
ADMINISTRATORS = "Administrators"
WORKFLOW = "Second person's approval"
PAGE = {EDITORS: ["add_page", "change_page"], APPROVERS: ["add_page", "change_page", "publish_page"]}
PICTURES = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]

_administered: Registry[tuple[str, ...]] = Registry("settings")
administer = _administered.register  # an app's label, and the names of its models that administrators keep


@transaction.atomic
def set_up() -> None:
    from cms.models import SecondPersonTask

    if not SecondPersonTask.objects.exists():
        begin()
    keep("search", "synonymset")  # the words that search takes for the same
    keep("cms", "figure")


def begin() -> None:
    from cms.models import SecondPersonTask

    Group.objects.filter(name="Moderators").update(name=APPROVERS)
    editors, approvers = (Group.objects.get_or_create(name=name)[0] for name in (EDITORS, APPROVERS))
    for group in (editors, approvers):
        may_edit(group)
    task = SecondPersonTask.objects.create(name="Second person")
    task.groups.set([approvers])
    make_workflow(task)


def keep(label: str, model: str) -> None:
    """Both groups keep these, from when nobody does yet."""
    permissions = Permission.objects.filter(content_type__app_label=label, content_type__model=model)
    if not permissions.filter(group__isnull=False).exists():
        for group in Group.objects.filter(name__in=[EDITORS, APPROVERS]):
            group.permissions.add(*permissions)


def may_edit(group: Group) -> None:
    root = Page.objects.get(depth=1)
    GroupPagePermission.objects.filter(group=group).delete()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE[group.name]):
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=PICTURES
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    group.permissions.add(
        *into_the_admin(),
        *Permission.objects.filter(
            content_type__app_label="cms", codename__in=["view_pagefeedback", "delete_pagefeedback"]
        ),
    )


def into_the_admin() -> Iterable[Permission]:
    return Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")


@transaction.atomic
def set_up_administrators() -> None:
    """The group with its permissions as they are now, and in it everybody who holds the role."""
    group, _ = Group.objects.get_or_create(name=ADMINISTRATORS)
    kept = [each for label, models in _administered.items() for each in may_keep(label, models)]
    group.permissions.set([*into_the_admin(), *kept])
    for grant in RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None).select_related("user"):
        sync(grant.user, roles_of(grant.user))


def administered_apps() -> list[str]:
    """Whose permissions the group holds: they are there before it is set up."""
    return [label for label, _ in _administered.items()]


def may_keep(label: str, models: Iterable[str]) -> Iterable[Permission]:
    """To add and to change: what is in use is not deleted."""
    names = [f"{verb}_{model}" for verb in ("add", "change", "view") for model in models]
    return Permission.objects.filter(content_type__app_label=label, codename__in=names)


def make_workflow(task) -> None:
    """Our workflow on the root page, in place of Wagtail's own."""
    Workflow.objects.update(active=False)
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.objects.get(depth=1), defaults={"workflow": workflow})


GROUP_OF = {  # Wagtail asks groups, we ask roles
    Council.EDIT_CONTENT: EDITORS,
    Council.PUBLISH_CONTENT: APPROVERS,
    Council.MANAGE_ACCESS: ADMINISTRATORS,
}


def sync(user: User, roles: Iterable[Role]) -> None:
    """Put somebody into the groups that their council roles give, and take them out of the others."""
    permissions = {permission for role in roles for permission in ROLE_PERMISSIONS[role]}
    groups = {group.name: group for group in Group.objects.filter(name__in=GROUP_OF.values())}
    for permission, name in GROUP_OF.items():
        if name in groups:
            change = user.groups.add if permission in permissions else user.groups.remove
            change(groups[name])
