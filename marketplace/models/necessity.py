"""The council considers it necessary that a close relative of the household is paid from a direct payment."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from directory.models import PersonalAssistantProfile


class NecessityDecision(models.Model):
    """Care and Support (Direct Payments) Regulations 2014 (SI 2014/2871), regulation 3: without it no husband, wife or
    partner is paid, nor a close relative who lives in the same home. It stands until somebody ends it: a review that is
    late stops nobody's care."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", "Husband, wife or civil partner"
        PARTNER = "partner", "Lives with them as a husband, wife or partner"
        RELATIVE = "relative", "A close relative in the same home"
        OF_RELATIVE = "of_relative", "The partner of a close relative, in the same home"

    class WhatFor(models.TextChoices):
        CARE = "care", "To meet their needs for care"
        MANAGEMENT = "management", "To manage the direct payment, or help with it"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="necessity_decisions")
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.PROTECT, related_name="necessity_decisions"
    )
    relation = models.CharField(max_length=12, choices=Relation)
    what_for = models.CharField(max_length=12, choices=WhatFor)
    reasons = models.TextField(max_length=1000)
    review_on = models.DateField("looked at again by")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reasons = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "personal_assistant", "what_for"],
                condition=Q(ended_at=None),
                name="necessity_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="necessity_has_reasons"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reasons="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reasons=""),
                name="necessity_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personal_assistant_id} for {self.person_id}"

    def stands_on(self, day: date) -> bool:
        """From the day of the decision, and not after that on which it was ended: what was done until then is paid."""
        if day < timezone.localdate(self.decided_at):
            return False
        return self.ended_at is None or day <= timezone.localdate(self.ended_at)

    @property
    def is_late(self) -> bool:
        return self.ended_at is None and self.review_on < timezone.localdate()
