"""What happened: one row for each change of state, never changed afterwards."""

from django.conf import settings
from django.db import models

from directory.models.approvals import STATES, Approval
from directory.models.personal_assistants import PersonalAssistantProfile
from directory.models.records import Status, exactly_one
from directory.models.services import Service


class ApprovalEvent(models.Model):
    """An approval changed its state. `by` is empty where the clock did it."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=12, choices=STATES, blank=True)
    to_state = models.CharField(max_length=12, choices=STATES)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.approval_id}: {self.to_state}"


class PublicationEvent(models.Model):
    """A service or a personal assistant's page was put up or taken down."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="publications")
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.PROTECT, null=True, related_name="publications"
    )
    from_status = models.CharField(max_length=12, choices=Status)
    to_status = models.CharField(max_length=12, choices=Status)
    reason = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one("service", "personal_assistant"), name="publication_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id or self.personal_assistant_id}: {self.to_status}"
