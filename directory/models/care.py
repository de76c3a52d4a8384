"""Who said what about a listing's personal care, and on which side of CQC's line it is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.cqc_boundary import Sort
from directory.models.personal_assistants import PersonalAssistantProfile
from directory.models.records import exactly_one
from directory.models.services import Service

SORTS = [(sort.value, sort.label) for sort in Sort]


class CareAnswers(models.Model):
    """One filling-in of the questionnaire. The last one that counts is the listing's; none is changed afterwards.

    What a seller says that would take a listing out of the rules counts once the council has looked.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="care_answers")
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="care_answers"
    )
    answers: Any = models.JSONField()
    sort = models.CharField(max_length=12, choices=SORTS)
    reason = models.TextField()
    source = models.CharField("where the law says so", max_length=200)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    counts_from = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "care answers"
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("service", "personal_assistant"), name="care_answers_about_one"
            ),
            models.CheckConstraint(condition=Q(sort__in=[sort.value for sort in Sort]), name="care_answers_sort"),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | Q(counts_from__isnull=False), name="care_answers_agreed_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.answered_at:%Y-%m-%d}"

    @property
    def subject(self) -> Service | PersonalAssistantProfile:
        subject: Any = self.service or self.personal_assistant
        return subject
