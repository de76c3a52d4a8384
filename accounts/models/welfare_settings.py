"""When we ask somebody whether all is well. The council's own rule, each of these numbers: no law gives one."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import register_setting

from accounts import welfare
from accounts.models.spending_settings import Thresholds

LIMITS = welfare.Limits()


def number(words: str, default: int, least: int, most: int, help_text: str = "") -> models.PositiveIntegerField:
    valid = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveIntegerField(words, default=default, validators=valid, help_text=help_text)


@register_setting(icon="view")
class WelfareSettings(Thresholds):
    """Signs that support may not be happening, or that somebody else uses the money, and how long we wait."""

    under_percent = number(
        "little is spent: under this share of the plan, in percent",
        LIMITS.under_percent,
        1,
        95,
        "In 12 weeks. Nobody is blamed for not spending: we ask if support is happening.",
    )
    stop_days = number("all spending stopped: days without any", LIMITS.stop_days, 7, 90)
    late_days = number("a regular payment is missing: days after it was due", LIMITS.late_days, 1, 60)
    rise_times = number("much more was spent: times as much as usual", LIMITS.rise_times, 2, 20)
    cash_times = number("much more cash: times as much as usual", LIMITS.cash_times, 2, 20)
    cash_pounds = number("and at least this much cash in 4 weeks, in pounds", LIMITS.cash_pence // 100, 1, 10_000)
    new_pounds = number("somebody new was paid beside cash: at least, in pounds", LIMITS.new_pence // 100, 1, 10_000)
    answer_days = number("working days to answer before a person looks", 5, 1, 30)
    quiet_weeks = number("weeks before we ask about the same again", 12, 1, 104)

    class Meta:
        verbose_name = "asking if all is well"

    @property
    def limits(self) -> welfare.Limits:
        return welfare.Limits(
            under_percent=self.under_percent,
            stop_days=self.stop_days,
            late_days=self.late_days,
            rise_times=self.rise_times,
            cash_times=self.cash_times,
            cash_pence=self.cash_pounds * 100,
            new_pence=self.new_pounds * 100,
        )
