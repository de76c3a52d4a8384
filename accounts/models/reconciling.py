"""Comparing our rows with Stripe's objects: each time, and each difference until somebody has worked through it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReconcileRun(models.Model):
    """One comparison. Only ids, states and whole pence are kept."""

    class State(models.TextChoices):
        CLEAN = "clean", "All the same"
        DIFFERENT = "different", "There are differences"
        NOT_COMPARED = "not_compared", "Could not be compared"

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    since = models.DateTimeField("objects made since then")
    state = models.CharField(max_length=12, choices=State)
    counts = models.JSONField("how many of each kind, here and there", default=dict)
    not_compared = models.JSONField("kinds that were not, and why", default=dict)
    found = models.PositiveIntegerField("differences", default=0)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="reconcile_run_newest")]

    def __str__(self) -> str:
        return f"Compared {self.started_at:%Y-%m-%d %H:%M}"


class Difference(models.Model):
    """Something that is not the same here and there. Open until a run no longer finds it, or somebody explains it."""

    class What(models.TextChoices):
        MISSING_HERE = "missing_here", "At Stripe, and not in our books"
        MISSING_THERE = "missing_there", "In our books, and not at Stripe"
        TWICE = "twice", "More than once"
        PENCE = "pence", "Another amount"
        STATE = "state", "Another state"

    kind = models.CharField(max_length=30)
    object_id = models.CharField("the object's id at Stripe, or our reference", max_length=120)
    what = models.CharField(max_length=14, choices=What)
    about = models.CharField("our row", max_length=80, blank=True)
    ours_pence = models.BigIntegerField(null=True)
    theirs_pence = models.BigIntegerField(null=True)
    ours_state = models.CharField(max_length=40, blank=True)
    theirs_state = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField("when the object was made")
    first_run = models.ForeignKey(ReconcileRun, on_delete=models.PROTECT, related_name="first_found")
    last_run = models.ForeignKey(ReconcileRun, on_delete=models.PROTECT, related_name="differences")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField("how it is explained", max_length=250, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "what"], condition=Q(closed_at=None), name="difference_open_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="difference_taken_at_and_by",
            ),
            # closed by nobody: a later run no longer found it
            models.CheckConstraint(
                condition=Q(closed_by=None, note="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(note="")),
                name="difference_closed_by_with_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.what}"
