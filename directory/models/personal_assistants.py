"""Personal assistants: what they offer and where. Never where they live."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.models.records import Confirmed, Status
from directory.models.taxonomies import Language, TaxonomyTerm


class Employment(models.TextChoices):
    """How somebody works: recorded first, since law and price follow from it."""

    SELF_EMPLOYED = "self_employed", "Self-employed"
    EMPLOYEE = "employee", "Works as your employee"


class PersonalAssistantProfile(Confirmed):
    """One personal assistant as the public sees them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="personal_assistant",
    )
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=120, unique=True)
    employment = models.CharField(max_length=14, choices=Employment)
    about = models.TextField(blank=True)
    private_phone = models.CharField("telephone number, for the council alone", max_length=30, blank=True)
    weekday_pence = models.PositiveIntegerField("an hour on weekdays", null=True, blank=True)
    weekend_pence = models.PositiveIntegerField("an hour at weekends", null=True, blank=True)
    minimum_minutes = models.PositiveSmallIntegerField("shortest visit", default=60)
    travel_included_miles = models.PositiveSmallIntegerField(null=True, blank=True)
    needs = models.ManyToManyField(TaxonomyTerm, blank=True, related_name="personal_assistants")
    languages = models.ManyToManyField(Language, blank=True, related_name="personal_assistants")
    told_us_on = models.DateField("told us when they are free on", null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(Confirmed.Meta):
        ordering = ["name"]
        constraints = [
            *Confirmed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(employment__in=Employment.values), name="assistant_employment_recorded_first"
            ),
            models.CheckConstraint(
                condition=Q(weekday_pence=None) | Q(weekday_pence__gt=0), name="assistant_rate_is_positive"
            ),
            models.CheckConstraint(condition=Q(minimum_minutes__gt=0), name="assistant_visit_has_a_length"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class AreaServed(models.Model):
    """A place an assistant travels to.

    Its centre has two decimals, about a mile: the column itself is too coarse to say where anybody lives.
    """

    profile = models.ForeignKey(PersonalAssistantProfile, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(max_length=80)
    latitude = models.DecimalField("centre of the area", max_digits=4, decimal_places=2)
    longitude = models.DecimalField("centre of the area", max_digits=5, decimal_places=2)
    miles = models.PositiveSmallIntegerField("how far from there", default=3)

    class Meta:
        verbose_name_plural = "areas served"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "name"], name="area_served_once"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="area_served_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name
