"""Invoices and credit notes of a seller. They are never changed: the database refuses it (accounts/guards.py)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Payee
from marketplace.models.visits import Visit


class Invoice(models.Model):
    """What a seller was owed for the visits confirmed in one month, or a credit note for what went back of an invoice.

    Numbered from 1 for each payee, without gaps. Lines hold ids: a name is looked up when the page is read.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        CREDIT_NOTE = "credit_note", "Credit note"

    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="invoices")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INVOICE)
    credits = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="credit_notes")
    first_day = models.DateField("visits confirmed from")
    last_day = models.DateField("visits confirmed until")
    dated_on = models.DateField()
    seller_name = models.CharField(max_length=150)
    seller_address = models.CharField(max_length=250, blank=True)
    total_pence = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["payee", "number"], name="invoice_number_once_for_a_payee"),
            models.CheckConstraint(condition=Q(number__gt=0, total_pence__gt=0), name="invoice_numbered_for_something"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="invoice_days_in_order"),
            models.CheckConstraint(
                condition=Q(kind="invoice", credits=None) | Q(kind="credit_note", credits__isnull=False),
                name="invoice_credit_note_credits_one",
            ),
        ]

    def __str__(self) -> str:
        return self.called

    def get_absolute_url(self) -> str:
        return reverse("provider-invoice", args=[self.pk])

    @property
    def called(self) -> str:
        """7F3A21BC-0012: unlike any other seller's"""
        return f"{self.payee.reference}-{self.number:04d}"

    @property
    def signed_pence(self) -> int:
        return self.total_pence if self.kind == self.Kind.INVOICE else -self.total_pence


class InvoiceLine(models.Model):
    """One visit on an invoice, as it stood; on a credit note, what went back of it."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="invoice_lines")
    is_credit = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField("recorded", null=True, blank=True)
    pence = models.PositiveIntegerField()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(is_credit=False), name="invoice_line_once_for_a_visit"
            ),
            models.UniqueConstraint(fields=["invoice", "visit"], name="invoice_line_visit_once_in_it"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="invoice_line_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.visit_id}"
