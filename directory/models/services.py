"""Service: what exists and can be found. What can be bought is a marketplace listing."""

from django.db import models
from django.db.models import F, Q

from directory.models.organisations import Organisation
from directory.models.records import Confirmed, Record, Status
from directory.models.taxonomies import Language, TaxonomyTerm


class Service(Record, Confirmed):
    """Something an organisation does for people: the centre of the directory."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.CharField("in one sentence", max_length=250, blank=True)
    description = models.TextField(blank=True)
    url = models.URLField("web page", max_length=300, blank=True)
    email = models.EmailField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    fees = models.TextField("about the cost", blank=True)
    how_to_apply = models.TextField("how to start", blank=True)
    alert = models.CharField("notice shown at the top", max_length=250, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    anywhere = models.BooleanField("by telephone or online, wherever you live", default=False)
    gives_personal_care = models.BooleanField("gives personal care that CQC regulates", default=False)
    cqc_location_id = models.CharField("CQC location id", max_length=30, blank=True)
    cqc_ended_on = models.DateField("CQC registration ended on", null=True, blank=True)
    cqc_checked_on = models.DateField("CQC's latest check", null=True, blank=True)
    source_fingerprint = models.CharField("what the import last said", max_length=64, blank=True, editable=False)
    terms = models.ManyToManyField(TaxonomyTerm, blank=True, related_name="services")
    languages = models.ManyToManyField(Language, blank=True, related_name="services")

    class Meta(Record.Meta):
        ordering = ["name"]
        constraints = [
            *Record.Meta.constraints,
            *Confirmed.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(gives_personal_care=False)
                | (~Q(cqc_location_id="") & Q(cqc_ended_on=None)),
                name="service_personal_care_needs_live_cqc",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age=None) | Q(maximum_age=None) | Q(maximum_age__gte=F("minimum_age")),
                name="service_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def unregistered(to: str = "") -> Q:
        """Without a live registration, as a filter. `to` is the way to the service."""
        return Q(**{f"{to}cqc_location_id": ""}) | Q(**{f"{to}cqc_ended_on__isnull": False})

    @property
    def is_cqc_registered(self) -> bool:
        return bool(self.cqc_location_id) and self.cqc_ended_on is None

    @property
    def is_shown(self) -> bool:
        """As `directory.public.shown` finds them."""
        return self.status == Status.PUBLISHED and self.hidden_at is None


class ServiceArea(models.Model):
    """Where a service goes to people's homes: a place and how far around it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(max_length=80)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    miles = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="service_area_once"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="service_area_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Eligibility(models.Model):
    """One rule of who may use a service. Ages are the service's own, and needs its terms: search reads both."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="eligibilities")
    words = models.CharField(max_length=250)
    area = models.CharField("people who live in", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "eligibilities"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.words}: people who live in {self.area}" if self.area else self.words


class CostOption(models.Model):
    """What one thing costs, from when to when. Nothing to pay is 0; a price we do not know is empty."""

    class Unit(models.TextChoices):
        HOUR = "hour", "an hour"
        VISIT = "visit", "a visit"
        DAY = "day", "a day"
        SESSION = "session", "a session"
        WEEK = "week", "a week"
        ITEM = "item", "each"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="costs")
    option = models.CharField("what it is", max_length=120)
    amount_pence = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=8, choices=Unit)
    amount_description = models.CharField(max_length=250, blank=True)
    minimum_minutes = models.PositiveSmallIntegerField("shortest visit", null=True, blank=True)
    travel = models.CharField("what travel costs", max_length=120, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["amount_pence", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="cost_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.option
