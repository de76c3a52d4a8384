"""How old a page may grow, as the council sets it, and who was asked whether a page is still right."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from wagtail.contrib.settings.models import register_setting

from accounts.models.spending_settings import Thresholds
from directory.freshness import Months
from directory.models.organisations import Organisation
from directory.models.personal_assistants import PersonalAssistantProfile
from directory.models.records import exactly_one
from directory.models.services import Service

MOST = 60
Listed = Service | PersonalAssistantProfile
SUBJECTS = ("service", "personal_assistant")


def named(of: Listed) -> dict[str, Any]:
    """The column that holds whose it is."""
    return {"service": of} if isinstance(of, Service) else {"personal_assistant": of}


def whose(page: Listed) -> Organisation | PersonalAssistantProfile:
    return page.organisation if isinstance(page, Service) else page


def months(words: str, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        words, default=default, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )


@register_setting(icon="date")
class FreshnessSettings(Thresholds):
    """Months since somebody who knows confirmed a page. These numbers are our own rule."""

    remind_months = months("months until its provider is asked if it is still right", 5)
    old_months = months("months until people are told that it is old", 6)
    hide_months = months("months until it is hidden", 12)
    warning_days = models.PositiveSmallIntegerField(
        "days between the last warning and hiding it",
        default=21,
        validators=[MinValueValidator(7), MaxValueValidator(90)],
    )

    class Meta:
        verbose_name = "how old a directory page may grow"

    @property
    def as_rule(self) -> Months:
        return Months(self.remind_months, self.old_months, self.hide_months, self.warning_days)


class ConfirmationAsk(models.Model):
    """Somebody was asked if a page is still right. The link in the e-mail answers it once.

    Where nobody can be written to there is a row all the same: staff then call (`/staff/freshness/`).
    """

    class Kind(models.TextChoices):
        REMINDER = "reminder", "Reminder"
        LAST_WARNING = "last_warning", "Last warning"

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="confirmation_asks"
    )
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.CASCADE, null=True, blank=True, related_name="confirmation_asks"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_written = models.BooleanField("somebody was written to")
    asked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(*SUBJECTS), name="confirmation_ask_of_one"),
            models.CheckConstraint(
                condition=Q(is_written=True) | Q(to=None, used_at=None), name="confirmation_ask_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.service_id or self.personal_assistant_id}"

    @property
    def subject(self) -> Listed:
        subject = self.service or self.personal_assistant
        if subject is None:
            raise ValueError("An ask is always about a page.")
        return subject
