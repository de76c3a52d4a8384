"""The council's thresholds for what is declined by card, kept in the admin."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="lock")
class SpendingSettings(BaseGenericSetting):
    """What somebody can do about a decline before a practitioner has looked."""

    allow_once = models.BooleanField(
        "people can allow a purchase once",
        default=True,
        help_text="When they say “this is for my plan”. A practitioner looks at each within one working day.",
    )
    allow_once_pounds = models.PositiveIntegerField(
        "most that can be allowed once, in pounds",
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
    )
    allow_once_days = models.PositiveSmallIntegerField(
        "days in which it can be used",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )

    class Meta:
        verbose_name = "declined purchases"

    @property
    def allow_once_pence(self) -> int:
        return self.allow_once_pounds * 100

    @classmethod
    def current(cls) -> Any:
        """As set, or as it comes; reading never writes."""
        return cls.base_queryset().first() or cls()
