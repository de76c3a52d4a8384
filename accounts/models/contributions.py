"""What a person pays towards her own support (Care Act 2014 ss.14, 17), and what of it came in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.budgets import PersonalBudget


class Contribution(models.Model):
    """So much a week from one day on, by a financial assessment (Care Act 2014 s.17), until the next one."""

    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, related_name="contributions")
    weekly_pence = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    assessment_reference = models.CharField("financial assessment", max_length=40)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "starts_on"], name="contribution_one_a_day"),
            models.UniqueConstraint(
                fields=["budget"], condition=Q(ends_on=None), name="contribution_one_until_further_notice"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="contribution_days"
            ),
            models.CheckConstraint(condition=~Q(assessment_reference=""), name="contribution_has_an_assessment"),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: from {self.starts_on}"


class ContributionReceipt(models.Model):
    """Money that came in at the bank. Until it is matched to a budget it is a difference that finance looks at.

    `key` makes the same line of the same bank file one receipt.
    """

    class Source(models.TextChoices):
        HAND = "hand", "Typed in"
        FILE = "file", "From a bank file"

    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, null=True, related_name="receipts")
    received_on = models.DateField()
    pence = models.PositiveIntegerField()
    bank_words = models.CharField("what the bank says", max_length=80, blank=True)
    source = models.CharField(max_length=4, choices=Source)
    key = models.CharField(max_length=80, unique=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    matched_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("taken out as a mistake", null=True)
    undone_why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="receipt_positive"),
            models.CheckConstraint(
                condition=Q(budget=None, matched_at=None, matched_by=None)
                | Q(budget__isnull=False, matched_at__isnull=False, matched_by__isnull=False),
                name="receipt_matched_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_why="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_why="")),
                name="receipt_undone_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["received_on"], condition=Q(budget=None, undone_at=None), name="receipt_to_match")
        ]

    def __str__(self) -> str:
        return f"Receipt {self.pk}"

    @property
    def ledger_key(self) -> str:
        return f"contribution-receipt:{self.pk}"
