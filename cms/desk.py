"""Doors on /staff/ into the admin: the editors' (what waits, what is due), and the administrators' settings."""

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


def settings(user: User) -> Desk | None:
    if not may(user, Permission.MANAGE_ACCESS):
        return None
    line = "The council’s name, telephone numbers and opening hours, and the words of the approval scheme."
    return Desk("Settings", line, reverse("wagtailsettings:edit", args=["design", "council"]), icon="home")
