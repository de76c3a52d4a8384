"""Reviews of a support plan: asked for, taken back, and recorded when one took place (Care Act 2014 s.27)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import audit, behalf
from accounts.models import Person, User
from accounts.permissions import may
from accounts.roles import Permission
from marketplace import emails
from marketplace.actions import review_dates
from marketplace.actions.moves import Overtaken, Refused
from marketplace.models import PlanReview, PlanReviewRequest, PlanVersion, ReviewOutcome, SupportPlan
from marketplace.permissions import NotYours, acts_for, plans_for
from marketplace.queries import plan_reviews as found
from marketplace.queries import plans as versions

NO_PLAN = "There is no agreed plan to review yet."


@transaction.atomic
def ask(*, person: Person, by: User, words: str = "", at: datetime | None = None) -> PlanReviewRequest:
    """For a review now. One that is open already is the answer: a second press asks no second time.

    By the person or whoever may propose for her; a practitioner writes down what somebody without a sign-in asked.
    """
    now = at or timezone.now()
    power = plans_for(by, person, now)
    plan, _ = _agreed_plan(person)
    if asked := found.open_request(plan):
        return asked
    asked = PlanReviewRequest.objects.create(
        plan=plan, words=words.strip(), asked_at=now, asked_by=by, mandate=power.mandate
    )
    _record("review_asked", plan, by, now, request=asked.pk)
    return asked


def _agreed_plan(person: Person) -> tuple[SupportPlan, PlanVersion]:
    """Locked, with the version that holds. Refused where none was ever agreed."""
    plan = SupportPlan.objects.select_for_update().filter(person=person).first()
    version = versions.agreed(plan) if plan else None
    if plan is None or version is None:
        raise Refused("no_plan", NO_PLAN)
    return plan, version


@transaction.atomic
def take_back(*, request: PlanReviewRequest, by: User, at: datetime | None = None) -> None:
    now = at or timezone.now()
    plans_for(by, request.plan.person, now)
    still = PlanReviewRequest.objects.filter(pk=request.pk, review=None, taken_back_at=None)
    if not still.update(taken_back_at=now, taken_back_by=by):
        raise Overtaken
    _record("review_taken_back", request.plan, by, now, request=request.pk)


@transaction.atomic
def record(
    *,
    person: Person,
    held_on: date,
    said: str,
    outcome: ReviewOutcome,
    by: User,
    next_on: date | None = None,
    at: datetime | None = None,
) -> PlanReview:
    """A review that took place: what was said, what comes of it, when the next is. It answers a request that is open.

    The same one sent twice is one. The plan itself does not change: that takes a new version, or a reassessment first.
    """
    now = at or timezone.now()
    if not may(by, Permission.AGREE_BUDGETS):
        raise NotYours
    if acts_for(by, person, now):
        raise Refused("own_case", "You act for this person, so somebody else must review the plan.")
    plan, version = _agreed_plan(person)
    _check_day(held_on, version, now)
    due = review_dates.checked(next_on or review_dates.after_review(held_on), now)
    given = {"held_on": held_on, "said": said.strip(), "outcome": outcome, "next_on": due}
    if same := plan.reviews.filter(version=version, recorded_by=by, **given).first():
        return same
    review = PlanReview.objects.create(plan=plan, version=version, recorded_at=now, recorded_by=by, **given)
    PlanReviewRequest.objects.filter(plan=plan, review=None, taken_back_at=None).update(review=review)
    SupportPlan.objects.filter(pk=plan.pk).update(review_on=due)
    _record("reviewed", plan, by, now, review=review.pk, outcome=str(outcome))
    emails.plan_reviewed(review, at=now)
    return review


def _check_day(held_on: date, version: PlanVersion, now: datetime) -> None:
    if held_on > timezone.localdate(now):
        raise Refused("held_on", "Enter the day on which you talked: it cannot be after today.")
    if version.agreed_at and held_on < timezone.localdate(version.agreed_at):
        raise Refused("held_on", "Enter a day after the plan was agreed.")


def _record(what: str, plan: SupportPlan, by: User, now: datetime, **detail: Any) -> None:
    on_behalf_of = behalf(plan.person, by)
    audit(action=f"plan.{what}", by=by, on_behalf_of=on_behalf_of, subject=f"plan:{plan.pk}", detail=detail, at=now)
