"""Who is paid, what is held for them, and the files that pay them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.budgets import Pot
from accounts.models.people import Person


class Payee(models.Model):
    """A provider or self-employed assistant whom we pay. `payable` is what we owe.

    A person whose money is in her own bank account is one too: the council's loads go out to her.
    """

    reference = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=150)
    payable = models.OneToOneField("accounts.LedgerAccount", on_delete=models.PROTECT, related_name="+")
    sort_code = models.CharField("sort code, 6 digits", max_length=6, blank=True)
    account_number = models.CharField("account number, 8 digits", max_length=8, blank=True)
    created_at = models.DateTimeField()
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="payee")
    phone = models.CharField("number that we know to be theirs", max_length=30, blank=True)
    phone_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(phone="", phone_recorded_at=None) | (~Q(phone="") & Q(phone_recorded_at__isnull=False)),
                name="payee_phone_and_when",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Payment(models.Model):
    """Money held in a pot for one purpose, then captured for a payee or released: never lost in between.

    `steps` counts what was done to it, and is part of each step's key in the ledger.
    """

    purpose = models.CharField(max_length=20)
    reference = models.CharField(max_length=60)
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="payments")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="payments")
    held_pence = models.PositiveIntegerField()
    captured_pence = models.PositiveIntegerField(default=0)
    released_pence = models.PositiveIntegerField(default=0)
    refunded_pence = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    held_at = models.DateTimeField()
    own_payment = models.ForeignKey(
        "accounts.OwnPayment",
        verbose_name="the card payment it was paid with: what comes free goes back there",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="holds",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "reference"], name="payment_once_for_a_purpose"),
            models.CheckConstraint(condition=Q(held_pence__gt=0), name="payment_holds_something"),
            models.CheckConstraint(
                condition=Q(held_pence__gte=F("captured_pence") + F("released_pence")), name="payment_within_its_hold"
            ),
            models.CheckConstraint(
                condition=Q(captured_pence__gte=F("refunded_pence")), name="payment_refund_within_capture"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.reference}"

    @property
    def open_pence(self) -> int:
        """Still held: neither captured nor released."""
        return self.held_pence - self.captured_pence - self.released_pence


class PaymentFile(models.Model):
    """A batch of payments to providers, by bank and through Stripe: prepared by one person, released by another.

    In an emergency file everybody is paid by bank: the card company, or Stripe, is gone.
    """

    reference = models.CharField(max_length=20, unique=True)
    is_emergency = models.BooleanField("everybody by bank", default=False)
    emergency_reason = models.CharField(max_length=250, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="payment_file_released_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="payment_file_cancelled_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("prepared_by")), name="payment_file_two_people"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(cancelled_at=None), name="payment_file_released_or_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(is_emergency=False, emergency_reason="") | (Q(is_emergency=True) & ~Q(emergency_reason="")),
                name="payment_file_emergency_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentFileLine(models.Model):
    """What one payee gets in one file. While the file waits its line is open, and a payee has one open line.

    Bank details, or the account at Stripe, are those that were checked: changing the payee's afterwards does not
    redirect the money.
    """

    class Route(models.TextChoices):
        BANK = "bank", "By bank"
        STRIPE = "stripe", "Through Stripe"

    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, related_name="lines")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="lines")
    pence = models.BigIntegerField()
    route = models.CharField(max_length=6, choices=Route, default=Route.BANK)
    sort_code = models.CharField(max_length=6, blank=True)
    account_number = models.CharField(max_length=8, blank=True)
    stripe_account = models.CharField(max_length=80, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "payee"], name="payment_file_line_once"),
            models.UniqueConstraint(fields=["payee"], condition=Q(is_open=True), name="payee_in_one_open_file"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="payment_file_line_positive"),
            models.CheckConstraint(
                condition=Q(route="bank", stripe_account="")
                | (Q(route="stripe", sort_code="", account_number="") & ~Q(stripe_account="")),
                name="payment_file_line_one_route",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.payee_id}"
