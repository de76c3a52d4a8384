"""Support that lost its registration, and providers that took some over: desks, for `marketplace.wiring`."""

from django.urls import reverse
from django.utils import timezone

from accounts import desks
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from design.formats import counted
from marketplace.actions import successions
from marketplace.queries import lost_support


def lost(user: User) -> desks.Desk | None:
    """The desk shows while there is somebody."""
    found = lost_support.waiting(user, timezone.now()) if may(user, Permission.KEEP_SUPPORT_GOING) else []
    if not found:
        return None
    alone = sum(one.talk is None for one in found)
    spoken = f"Nobody has spoken with {alone} yet." if alone else "Somebody has spoken with each."
    line = f"{counted(len(found), 'booking')}. {spoken}"
    return desks.Desk("Support without a registration", line, reverse("staff-lost-support"), icon="warning")


def to_set_up(user: User) -> desks.Desk | None:
    """Providers that took a service over and cannot be paid yet; the desk shows while there are some."""
    waiting = successions.not_set_up() if may(user, Permission.CHANGE_BANK_DETAILS) else []
    if not waiting:
        return None
    line = f"{counted(len(waiting), 'provider')} took over and cannot be paid yet."
    return desks.Desk("Providers to set up", line, reverse("staff-to-set-up"), icon="purse")
