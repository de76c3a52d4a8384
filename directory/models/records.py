"""What every record of the directory has: a stable id for the open feed, and where it came from."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Status(models.TextChoices):
    """May the public see it? `actions` change it; nothing else does."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


def exactly_one(*names: str) -> Q:
    """A CHECK: one of these foreign keys is set and the others are empty."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class Record(models.Model):
    """An Open Referral record: its id never changes, and an import finds it again by source and source id."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField("imported from", max_length=60, blank=True, editable=False)
    source_id = models.CharField("id there", max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source=""), name="%(class)s_once_in_its_source"
            ),
            models.CheckConstraint(
                condition=Q(source="", source_id="") | (~Q(source="") & ~Q(source_id="")),
                name="%(class)s_source_and_id",
            ),
        ]


class Confirmed(models.Model):
    """A page that somebody who knows confirms from time to time; what nobody confirms is hidden one day."""

    confirmed_on = models.DateField("last confirmed on", null=True, blank=True)
    confirmed_as = models.CharField("confirmed by, as people see it", max_length=150, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_at = models.DateTimeField("hidden since, as nobody confirmed it", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_as="") | (Q(confirmed_on__isnull=False) & ~Q(confirmed_as="")),
                name="%(class)s_confirmed_on_and_as",
            ),
        ]
