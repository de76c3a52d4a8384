"""A second person approves before a page goes live: for everybody, administrators included.

The rule: whoever submitted the page, or saved any part of what has changed since it was last live, cannot approve it.
"""

from django.core.exceptions import PermissionDenied
from wagtail.models import AbstractGroupApprovalTask, Page
from wagtail.models.pages import PagePermissionTester


def wrote(page: Page, user) -> bool:
    """Did this user write or submit what is waiting to go live?"""
    state = page.current_workflow_state
    if state and state.requested_by_id == user.pk:
        return True
    return page.revisions.filter(user=user, pk__gt=page.live_revision_id or 0).exists()


class SecondPersonTask(AbstractGroupApprovalTask):
    """Wagtail's group approval, except that writers step aside (also as superusers), and wait until it is decided."""

    def get_actions(self, obj, user):
        return [] if wrote(obj, user) else super().get_actions(obj, user)

    def locked_for_user(self, obj, user):
        return wrote(obj, user) or super().locked_for_user(obj, user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)

    def on_action(self, task_state, user, action_name, **kwargs):
        if action_name == "approve" and wrote(task_state.revision.content_object, user):
            raise PermissionDenied("Somebody else has to approve what you wrote.")
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return "A member of the chosen groups who did not write or submit the page approves it"

    class Meta:
        verbose_name = "second person's approval"


class SecondPersonTester(PagePermissionTester):
    """Wagtail's permissions, where `publish` lets you take a page down or hide it, and nobody publishes alone."""

    def may_take_down(self) -> bool:
        return self.user.is_active and (self.user.is_superuser or "publish" in self.permissions)

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_set_view_restrictions(self):
        return self.may_take_down()

    def can_unschedule(self):
        return self.may_take_down()
