"""Room for one more: so many places in a part of the week, as a personal assistant or an organisation said it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory import free_times
from directory.models.personal_assistants import PersonalAssistantProfile
from directory.models.services import Service

Owner = Service | PersonalAssistantProfile


def named(of: Owner) -> dict[str, Any]:
    """The column that holds whose it is."""
    return {"service": of} if isinstance(of, Service) else {"profile": of}


class Capacity(models.Model):
    """In this part of the week there is room for so many more people; 0 is "full", no row is "not said".

    `taken` is what was booked since it was said. What counts, and for how long, is in `directory.room`.
    """

    class Part(models.TextChoices):
        MORNING = "morning", "Morning"
        AFTERNOON = "afternoon", "Afternoon"
        EVENING = "evening", "Evening"
        NIGHT = "night", "Night"

    profile = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.CASCADE, null=True, blank=True, related_name="free_times"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="free_times")
    weekday = models.PositiveSmallIntegerField("1 is Monday, 7 is Sunday")
    part = models.CharField(max_length=10, choices=Part)
    starts = models.TimeField("from")
    ends = models.TimeField("until")
    area = models.CharField("name of one of their areas; empty is all of them", max_length=80, blank=True)
    places = models.PositiveSmallIntegerField("how many more people", default=1)
    taken = models.PositiveSmallIntegerField("booked since it was said", default=0)
    confirmed_at = models.DateTimeField("said at")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "capacity"
        ordering = ["weekday", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__isnull=False, service=None) | Q(profile=None, service__isnull=False),
                name="capacity_of_a_service_or_an_assistant",
            ),
            models.UniqueConstraint(fields=["profile", "weekday", "part", "area"], name="capacity_of_assistant_once"),
            models.UniqueConstraint(fields=["service", "weekday", "part", "area"], name="capacity_of_service_once"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="capacity_on_a_weekday"),
            models.CheckConstraint(condition=Q(part__in=free_times.PARTS), name="capacity_part"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="capacity_last_place_is_taken_once"),
        ]
        indexes = [models.Index(fields=["weekday", "part", "confirmed_at"], name="capacity_at_a_time")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.part}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Without hours of its own it is the whole part of the day."""
        self.starts = self.starts or free_times.HOURS[self.part][0]
        self.ends = self.ends or free_times.HOURS[self.part][1]
        super().save(*args, **kwargs)


class TakenPlace(models.Model):
    """A place that an order took. It is gone when the order comes to nothing, or when they say anew what they have."""

    capacity = models.ForeignKey(Capacity, on_delete=models.CASCADE, related_name="taken_places")
    reference = models.CharField("of the order", max_length=20)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["capacity", "reference"], name="taken_place_once_by_an_order"),
        ]
        indexes = [models.Index(fields=["reference"], name="taken_place_of_an_order")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.capacity_id}"


class CapacityReminder(models.Model):
    """When somebody was last asked whether it is still right: at most once a week, however often it is due."""

    profile = models.OneToOneField(
        PersonalAssistantProfile, on_delete=models.CASCADE, null=True, blank=True, related_name="capacity_reminder"
    )
    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="capacity_reminder"
    )
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__isnull=False, service=None) | Q(profile=None, service__isnull=False),
                name="capacity_reminder_of_a_service_or_an_assistant",
            ),
        ]

    def __str__(self) -> str:
        return f"Reminder {self.pk}"
