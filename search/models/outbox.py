"""What each engine copy has been told. A copy is behind on a document while `pushed` is less than `change`."""

from django.db import models
from django.db.models import F, Q

from .document import IndexedDocument


class IndexCopy(models.Model):
    """An engine's copy as it was last built whole: the outbox speaks of this build and no other."""

    name = models.CharField(max_length=40, unique=True)
    build = models.CharField(max_length=120)
    built_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} ({self.build})"


class OutboxRow(models.Model):
    """One for each copy and document, written in the owner's transaction."""

    copy = models.CharField(max_length=40)
    document = models.ForeignKey(IndexedDocument, on_delete=models.CASCADE, related_name="outbox")
    change = models.BigIntegerField()
    pushed = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["copy", "document"], name="search_outbox_once"),
            models.CheckConstraint(condition=Q(pushed__lte=F("change")), name="search_outbox_never_ahead"),
        ]
        indexes = [
            models.Index(fields=["copy", "change"], condition=Q(pushed__lt=F("change")), name="search_outbox_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.copy}: {self.document_id} at {self.pushed} of {self.change}"
