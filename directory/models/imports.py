"""Where services come from: feeds on a schedule, each import, and what an import did not dare to change."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models.organisations import Organisation
from directory.models.services import Service


class Feed(models.Model):
    """An Open Referral feed that is read every so many days. Its address was entered by staff."""

    class Every(models.IntegerChoices):
        DAY = 1, "Every day"
        WEEK = 7, "Every week"
        MONTH = 28, "Every 4 weeks"

    name = models.CharField(max_length=80)
    source = models.SlugField("short name", max_length=60, unique=True)
    address = models.URLField(max_length=500, unique=True)
    every_days = models.PositiveSmallIntegerField(choices=Every, default=Every.DAY)
    publish = models.BooleanField("new services go up at once", default=False)
    due_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(address__startswith="https://"), name="feed_over_https"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None) | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="feed_stopped_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def every(self) -> timedelta:
        return timedelta(days=self.every_days)


class Import(models.Model):
    """One run: what came in, what was refused, and the trouble there was. The first refusals are kept."""

    source = models.CharField(max_length=60)
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, null=True, blank=True, related_name="imports")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    as_before = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class ImportDifference(models.Model):
    """What an import would have changed of a service that its provider has confirmed. A moderator settles it."""

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="differences")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="import_differences")
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField()
    taken = models.BooleanField("what the import says was taken over", default=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["service", "field", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "field"], condition=Q(settled_at=None), name="difference_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="difference_settled_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.field}"


class RegistrationEvent(models.Model):
    """A registration with CQC ended, or went on under another location id. Never changed afterwards."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="registrations")
    from_location_id = models.CharField(max_length=30, blank=True)
    to_location_id = models.CharField(max_length=30, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=250)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_location_id=F("to_location_id")), name="registration_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.from_location_id} to {self.to_location_id}"


class Merge(models.Model):
    """Two records that were one. `moved` says which rows pointed elsewhere before, so that undo puts them back."""

    organisation_kept = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_in"
    )
    organisation_gone = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_into"
    )
    service_kept = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_in")
    service_gone = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_into"
    )
    moved = models.JSONField(default=list)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-done_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    organisation_kept__isnull=False,
                    organisation_gone__isnull=False,
                    service_kept=None,
                    service_gone=None,
                )
                | Q(
                    organisation_kept=None,
                    organisation_gone=None,
                    service_kept__isnull=False,
                    service_gone__isnull=False,
                ),
                name="merge_of_two_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["organisation_gone"], condition=Q(undone_at=None), name="organisation_merged_once"
            ),
            models.UniqueConstraint(fields=["service_gone"], condition=Q(undone_at=None), name="service_merged_once"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} into {self.kept}"

    @property
    def kept(self) -> Organisation | Service:
        return self.organisation_kept or self.service_kept  # type: ignore[return-value]  # one of them, by CHECK

    @property
    def gone(self) -> Organisation | Service:
        return self.organisation_gone or self.service_gone  # type: ignore[return-value]


class KeptApart(models.Model):
    """Two that look alike and are not the same: somebody looked. The lower id is first."""

    kind = models.CharField(max_length=12, choices=[("organisation", "Organisations"), ("service", "Services")])
    first = models.PositiveBigIntegerField()
    second = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} and {self.second}"
