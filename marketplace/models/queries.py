"""A visit that somebody says was not right, and what a person at the council decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.models.visits import Visit


class Query(models.Model):
    """Raised by the person, or by the seller who says that they did come. Decided by staff: pay, part or refund."""

    class Decision(models.TextChoices):
        PAY = "pay", "Pay all of it"
        PART = "part", "Pay part of it"
        REFUND = "refund", "Give all of it back"
        NOT_IN_TIME = "not_in_time", "Not decided in time: money back"
        TAKEN_BACK = "taken_back", "Taken back by who asked"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="queries")
    reason = models.CharField("what was not right", max_length=500)
    party = models.CharField("who raised it", max_length=10)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    # what the other side says, for the council only; once, and while nothing is decided
    answer = models.CharField("the seller's side", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    pay_pence = models.PositiveIntegerField("what the seller keeps or gets", null=True, blank=True)
    explanation = models.CharField("told to both sides", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField("ended by the clock, or taken back, at", null=True, blank=True)

    class Meta:
        verbose_name_plural = "queries"
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(decision=""), name="query_open_once_a_visit"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="query_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="query_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, lapsed_at=None, pay_pence=None)
                | Q(decision="not_in_time", decided_at=None, lapsed_at__isnull=False)
                & Q(pay_pence__isnull=False, pay_pence=0)
                | Q(decision="taken_back", decided_at=None, lapsed_at__isnull=False, pay_pence=None)
                | Q(decision__in=["pay", "part", "refund"], decided_at__isnull=False, pay_pence__isnull=False),
                name="query_decision_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Query {self.pk}"
