"""Reviews of an agreed support plan: when the next is due, that one was asked for, and what came of it.

Care Act 2014 s.27(1): plans are kept under review generally, and on a reasonable request by or on behalf of the person.
The statutory guidance (chapter 13) expects a light-touch look 6 to 8 weeks after a plan was agreed, then one at least
every 12 months.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from wagtail.contrib.settings.models import register_setting

from accounts.models import Mandate
from accounts.models.spending_settings import Thresholds
from marketplace.models.plans import PlanVersion, SupportPlan

MOST_MONTHS = 12


@register_setting(icon="calendar")
class PlanReviewSettings(Thresholds):
    """How soon the council looks at a plan again where nobody says otherwise."""

    first_weeks = models.PositiveSmallIntegerField(
        "weeks until the first look at a new plan",
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
        help_text="The statutory guidance says 6 to 8 weeks.",
    )
    months = models.PositiveSmallIntegerField(
        "months until each review after that",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        help_text="The statutory guidance says 12 at most.",
    )

    class Meta:
        verbose_name = "reviews of support plans"


class ReviewOutcome(models.TextChoices):
    NO_CHANGE = "no_change", "Nothing changes"
    NEW_VERSION = "new_version", "A new version of the plan is written"
    REASSESS = "reassess", "The person’s needs are assessed again"


class PlanReview(models.Model):
    """A review that took place. It is never changed: what was said that day stays."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField("took place on")
    said = models.TextField("what was said", max_length=3000)
    outcome = models.CharField(max_length=12, choices=ReviewOutcome)
    next_on = models.DateField("next review")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=ReviewOutcome.values), name="plan_review_outcome"),
            models.CheckConstraint(condition=Q(next_on__gt=models.F("held_on")), name="plan_review_next_is_later"),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk} of support plan {self.plan_id}"


class PlanReviewRequest(models.Model):
    """Somebody asked for a review. It is open until a review took place or it was taken back."""

    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="review_requests")
    words = models.TextField("why", max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    review = models.ForeignKey(PlanReview, on_delete=models.PROTECT, null=True, blank=True, related_name="requests")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(review=None, taken_back_at=None), name="plan_one_open_review_request"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, review=None),
                name="plan_review_request_taken_back_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Request for a review of support plan {self.plan_id}"
