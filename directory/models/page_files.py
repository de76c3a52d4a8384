"""Photos and documents of a service. One without a position is not on the page: it waits, or was taken off it.

No moment is kept here, so that a page loads its rows together with its other short lists (`directory.together`); who
sent what, and when, is in the proposal and in the audit.
"""

import uuid

from django.db import models
from django.db.models import Q

from directory.models.services import Service


def photo_name(photo: "ServicePhoto", name: str) -> str:
    """Never the name of the file that was sent: it may hold a person's."""
    return f"photos/{photo.uuid.hex}.jpg"


def document_name(document: "ServiceDocument", name: str) -> str:
    return f"documents-of-services/{document.uuid.hex}.pdf"


class PageFile(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class ServicePhoto(PageFile):
    """Drawn anew by `directory.photos`. `alt` says what it shows, to whoever does not see it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=photo_name, max_length=120)
    alt = models.CharField("what it shows", max_length=200)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta(PageFile.Meta):
        constraints = [models.CheckConstraint(condition=~Q(alt=""), name="service_photo_says_what_it_shows")]

    def __str__(self) -> str:
        return self.alt


class ServiceDocument(PageFile):
    """A PDF to download, never shown in the page. Looked through by `accounts.uploads` before it is kept."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="documents")
    file = models.FileField(upload_to=document_name, max_length=120)
    name = models.CharField(max_length=120)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField("bytes")

    class Meta(PageFile.Meta):
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="service_document_has_a_name")]

    def __str__(self) -> str:
        return self.name
