"""A payee's own account at Stripe, into which we pay. Stripe keeps who they are and where their bank is; we do not."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.payments import Payee


class PayoutAccount(models.Model):
    """As Stripe last told us of it. We pay into it while it is ready and nobody has said "by bank" instead."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked for"
        SETTING_UP = "setting_up", "Being set up"
        READY = "ready", "Ready"
        NEEDS = "needs", "Stripe needs something"
        RESTRICTED = "restricted", "Stopped by Stripe"
        REFUSED = "refused", "Stripe would not open it"

    payee = models.OneToOneField(Payee, on_delete=models.PROTECT, related_name="payout_account")
    stripe_account = models.CharField("the account's id at Stripe", max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    tries = models.PositiveSmallIntegerField("how often we asked Stripe to open it", default=1)
    needs = models.JSONField("what Stripe waits for, in its names", default=list)
    negative_pence = models.PositiveIntegerField("how far it is below nothing", default=0)
    last_payout_id = models.CharField("its newest payout to a bank", max_length=80, blank=True)
    last_payout_at = models.DateTimeField(null=True)
    payout_failed_at = models.DateTimeField("when a bank refused the newest payout", null=True)
    payout_failed_why = models.CharField("Stripe's code for why", max_length=80, blank=True)
    checked_at = models.DateTimeField("when Stripe was asked last", null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    by_bank_at = models.DateTimeField("since when paid by bank instead", null=True)
    by_bank_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_account"], condition=~Q(stripe_account=""), name="payout_account_once_at_stripe"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused"]) | ~Q(stripe_account=""), name="payout_account_is_known"
            ),
            models.CheckConstraint(
                condition=Q(payout_failed_at=None, payout_failed_why="")
                | (Q(payout_failed_at__isnull=False) & ~Q(payout_failed_why="")),
                name="payout_account_failed_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(last_payout_at=None, last_payout_id="")
                | (Q(last_payout_at__isnull=False) & ~Q(last_payout_id="")),
                name="payout_account_last_payout",
            ),
            models.CheckConstraint(
                condition=Q(by_bank_at=None, by_bank_by=None) | Q(by_bank_at__isnull=False, by_bank_by__isnull=False),
                name="payout_account_by_bank_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Stripe account of {self.payee_id}"

    @property
    def is_used(self) -> bool:
        return self.state == self.State.READY and self.by_bank_at is None
