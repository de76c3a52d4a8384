"""All that is held about somebody, in one file that she asked for."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

FOLDER = "downloads"  # of MEDIA_ROOT, where nothing but `accounts.views.download` serves from


def stored_name(download: Any, filename: str) -> str:
    """A random name: it says nothing of whose it is."""
    return f"{FOLDER}/{secrets.token_hex(24)}.zip"


class DataDownload(models.Model):
    """One that was asked for. The worker makes it; it goes by itself (accounts.retention_rules)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="downloads")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=stored_name, max_length=120, blank=True)
    size = models.PositiveIntegerField("bytes", default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(made_at=None), name="download_one_waits"),
            models.CheckConstraint(
                condition=Q(made_at=None, expires_at=None, file="")
                | (Q(made_at__isnull=False, expires_at__isnull=False) & ~Q(file="")),
                name="download_made_and_there",
            ),
        ]

    def __str__(self) -> str:
        return f"Download {self.pk}"
