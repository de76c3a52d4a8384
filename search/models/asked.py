"""What was searched for, in counts by day. Nothing here says who asked, from where, or at what time.

Words are told by a keyed digest until enough searches had them: what one person asked is in no row to read.
"""

from django.db import models
from django.db.models import F, Q


class SearchCount(models.Model):
    """How often some words were searched for on a day, by which engine, how long that took, and how often in vain.

    `words` stays empty until five searches had them. `missed` counts searches that could not be recorded before.
    """

    day = models.DateField()
    digest = models.CharField(max_length=32)
    engine = models.CharField(max_length=40)
    words = models.CharField(max_length=100, blank=True)
    times = models.PositiveIntegerField()
    in_vain = models.PositiveIntegerField()
    milliseconds = models.PositiveBigIntegerField()
    slowest = models.PositiveIntegerField()
    slow = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "digest", "engine"], name="search_count_once"),
            models.CheckConstraint(
                condition=Q(in_vain__lte=F("times"), slow__lte=F("times")), name="search_count_no_more_than_all"
            ),
        ]
        indexes = [models.Index(fields=["digest", "day"], name="search_count_of_words")]

    def __str__(self) -> str:
        return f"{self.words or self.digest}: {self.times} on {self.day}"


class FoundCount(models.Model):
    """How often a record stood on the first page of an answer on a day, for which words (by the digest above)."""

    day = models.DateField()
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=200)
    digest = models.CharField(max_length=32)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ref", "day", "digest"], name="search_found_once"),
        ]
        indexes = [models.Index(fields=["day"], name="search_found_day")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}: {self.times} on {self.day}"


class UnmetNeed(models.Model):
    """How often nothing was found on a day: with which filters on, around where (a town or the first half of a
    postcode), for which words (by the digest above)."""

    day = models.DateField()
    filters = models.CharField(max_length=300, blank=True)  # "group=value group=value", in order
    area = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=32)
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "filters", "area", "digest"], name="search_unmet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filters} {self.area}: {self.times} on {self.day}"
