"""A contribution that has not come in is talked about: what was said, agreed and let go. Nothing stops."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.budgets import PersonalBudget


class ArrearsEntry(models.Model):
    """One thing that was said about one budget's late contribution. `by` is nobody where the clock reminded."""

    class Kind(models.TextChoices):
        CALL = "call", "Asked for a call"
        SAY = "say", "Said what happened"
        SPREAD = "spread", "Asked to pay in parts"
        HEARD = "heard", "Said to us"
        ANSWER = "answer", "Answered"
        PLAN = "plan", "Agreed to pay in parts"
        REMINDER = "reminder", "Reminded"

    OF_THE_PERSON = (Kind.CALL, Kind.SAY, Kind.SPREAD)

    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, related_name="arrears")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.CharField(max_length=1000, blank=True)
    late_pence = models.PositiveIntegerField("late at that time")
    months = models.PositiveSmallIntegerField("in how many monthly parts", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["spread", "plan"], months__isnull=False, months__gte=2)
                | (~Q(kind__in=["spread", "plan"]) & Q(months=None)),
                name="arrears_parts_have_a_number",
            ),
            models.CheckConstraint(condition=Q(kind="reminder") | Q(by__isnull=False), name="arrears_said_by_somebody"),
            models.CheckConstraint(
                condition=Q(kind__in=["call", "spread", "reminder"]) | ~Q(words=""), name="arrears_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.kind}"

    @property
    def month_pence(self) -> int:
        """One part: pence up, so that the last is the smallest."""
        return -(-self.late_pence // self.months) if self.months else 0


class ContributionWaiver(models.Model):
    """Some of what is late is let go: proposed by one person with a reason, decided by another."""

    class Decision(models.TextChoices):
        WAIVED = "waived", "Let go"
        KEPT = "kept", "Still to pay"

    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, related_name="waivers")
    pence = models.PositiveIntegerField()
    why = models.CharField(max_length=500)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    met_pence = models.PositiveIntegerField("what the council paid in its place", default=0)
    words = models.CharField("why so", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["budget"], condition=Q(decision=""), name="waiver_one_waits"),
            models.CheckConstraint(condition=Q(pence__gt=0) & ~Q(why=""), name="waiver_amount_and_reason"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None, words="")
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(words="")),
                name="waiver_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(met_pence=0) | Q(decision="waived", met_pence=F("pence")), name="waiver_met_when_waived"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "kept"]) | ~Q(decided_by=F("proposed_by")), name="waiver_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"Waiver {self.pk}"

    @property
    def ledger_key(self) -> str:
        return f"contribution-waiver:{self.pk}"

    @property
    def met_key(self) -> str:
        return f"{self.ledger_key}:met"
