"""Where a service is given, and what getting in there is like."""

import uuid

from django.db import models
from django.db.models import Q

from directory.models.records import Record
from directory.models.services import Service
from directory.models.taxonomies import TaxonomyTerm


class Location(Record):
    """A place with an address. Never somebody's home."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", "A place you can go to"
        POSTAL = "postal", "An address for letters"
        VIRTUAL = "virtual", "Online"

    name = models.CharField(max_length=150, blank=True)
    description = models.CharField(max_length=250, blank=True)
    location_type = models.CharField(max_length=10, choices=Kind, default=Kind.PHYSICAL)
    address_1 = models.CharField("address", max_length=250, blank=True)
    city = models.CharField("town", max_length=80, blank=True)
    region = models.CharField("county", max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["name", "pk"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="location_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.postcode

    @property
    def address_lines(self) -> list[str]:
        return [line for line in (self.address_1, self.city, self.region, self.postcode) if line]


class ServiceAtLocation(models.Model):
    """A service as it is given at one place."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="of_services")
    description = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="service_once_at_a_location")]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"


class Accessibility(models.Model):
    """One thing about getting in and around."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibilities")
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(max_length=250)
    details = models.TextField(blank=True)
    url = models.URLField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "accessibilities"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.description
