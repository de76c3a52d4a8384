"""When a service is open, as Open Referral says it: the fields of an RRULE and two clock times."""

import uuid

from django.db import models
from django.db.models import F, Q

from directory.models.locations import ServiceAtLocation
from directory.models.records import exactly_one
from directory.models.services import Service


class Schedule(models.Model):
    """Opening times. Closing before opening means after midnight; no times means by arrangement."""

    class Freq(models.TextChoices):
        WEEKLY = "WEEKLY", "Weekly"
        MONTHLY = "MONTHLY", "Monthly"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="schedules")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, blank=True, related_name="schedules"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    freq = models.CharField(max_length=8, choices=Freq, default=Freq.WEEKLY)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField("days, as MO,TU", max_length=30, blank=True)
    bymonthday = models.CharField(max_length=30, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    description = models.CharField(max_length=250, blank=True)
    notes = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one("service", "service_at_location"), name="schedule_of_one"),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="schedule_opens_and_closes",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="schedule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.byday} {self.opens_at} to {self.closes_at}"
