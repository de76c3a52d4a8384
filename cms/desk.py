"""Doors on /staff/: the editors' (what waits, what is due), and the administrators' settings."""

from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from accounts.desks import Desk
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from cms import due
from design.formats import counted


def desk(user: User) -> Desk | None:
    if not may(user, Permission.EDIT_CONTENT):
        return None
    pages, figures, links = due.counts(timezone.localdate())
    line = f"{waiting(user)} waiting for you to approve. {counted(pages, 'page')} due to be checked again."
    if figures or links:
        line += f" {counted(figures, 'figure')} and {counted(links, 'link')} to put right."
    if unhelpful := len(due.not_useful(timezone.localdate() - due.RECENT)):
        line += f" Readers found {counted(unhelpful, 'page')} of no use."
    return Desk("Advice pages", line, reverse("staff-advice"), icon="book")


def waiting(user: User) -> int:
    """Pages that this person may approve."""
    return TaskState.objects.reviewable_by(user).count()


def settings(user: User) -> Desk | None:
    if not may(user, Permission.MANAGE_ACCESS):
        return None
    line = "The council’s name, telephone numbers and opening hours, and the words of the approval scheme."
    return Desk("Settings", line, reverse("wagtailsettings:edit", args=["design", "council"]), icon="home")
