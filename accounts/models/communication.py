"""That others may see what somebody needs so as to understand and be understood (`people.CommunicationNeed`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.people import Person


class NeedsShared(models.Model):
    """She said that those who bring her support may see her needs (Accessible Information Standard: share, with
    consent). It ends at her word, at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="needs_shared")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="needs_shared_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="needs_shared_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Needs of {self.person_id}"
