"""A person's support plan: what matters to her, how it will be met, and what that costs (Care Act 2014 ss.25-27)."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import ContactFormat, Mandate, Outcome, Person
from directory.models import TaxonomyTerm
from marketplace import costing, pricing, words
from marketplace.models.listings import Listing
from marketplace.models.terms import UNIT_CHOICES

EVERY_CHOICES = [
    (costing.Every.WEEK.value, "A week"),
    (costing.Every.FORTNIGHT.value, "Every 2 weeks"),
    (costing.Every.FOUR_WEEKS.value, "Every 4 weeks"),
    (costing.Every.YEAR.value, "A year"),
]


class SupportPlan(models.Model):
    """One for each person. What it says is in its versions."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="support_plan")
    started_at = models.DateTimeField()
    review_on = models.DateField("next review", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="plan_review_due")]

    def __str__(self) -> str:
        return f"Support plan {self.pk}"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SENT = "sent", "With the council"
    SENT_BACK = "sent_back", "Sent back"
    AGREED = "agreed", "Agreed"


class PlanVersion(models.Model):
    """One writing of a plan. Only a draft changes; what was sent, sent back or agreed stays as it was.

    `before_*` are the sums of the version that was agreed last when this one was: a lower sum needs the reference of a
    reassessment (Care Act 2014 s.27), which the database holds too.
    """

    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    revision = models.PositiveIntegerField("counts every change", default=0)
    read_in = models.CharField("format it is read in", max_length=20, choices=ContactFormat)
    contingency_pence = models.PositiveIntegerField("to keep for emergencies", default=0)
    weekly_pence = models.PositiveIntegerField("all lines together, a week", default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="everybody who changed a word of it", related_name="+"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_back_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField("why it was sent back", max_length=1000, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    before_weekly_pence = models.PositiveIntegerField(default=0)
    before_contingency_pence = models.PositiveIntegerField(default=0)
    reassessment_reference = models.CharField("reference of the reassessment", max_length=40, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=["draft", "sent"]), name="plan_one_open_version"
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_version_state"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None, state="draft")
                | (Q(sent_at__isnull=False, sent_by__isnull=False) & ~Q(state="draft")),
                name="plan_version_sent_at_and_by",
            ),
            models.CheckConstraint(
                condition=(Q(sent_back_at=None, sent_back_by=None, reasons="") & ~Q(state="sent_back"))
                | (Q(sent_back_at__isnull=False, sent_back_by__isnull=False, state="sent_back") & ~Q(reasons="")),
                name="plan_version_sent_back_at_and_by",
            ),
            models.CheckConstraint(
                condition=(Q(agreed_at=None, agreed_by=None) & ~Q(state="agreed"))
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, state="agreed"),
                name="plan_version_agreed_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | ~Q(reassessment_reference="")
                | Q(
                    weekly_pence__gte=F("before_weekly_pence"),
                    contingency_pence__gte=F("before_contingency_pence"),
                ),
                name="plan_version_reduced_after_reassessment",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], condition=Q(state="sent"), name="plan_version_to_answer")]

    def __str__(self) -> str:
        return f"Support plan {self.plan_id}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans-version", args=[self.number])

    @property
    def four_weeks_pence(self) -> int:
        return 4 * self.weekly_pence


class PlanOutcome(models.Model):
    """Something that the person wants from life, in her own words."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="outcomes")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("in the person's own words", max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"Outcome {self.pk} of version {self.version_id}"

    @property
    def weekly_pence(self) -> int:
        return sum(line.weekly_pence for line in self.lines.all())


class Costed(models.Model):
    """Something to buy: what, how often, for how much. `weekly_pence` is worked out by `costing` and kept."""

    what = models.CharField("what to buy", max_length=150)
    unit = models.CharField("what one price buys", max_length=6, choices=UNIT_CHOICES)
    price_pence = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField("how long each time, where the price is for an hour", default=0)
    times = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    every = models.CharField(max_length=10, choices=EVERY_CHOICES)
    weekly_pence = models.PositiveIntegerField()
    kind = models.ForeignKey(
        TaxonomyTerm, verbose_name="kind of help", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__in=list(pricing.Unit), every__in=list(costing.Every)), name="%(class)s_pattern"
            ),
            models.CheckConstraint(condition=Q(times__gt=0), name="%(class)s_times_are_positive"),
            models.CheckConstraint(
                condition=Q(unit="hour", minutes__gt=0) | (~Q(unit="hour") & Q(minutes=0)),
                name="%(class)s_hours_have_a_length",
            ),
        ]

    @property
    def pattern(self) -> costing.Pattern:
        return costing.Pattern(pricing.Unit(self.unit), self.minutes, self.times, costing.Every(self.every))

    @property
    def often(self) -> str:
        """2 hours, twice a week"""
        return words.how_often(self.pattern)

    @property
    def unit_words(self) -> str:
        """an hour"""
        return words.UNITS[self.pattern.unit]


LINE_FIELDS = (
    *("what", "unit", "price_pence", "minutes", "times", "every", "weekly_pence"),
    *("kind_id", "listing_id", "listed_on"),
)


class PlanLine(Costed):
    """One thing that a plan buys towards an outcome."""

    outcome = models.ForeignKey(PlanOutcome, on_delete=models.CASCADE, related_name="lines")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    listed_on = models.DateField("day on which the offer had this price", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Costed.Meta):
        ordering = ["position", "pk"]
        constraints = [
            *Costed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(listing=None, listed_on=None) | Q(listing__isnull=False, listed_on__isnull=False),
                name="plan_line_offer_and_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.pk} of outcome {self.outcome_id}"

    def copied(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in LINE_FIELDS}


class Idea(Costed):
    """What somebody could do towards an outcome, and what it cost: an example, about nobody in particular."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="ideas")
    summary = models.CharField("in one sentence", max_length=250)
    story = models.TextField()
    tip = models.CharField("good to know", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    loaded_at = models.DateTimeField()

    class Meta(Costed.Meta):
        ordering = ["outcome__position", "position", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ideas-idea", args=[self.slug])
