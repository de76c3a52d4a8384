from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import RevisionMixin

from cms import figure_names

YEAR = timedelta(days=365)
FIRST, LAST = 2000, 2100
HTTPS = "Enter an address that begins with https://"


class Figure(RevisionMixin, models.Model):
    """An amount that changes with the tax year: kept once, named in text, shown on every page that names it."""

    name = models.CharField(
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                figure_names.NAME, "Use small letters, numbers and underscores, and begin with a letter: upper_limit"
            )
        ],
        help_text="How it is written in text. The name upper_capital_limit is written {figure:upper_capital_limit}.",
    )
    label = models.CharField("what it is", max_length=120, help_text="With its unit: Carer’s Allowance, a week")
    value = models.CharField(max_length=60, help_text="As it stands in a sentence, without its unit: £86.45")
    tax_year = models.PositiveSmallIntegerField(
        help_text="The year for which it counts. A tax year ends on 5 April: then the figure has to be looked at again."
    )
    source_title = models.CharField("title of the source", max_length=200)
    source_url = models.URLField(
        "address of the source",
        max_length=500,
        validators=[URLValidator(schemes=["https"], code="not_https", message=HTTPS)],
    )
    checked_on = models.DateField(
        default=timezone.localdate, help_text="The day on which you last compared it with the source."
    )

    class Meta:
        ordering = ["label", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(tax_year__range=(FIRST, LAST)), name="figure_tax_year_is_a_year"),
            models.CheckConstraint(condition=~Q(value="") & ~Q(label=""), name="figure_says_something"),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if self.checked_on and self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": "The day must be today or in the past"})

    @property
    def written(self) -> str:
        return figure_names.written(self.name)

    @property
    def year(self) -> str:
        return f"{self.tax_year} to {self.tax_year + 1}"

    @property
    def last_day(self) -> date:
        """Tax years end on 5 April (Income Tax Act 2007, section 4)."""
        return date(self.tax_year + 1, 4, 5)

    def why_stale(self, today: date | None = None) -> str:
        """Why somebody has to look at it; empty while it is good."""
        today = today or timezone.localdate()
        if today > self.last_day:
            return f"The year {self.year} has ended"
        return "Checked more than a year ago" if today - self.checked_on > YEAR else ""


class LoadedFigure(models.Model):
    """A figure of ours that was put into this site once. It is never put in again: what editors did to it stays."""

    name = models.CharField(max_length=60, unique=True)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
