"""The editors' door on /staff/: what waits for a second person, and what is due to be looked at again."""

from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from accounts.desks import Desk
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms.models import AdvicePage


def desk(user: User) -> Desk | None:
    if not may(user, Permission.EDIT_CONTENT):
        return None
    waiting = TaskState.objects.reviewable_by(user).count()
    due = AdvicePage.objects.live().filter(next_review_on__lte=timezone.localdate()).count()
    line = f"{waiting} waiting for you to approve. {due} due to be checked again."
    return Desk("Advice pages", line, reverse("wagtailadmin_home"), icon="book")
