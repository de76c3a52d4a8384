"""Receipts: only for a pot whose plan asks for them, with a reason, an author and an end."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.budgets import Pot
from accounts.models.cards import CardAuthorisation

FOLDER = "receipts"  # of MEDIA_ROOT, where nothing but `accounts.views.receipts` serves from


def stored_name(receipt: Any, filename: str) -> str:
    """A random name. Of what somebody called the file nothing is kept, not even its ending."""
    return f"{FOLDER}/{secrets.token_hex(24)}.{Receipt.ENDINGS[receipt.content_type]}"


class ReceiptRequest(models.Model):
    """This person's plan asks for receipts of what is bought from one pot, until a day."""

    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="receipt_requests")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateField("last day")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pot"], condition=Q(ended_at=None), name="receipt_request_one_for_a_pot"),
            models.CheckConstraint(condition=~Q(reason=""), name="receipt_request_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="receipt_request_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"receipts of pot {self.pot_id}"


class Receipt(models.Model):
    """What somebody sent, drawn anew by `accounts.uploads`: never the bytes that came."""

    JPEG, PDF = "image/jpeg", "application/pdf"
    ENDINGS = {JPEG: "jpg", PDF: "pdf"}

    authorisation = models.ForeignKey(CardAuthorisation, on_delete=models.PROTECT, related_name="receipts")
    content_type = models.CharField(max_length=20, choices=[(JPEG, "A photo"), (PDF, "A PDF")])
    file = models.FileField(upload_to=stored_name, max_length=120, blank=True)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField("bytes kept")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authorisation"], condition=Q(removed_at=None), name="receipt_one_for_a_purchase"
            ),
            models.CheckConstraint(
                condition=(Q(removed_at=None, removed_by=None) & ~Q(file=""))
                | Q(removed_at__isnull=False, removed_by__isnull=False, file=""),
                name="receipt_there_or_removed",
            ),
            models.CheckConstraint(condition=Q(pages__gt=0) & Q(size__gt=0), name="receipt_is_something"),
        ]

    def __str__(self) -> str:
        return f"receipt of {self.authorisation_id}"
