"""What changes each tax year for whoever employs a personal assistant: minimum wage, National Insurance, sick pay..."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class EmploymentRates(models.Model):
    """One version of the figures of one tax year. A version never changes: a mistake is put right by adding the next.

    They hold from `starts_on` until the next tax year begins. `added_by` is empty for those that came with Waymark.
    Basis points: 1,500 are 15%. What each figure is for: `accounts.employing`.
    """

    starts_on = models.DateField("first day of the tax year")
    version = models.PositiveSmallIntegerField(default=1)
    minimum_wage_21_pence_an_hour = models.PositiveIntegerField("from 21 years")
    minimum_wage_18_pence_an_hour = models.PositiveIntegerField("18 to 20 years")
    minimum_wage_16_pence_an_hour = models.PositiveIntegerField("under 18, above school age")
    employer_ni_basis_points = models.PositiveSmallIntegerField()
    employer_ni_above_pence_a_year = models.PositiveIntegerField("secondary threshold")
    employer_ni_under_21_above_pence_a_year = models.PositiveIntegerField("upper secondary threshold")
    employment_allowance_pence_a_year = models.PositiveIntegerField()
    sick_pay_pence_a_week = models.PositiveIntegerField()
    sick_pay_most_percent_of_pay = models.PositiveSmallIntegerField("100 where only the weekly rate counts")
    sick_pay_from_pence_a_week = models.PositiveIntegerField("pay below this has none; 0 where all have it")
    sick_pay_waiting_days = models.PositiveSmallIntegerField("days without it at the start of a spell")
    pension_above_pence_a_year = models.PositiveIntegerField("earnings trigger")
    pension_lower_pence_a_year = models.PositiveIntegerField("lower limit of qualifying earnings")
    pension_upper_pence_a_year = models.PositiveIntegerField("upper limit of qualifying earnings")
    pension_employer_basis_points = models.PositiveSmallIntegerField("the employer's least")
    pension_from_age_years = models.PositiveSmallIntegerField()
    pension_below_age_years = models.PositiveSmallIntegerField("by which everybody has State Pension age")
    redundancy_most_pence_a_week = models.PositiveIntegerField("most of a week's pay that counts")
    sources = models.TextField("where each figure was read, one a line")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["starts_on", "version"], name="employment_rates_version_once"),
            models.CheckConstraint(condition=~Q(sources=""), name="employment_rates_have_sources"),
            models.CheckConstraint(
                condition=Q(starts_on__month=4, starts_on__day=6), name="employment_rates_of_a_tax_year"
            ),
            models.CheckConstraint(
                condition=Q(minimum_wage_16_pence_an_hour__gt=0)
                & Q(minimum_wage_18_pence_an_hour__gte=F("minimum_wage_16_pence_an_hour"))
                & Q(minimum_wage_21_pence_an_hour__gte=F("minimum_wage_18_pence_an_hour")),
                name="employment_rates_minimum_by_age",
            ),
            models.CheckConstraint(
                condition=Q(pension_upper_pence_a_year__gte=F("pension_lower_pence_a_year"))
                & Q(pension_below_age_years__gt=F("pension_from_age_years")),
                name="employment_rates_pension_limits",
            ),
            models.CheckConstraint(
                condition=Q(employer_ni_basis_points__lte=10_000)
                & Q(pension_employer_basis_points__lte=10_000)
                & Q(sick_pay_most_percent_of_pay__lte=100),
                name="employment_rates_are_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"tax year from {self.starts_on}, version {self.version}"
