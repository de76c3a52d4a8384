"""When a support plan is looked at again (Care Act 2014 s.27; statutory guidance, chapter 13)."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from directory.approval_rules import months_after
from marketplace.actions.moves import Refused
from marketplace.models import PlanReviewSettings
from marketplace.models.plan_reviews import MOST_MONTHS


def after_agreeing(at: datetime, *, first: bool) -> date:
    """A light look after some weeks at a person's first plan; a full review after some months for others."""
    settings, day = PlanReviewSettings.current(), timezone.localdate(at)
    return day + timedelta(weeks=settings.first_weeks) if first else months_after(day, settings.months)


def after_review(held_on: date) -> date:
    return months_after(held_on, PlanReviewSettings.current().months)


def checked(due: date, at: datetime) -> date:
    """Raises Refused where it is not after that day, or more than 12 months after it."""
    day = timezone.localdate(at)
    if not day < due <= months_after(day, MOST_MONTHS):
        raise Refused("review_on", "Enter a day after today, and not more than 12 months away.")
    return due
