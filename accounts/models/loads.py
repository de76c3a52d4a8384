"""What the council has paid into a budget, for which days; when it paused; and days that were paid for too early."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.budgets import PersonalBudget, Pot
from accounts.models.payments import Payee


class Load(models.Model):
    """The council's money for one run of days of a budget, within one four-week period. Never changed.

    `turn` is 2 and more where a day was paid for, taken back by a decision, and is owed again. `contribution_pence` is
    the person's part of these days; `expected_pence` is how much of that is paid through us; `paid_pence` went out.
    """

    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, related_name="loads")
    first_on = models.DateField()
    last_on = models.DateField()
    turn = models.PositiveSmallIntegerField(default=1)
    gross_pence = models.PositiveIntegerField()
    contribution_pence = models.PositiveIntegerField(default=0)
    expected_pence = models.PositiveIntegerField(default=0)
    paid_pence = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "first_on", "turn"], name="load_once"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="load_days"),
            models.CheckConstraint(
                condition=Q(paid_pence=F("gross_pence")) | Q(paid_pence=F("gross_pence") - F("contribution_pence")),
                name="load_gross_or_net",
            ),
            models.CheckConstraint(
                condition=Q(contribution_pence__lte=F("gross_pence")) & Q(expected_pence__lte=F("contribution_pence")),
                name="load_contribution_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.first_on}"

    @property
    def key(self) -> str:
        """The ledger's key: a budget and a period are loaded once."""
        return f"load:budget:{self.budget_id}:{self.first_on}:{self.turn}"


class LoadShare(models.Model):
    """One pot's part of a load. A pot in the person's own bank account is paid to her, by the next payment file."""

    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="shares")
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="load_shares")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, null=True, related_name="load_shares")
    pence = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "pot"], name="load_share_once"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="load_share_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.load_id}: {self.pot_id}"


class BudgetPause(models.Model):
    """Days that a budget does not pay for. Open (no last day) until somebody says when support starts again."""

    class Reason(models.TextChoices):
        HOSPITAL = "hospital", "A hospital stay"
        AWAY = "away", "Away from home"
        ASKED = "asked", "The person asked"
        NOT_STARTED = "not_started", "Support has not started"
        OTHER = "other", "Another reason, in the case record"

    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, related_name="pauses")
    first_on = models.DateField("first day that is not paid for")
    last_on = models.DateField("last day that is not paid for", null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    resumed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    resumed_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget"], condition=Q(last_on=None, cancelled_at=None), name="budget_one_open_pause"
            ),
            models.CheckConstraint(condition=Q(last_on=None) | Q(last_on__gte=F("first_on")), name="pause_days"),
            models.CheckConstraint(
                condition=Q(resumed_at=None, resumed_by=None) | Q(resumed_at__isnull=False, resumed_by__isnull=False),
                name="pause_resumed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="pause_cancelled_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: from {self.first_on}"


class PaidAhead(models.Model):
    """Days that were paid for before we knew of a pause, an end or a death. A person decides; the clock never does."""

    class Why(models.TextChoices):
        PAUSE = "pause", "Support was paused"
        END = "end", "The budget ended"
        DEATH = "death", "The person died"

    class Decision(models.TextChoices):
        LEAVE = "leave", "Leave it"
        TAKE_BACK = "take_back", "Take it back from what is free in the pots"

    budget = models.ForeignKey(PersonalBudget, on_delete=models.PROTECT, related_name="paid_ahead")
    first_on = models.DateField()
    last_on = models.DateField()
    why = models.CharField(max_length=6, choices=Why)
    pence = models.PositiveIntegerField("what was paid for these days")
    expected_pence = models.PositiveIntegerField("contribution expected for these days", default=0)
    noticed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    explanation = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["noticed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "first_on"], condition=Q(decision=""), name="paid_ahead_one_open_question"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="paid_ahead_days"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None, explanation="")
                | (~Q(decision="") & ~Q(explanation="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="paid_ahead_decided_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.first_on} to {self.last_on}"

    @property
    def key(self) -> str:
        return f"load-back:{self.pk}"
