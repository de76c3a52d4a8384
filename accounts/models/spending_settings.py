"""The council's thresholds, kept in the admin: what is declined by card, questions before buying, money not spent,
offers to act for somebody, when communication needs are looked at again."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class Thresholds(BaseGenericSetting):
    """Numbers of the council's own, kept in the admin."""

    class Meta:
        abstract = True

    @classmethod
    def current(cls) -> Any:
        """As set, or as it comes; reading never writes."""
        return cls.base_queryset().first() or cls()


@register_setting(icon="lock")
class SpendingSettings(Thresholds):
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


@register_setting(icon="help")
class PurchaseQuestionSettings(Thresholds):
    """When the council's text may answer by itself, and for how long a yes holds."""

    immediate = models.BooleanField(
        "a small purchase gets its yes at once",
        default=True,
        help_text="Where an outcome is named, no rule stands against it and the money is there.",
    )
    immediate_pounds = models.PositiveIntegerField("up to, in pounds", default=50)
    immediate_month_pounds = models.PositiveIntegerField(
        "up to, in pounds, for one person in 4 weeks",
        default=200,
        help_text="Above this a practitioner answers, however small the purchase.",
    )
    holds_days = models.PositiveSmallIntegerField(
        "days for which a yes holds", default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )

    class Meta:
        verbose_name = "questions before buying"


@register_setting(icon="date")
class SurplusSettings(Thresholds):
    """Money that was not spent: how much stays in any case, and how long somebody has to say what they think.

    Eight weeks are what councils commonly use (domain.md §3). No law gives the days: four weeks of working days leave
    time to get help, and a council can give more.
    """

    keep_weeks = models.PositiveSmallIntegerField(
        "weeks of the plan that always stay with the person",
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(104)],
        help_text="Only money above this is looked at. Nothing is ever taken by itself.",
    )
    notice_days = models.PositiveSmallIntegerField(
        "working days of notice before anybody decides",
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(90)],
    )
    appeal_days = models.PositiveSmallIntegerField(
        "working days to appeal before any money moves",
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(90)],
    )

    class Meta:
        verbose_name = "money not spent"


@register_setting(icon="group")
class DelegateSettings(Thresholds):
    """No law gives the days: our own rule, so that an offer does not stand open for ever."""

    offer_days = models.PositiveSmallIntegerField(
        "days to answer an offer to act for somebody",
        default=28,
        validators=[MinValueValidator(7), MaxValueValidator(180)],
        help_text="After that the offer lapses, and can be made again.",
    )

    class Meta:
        verbose_name = "acting for somebody"


@register_setting(icon="group")
class CommunicationSettings(Thresholds):
    """When needs are looked at again. The standard says "regularly" and gives no time: a year is a rule of our own."""

    review_months = models.PositiveSmallIntegerField(
        "months after which needs are looked at again",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
        help_text="The Accessible Information Standard names no time. A year is how it comes.",
    )

    class Meta:
        verbose_name = "communication needs"
