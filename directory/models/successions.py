"""Another provider took a service over. Its record, its page and its ids in the open feed went on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models.imports import Merge
from directory.models.organisations import Organisation
from directory.models.services import Service


class Succession(models.Model):
    """From whom to whom, and by whom it was decided (nobody: CQC's own file). `merge` put the successor's own page into
    this one. Never changed afterwards."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="successions")
    merge = models.OneToOneField(Merge, on_delete=models.PROTECT, null=True, blank=True, related_name="succession")
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="gave_up")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="took_over")
    from_location_id = models.CharField(max_length=30, blank=True)
    to_location_id = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "to_location_id"], name="succession_once"),
            models.CheckConstraint(condition=~Q(from_organisation=F("to_organisation")), name="succession_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.from_organisation_id} to {self.to_organisation_id}"
