"""What shops took beyond what there was: who decided what about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.budgets import CardAccount


class ShortfallDecision(models.Model):
    """A named person's decision that brings a card account's shortfall back to nothing, never from the pots."""

    class Kind(models.TextChoices):
        BORNE = "borne", "The council bears it"
        BACK = "back", "What the council bore came back from a shop"

    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="shortfall_decisions")
    kind = models.CharField(max_length=5, choices=Kind)
    pence = models.PositiveIntegerField()
    reason = models.CharField(max_length=250)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="shortfall_decision_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="shortfall_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.account_id}"

    @property
    def key(self) -> str:
        """Of its transaction in the ledger."""
        return f"shortfall:{self.pk}"
