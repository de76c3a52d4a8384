"""Thresholds that an administrator keeps in Wagtail's admin.

Wagtail's own models lead to modules that import this room's: so this is the last of them to be imported, and its name
keeps it there.
"""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="help")
class PurchaseQuestionSettings(BaseGenericSetting):
    """When the council's text may answer by itself, and for how long a yes holds."""

    immediate = models.BooleanField(
        "a small purchase gets its yes at once",
        default=True,
        help_text="Where an outcome is named, no rule stands against it and the money is there.",
    )
    immediate_pence = models.PositiveIntegerField("up to, in pence", default=5_000)
    immediate_month_pence = models.PositiveIntegerField(
        "up to, in pence, for one person in 4 weeks",
        default=20_000,
        help_text="Above this a practitioner answers, however small the purchase.",
    )
    holds_days = models.PositiveSmallIntegerField(
        "days for which a yes holds", default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )

    class Meta:
        verbose_name = "questions before buying"

    @classmethod
    def current(cls) -> Any:
        """As set, or as it comes; reading never writes."""
        return cls.base_queryset().first() or cls()
