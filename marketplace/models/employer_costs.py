"""What employing somebody truly costs a person, kept because she asked, and what was paid from what is set aside."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts import employer_budget
from accounts.employer_budget import Fit
from accounts.employing import Job
from accounts.models import EmploymentRates, Payee, Person, Pot
from marketplace.models.timesheets import EmployedAssistant

WEEK = timedelta(days=7)


class EmployerCosts(models.Model):
    """A calculation that a person sent to the council. Agreed, all but the wage is set aside week by week.

    `job` is what she said (`accounts.employing.Job`), and never changes: a new wage is a new row, which takes over the
    pot. Up to `set_aside_until` every whole week is set aside; `began_on` is where the first row of this job began.
    """

    class State(models.TextChoices):
        SENT = "sent", "To look at"
        TALK = "talk", "To talk about"
        AGREED = "agreed", "Set aside each week"
        REPLACED = "replaced", "Another calculation took its place"
        ENDED = "ended", "Over"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employer_costs")
    employed = models.ForeignKey(
        EmployedAssistant, on_delete=models.PROTECT, null=True, blank=True, related_name="costs"
    )
    rates = models.ForeignKey(EmploymentRates, on_delete=models.PROTECT, related_name="+")
    job = models.JSONField()
    total_pence = models.PositiveIntegerField("all of it, a year")
    least_pence = models.PositiveIntegerField("a year at the lowest wage of that age")
    aside_week_pence = models.PositiveIntegerField("to set aside each week")
    budget_pence = models.PositiveIntegerField("the budget then, a year")
    wage_pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.SENT)
    answer = models.CharField("what the council says", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    pot = models.ForeignKey(
        Pot, verbose_name="what is set aside", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    began_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField("first day that is set aside for", null=True, blank=True)
    set_aside_until = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("given back at", null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employed"], condition=Q(state="agreed"), name="employer_costs_one_agreed_for_a_job"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_by=None, answered_at=None)
                | (~Q(state="sent") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="employer_costs_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "talk", "replaced"])
                | Q(
                    state__in=["agreed", "ended"],
                    employed__isnull=False,
                    pot__isnull=False,
                    payee__isnull=False,
                    began_on__isnull=False,
                    starts_on__isnull=False,
                    starts_on__gte=F("began_on"),
                ),
                name="employer_costs_set_aside_once_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_by__isnull=False, ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_by=None, ended_at=None)),
                name="employer_costs_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Employer costs {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("employer-costs")

    @property
    def asked(self) -> Job:
        return Job(**self.job)

    @property
    def fit(self) -> Fit:
        """As it was when she sent it."""
        return employer_budget.fit_of(self.total_pence, self.least_pence, self.budget_pence)

    @property
    def who(self) -> str:
        return self.employed.personal_assistant.name if self.employed else "nobody yet"


class EmployerPayment(models.Model):
    """One thing that was due: paid to the assistant, or freed to be paid with (cover, tax, insurance).

    `aside_pence` came from what was set aside, and only what was missing from the pot that pays the wage.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Holiday"
        SICK = "sick", "Sick pay"
        NOTICE = "notice", "Notice"
        REDUNDANCY = "redundancy", "Redundancy"
        COVER = "cover", "Somebody else came instead"
        BILL = "bill", "National Insurance, pension, insurance, payroll or training"

    TO_THE_ASSISTANT = (Kind.HOLIDAY, Kind.SICK, Kind.NOTICE, Kind.REDUNDANCY)

    costs = models.ForeignKey(EmployerCosts, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=10, choices=Kind)
    aside_pence = models.PositiveIntegerField()
    wage_pot_pence = models.PositiveIntegerField(default=0)
    note = models.CharField("for which days", max_length=100, blank=True)
    reference = models.CharField(max_length=40, unique=True)
    mandate = models.ForeignKey("accounts.Mandate", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(aside_pence__gt=0) | Q(wage_pot_pence__gt=0), name="employer_payment_is_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["cover", "bill"]) | Q(wage_pot_pence=0), name="employer_payment_frees_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def pence(self) -> int:
        return self.aside_pence + self.wage_pot_pence
