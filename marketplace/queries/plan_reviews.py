"""Reviews of support plans as screens need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Person
from design.formats import counted
from marketplace.models import PlanReview, PlanReviewRequest, PlanState, PlanVersion, SupportPlan


def open_requests() -> QuerySet[PlanReviewRequest]:
    return PlanReviewRequest.objects.filter(review=None, taken_back_at=None)


def open_request(plan: SupportPlan) -> PlanReviewRequest | None:
    return open_requests().filter(plan=plan).select_related("asked_by").first()


def request_of(person: Person) -> PlanReviewRequest | None:
    found = open_requests().filter(plan__person=person)
    return found.select_related("asked_by", "plan__person").first()


def of(person: Person) -> QuerySet[PlanReview]:
    """The last first."""
    return PlanReview.objects.filter(plan__person=person).select_related("recorded_by", "version")


@dataclass(frozen=True)
class Due:
    """A plan to look at: by the calendar, or because somebody asked."""

    plan: SupportPlan
    since: date
    asked: bool


def due(day: date) -> list[Due]:
    """Oldest first; what was asked for counts from the day that it was asked. Two queries, however many.

    An agreed plan without a date was agreed before reviews were kept here: it is due from the day it was agreed.
    """
    asked = {request.plan_id: request for request in open_requests()}
    agreed = PlanVersion.objects.filter(plan=OuterRef("pk"), state=PlanState.AGREED).order_by("-number")
    plans = SupportPlan.objects.filter(Q(review_on__lte=day) | Q(review_on=None) | Q(pk__in=asked))
    plans = plans.select_related("person").annotate(agreed_at=Subquery(agreed.values("agreed_at")[:1]))
    found = [_due(plan, asked.get(plan.pk)) for plan in plans.exclude(agreed_at=None)]
    return sorted(found, key=lambda each: (each.since, each.plan.pk))


def _due(plan: SupportPlan, request: PlanReviewRequest | None) -> Due:
    by_calendar = plan.review_on or timezone.localdate(plan.agreed_at)  # type: ignore[attr-defined]
    since = min(by_calendar, timezone.localdate(request.asked_at)) if request else by_calendar
    return Due(plan, since, request is not None)


def counts(found: Sequence[Due]) -> str:
    """3 reviews due, 1 of them asked for."""
    asked = sum(each.asked for each in found)
    words = f"{counted(len(found), 'review')} due"
    return f"{words}, {asked} of them asked for." if asked else f"{words}."
