""" "This is for my plan": what somebody said of a decline, who answers it, and what was allowed once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.cards import CardAuthorisation
from accounts.models.people import Person
from accounts.spending import ALLOWED_ONCE


class PurchaseReview(models.Model):
    """One for a decline. A named practitioner answers it by `due_on`, one working day after it was asked."""

    class Answer(models.TextChoices):
        FITS = "fits", "It fits the plan"
        DOES_NOT_FIT = "does_not_fit", "It does not fit the plan"

    authorisation = models.OneToOneField(CardAuthorisation, on_delete=models.PROTECT, related_name="review")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="purchase_reviews")
    words = models.TextField("why it is for the plan", max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField("answered by")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="purchase_reviews"
    )
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answer_words = models.TextField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField("when the team was told that it is late", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="purchase_review_says_why"),
            models.CheckConstraint(
                condition=Q(answer="", answer_words="", answered_at=None, answered_by=None)
                | (
                    Q(answer__in=["fits", "does_not_fit"], answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer_words="")
                ),
                name="purchase_review_answered_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "asked_at"], condition=Q(answer=""), name="purchase_review_open"),
        ]

    def __str__(self) -> str:
        return f"Review {self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.answer


class AllowedOnce(models.Model):
    """One purchase in one shop, up to `pence`, against one reason to decline. Used, ended or run out, it is over.

    `by_council` is the practitioner's own, beside the one that the person gave herself when she asked.
    """

    review = models.ForeignKey(PurchaseReview, on_delete=models.PROTECT, related_name="allowed")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="allowed_once")
    covers = models.CharField("reason to decline that it lifts", max_length=40)
    shop = models.CharField(max_length=120)
    shop_key = models.CharField(max_length=120)
    pence = models.PositiveIntegerField("most that it may cost")
    by_council = models.BooleanField(default=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    expires_on = models.DateField("last day")
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField("taken back before it was used", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "by_council"], name="allowed_once_by_each"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="allowed_once_positive"),
            models.CheckConstraint(condition=~Q(shop_key=""), name="allowed_once_names_a_shop"),
            models.CheckConstraint(
                condition=Q(covers__in=sorted(ALLOWED_ONCE)), name="allowed_once_neither_law_nor_balance"
            ),
            models.CheckConstraint(condition=Q(used_at=None) | Q(ended_at=None), name="allowed_once_used_or_ended"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(used_at=None, ended_at=None), name="allowed_once_open"),
        ]

    def __str__(self) -> str:
        return f"Allowed once {self.pk}"


class AllowanceUse(models.Model):
    """By which purchase it was used up. It came back where the shop never took any money."""

    allowed = models.ForeignKey(AllowedOnce, on_delete=models.PROTECT, related_name="uses")
    authorisation = models.ForeignKey(CardAuthorisation, on_delete=models.PROTECT, related_name="allowances_used")
    used_at = models.DateTimeField()
    came_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allowed"], condition=Q(came_back_at=None), name="allowance_used_once"),
            models.UniqueConstraint(fields=["allowed", "authorisation"], name="allowance_use_of_a_purchase_once"),
        ]

    def __str__(self) -> str:
        return f"{self.allowed_id} for {self.authorisation_id}"
