"""New bank details of somebody we pay: asked for, checked by telephone by a second person, only then used."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.payments import Payee, PaymentFileLine


class BankDetailsChange(models.Model):
    """Waits until a second person has called a number from our record. Until then the old details are paid."""

    class How(models.TextChoices):
        EMAIL = "email", "By email"
        LETTER = "letter", "By letter"
        TELEPHONE = "telephone", "By telephone"
        IN_PERSON = "in_person", "In person"

    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="bank_changes")
    sort_code = models.CharField(max_length=6)
    account_number = models.CharField(max_length=8)
    how = models.CharField("how the request came", max_length=10, choices=How)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    called_number = models.CharField("number called, from our record", max_length=30, blank=True)
    called_at = models.DateTimeField(null=True)
    spoke_to = models.CharField(max_length=150, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["entered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["payee"], condition=Q(confirmed_at=None, refused_at=None), name="payee_one_bank_change_waits"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")), name="bank_change_two_people"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None, called_at=None, called_number="", spoke_to="")
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False, called_at__isnull=False)
                    & ~Q(called_number="")
                    & ~Q(spoke_to="")
                ),
                name="bank_change_confirmed_by_a_call",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None, refused_by=None, refused_why="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refused_why="")),
                name="bank_change_refused_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(refused_at=None), name="bank_change_confirmed_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return f"Bank details of {self.payee_id}"

    @property
    def waits(self) -> bool:
        return self.confirmed_at is None and self.refused_at is None


class PaymentReturn(models.Model):
    """A payment that came back, or never went: we owe it again, and the next file pays it.

    `recorded_by` is nobody where Stripe's answer did it.
    """

    class Reason(models.TextChoices):
        CLOSED = "closed", "The account is closed"
        WRONG = "wrong", "There is no such account"
        NAME = "name", "The name does not go with the account"
        OTHER = "other", "Another reason"
        REFUSED = "refused", "Stripe would not send it"
        REVERSED = "reversed", "Taken back from their Stripe account"
        TAKEN_OVER = "taken", "Not sent yet, and paid by bank instead"

    BY_A_BANK = (Reason.CLOSED, Reason.WRONG, Reason.NAME, Reason.OTHER)

    line = models.OneToOneField(PaymentFileLine, on_delete=models.PROTECT, related_name="returned")
    reason = models.CharField(max_length=8, choices=Reason)
    code = models.CharField("Stripe's code for why", max_length=120, blank=True)
    outside_id = models.CharField("the reversal at Stripe", max_length=80, blank=True)
    returned_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outside_id"], condition=~Q(outside_id=""), name="payment_return_once_for_a_reversal"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | Q(reason__in=["refused", "reversed"]),
                name="payment_return_by_somebody_or_stripe",
            ),
            models.CheckConstraint(
                condition=(Q(reason="reversed") & ~Q(outside_id="")) | (~Q(reason="reversed") & Q(outside_id="")),
                name="payment_return_reversal_has_its_id",
            ),
        ]

    def __str__(self) -> str:
        return f"Returned: {self.line_id}"
