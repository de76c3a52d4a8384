"""Search's door on /staff/: how much people search, and whether the index needs somebody."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.desks import Desk
from accounts.health import Sign
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from search import found, state, statistics

MONTH = timedelta(days=30)


def desk(user: User) -> Desk | None:
    if not may(user, Permission.SEE_SEARCHES):
        return None
    seen = statistics.totals(timezone.localdate() - MONTH)
    line = f"{seen.searches:,} search{'' if seen.searches == 1 else 'es'} in 30 days. {seen.in_vain:,} found nothing."
    if not state.is_well():
        line += " The index needs somebody to look at it."
    return Desk("Search", line, reverse("staff-search"), icon="search")


def sign(_now: datetime) -> Sign:
    """For whoever looks after the system."""
    well = state.is_well()
    words = "It answers." if well else "The index needs somebody to look at it."
    return Sign("Search", well, words, reverse("staff-search"))


def forget(before: datetime) -> int:
    return statistics.forget(timezone.localdate(before))


def forget_found(before: datetime) -> int:
    return found.forget(timezone.localdate(before))
