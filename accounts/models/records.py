"""What was done and what was told: audit lines and notices."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AuditLine(models.Model):
    """Who did what, written in the transaction that did it. Text and ids only: no names and no foreign keys."""

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=60)
    by = models.CharField("user id, or empty for the clock", max_length=20, blank=True)
    on_behalf_of = models.CharField("person id", max_length=20, blank=True)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class Notice(models.Model):
    """An e-mail to be sent after commit. Its text goes once it has been sent."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.EmailField("where it goes when nobody signs in there yet", blank=True)
    template = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    stop = models.CharField("address that ends such e-mails", max_length=200, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to__isnull=False, address="") | (Q(to=None) & (~Q(address="") | Q(sent_at__isnull=False))),
                name="notice_goes_somewhere",
            )
        ]
        indexes = [models.Index(fields=["queued_at"], condition=Q(sent_at=None), name="notice_to_send")]

    def __str__(self) -> str:
        return self.template
