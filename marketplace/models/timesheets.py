"""Assistants who are employees of the person they support: no orders, no invoices, but hours that she agrees."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from directory.models import PersonalAssistantProfile
from marketplace.models.necessity import NecessityDecision

MOST_MINUTES = 24 * 60


class EmployedAssistant(models.Model):
    """An assistant works for a person, who is the employer. Said and ended by her or her delegate."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employed_assistants")
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.PROTECT, related_name="employed_by"
    )
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    not_household_at = models.DateTimeField("said they are no close relative at home at", null=True, blank=True)
    necessity = models.ForeignKey(
        NecessityDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="employed"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "personal_assistant"], condition=Q(ended_at=None), name="employed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="employed_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(not_household_at__isnull=False, necessity=None)
                | Q(not_household_at=None, necessity__isnull=False),
                name="employed_of_the_household_by_necessity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personal_assistant_id} works for {self.person_id}"


class Timesheet(models.Model):
    """One week's hours, Monday to Sunday: written by the assistant, agreed by the person. Agreed, it stays."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SENT = "sent", "To agree"
        AGREED = "agreed", "Agreed"

    employed = models.ForeignKey(EmployedAssistant, on_delete=models.PROTECT, related_name="timesheets")
    first_day = models.DateField("Monday")
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it was sent back", max_length=250, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["employed", "first_day"], name="timesheet_once_a_week"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None, agreed_at=None, agreed_by=None)
                | Q(state="sent", sent_at__isnull=False, agreed_at=None, agreed_by=None)
                | Q(state="agreed", sent_at__isnull=False, agreed_at__isnull=False, agreed_by__isnull=False),
                name="timesheet_agreed_at_and_by",
            ),
            models.CheckConstraint(condition=Q(first_day__iso_week_day=1), name="timesheet_begins_on_a_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.employed_id}: {self.first_day}"

    def get_absolute_url(self) -> str:
        return reverse("timesheet", args=[self.pk])

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=6)

    @property
    def paid_minutes(self) -> int:
        return sum(line.paid_minutes for line in self.lines.all())


class TimesheetLine(models.Model):
    """One shift: from when, for how long, and how much of it was a break without pay."""

    timesheet = models.ForeignKey(Timesheet, on_delete=models.PROTECT, related_name="lines")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField("from beginning to end")
    break_minutes = models.PositiveSmallIntegerField("break without pay", default=0)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["timesheet", "starts_at"], name="timesheet_line_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=MOST_MINUTES, break_minutes__lt=F("minutes")),
                name="timesheet_line_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.timesheet_id}: {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        """By the clock on the wall: an hour that is put forward at night was not worked."""
        return timezone.localtime(self.starts_at + timedelta(minutes=self.minutes))

    @property
    def paid_minutes(self) -> int:
        return self.minutes - self.break_minutes
