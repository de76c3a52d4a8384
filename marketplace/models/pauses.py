"""Days on which a person needs no visits: a stay in hospital, a holiday."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person


class VisitPause(models.Model):
    """From a day to a day, or until the person says. What was booked waits, and nothing is confirmed by silence.

    Why is for the person and those who act for her: a seller is told the days and no reason.
    """

    class Kind(models.TextChoices):
        HOSPITAL = "hospital", "A stay in hospital"
        HOLIDAY = "holiday", "A holiday"
        OTHER = "other", "Something else"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visit_pauses")
    kind = models.CharField("why", max_length=10, choices=Kind)
    starts_on = models.DateField("first day without visits")
    until_on = models.DateField("last day without visits; empty: until she says", null=True, blank=True)
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    back_on = models.DateField("ended early: first day with visits again", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["hospital", "holiday", "other"]), name="visit_pause_kind"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("starts_on")), name="visit_pause_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(back_on=None, ended_at=None, ended_by=None)
                | Q(back_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False)
                & Q(back_on__gte=F("starts_on")),
                name="visit_pause_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on=None, back_on=None), name="visit_pause_one_without_an_end"
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="visit_pause_of_a_person")]

    def __str__(self) -> str:
        return f"Pause {self.pk}"

    @property
    def last_on(self) -> date | None:
        """The last day that it covers; None while nobody knows. The day before its start where it was called off."""
        ended = self.back_on - timedelta(days=1) if self.back_on else None
        return min((day for day in (ended, self.until_on) if day), default=None)

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.last_on is None or day <= self.last_on)
