"""When each piece of work that is due by the clock was last done (`run_day`)."""

from django.db import models


class DueWork(models.Model):
    """One row for each name in the registry `daily`."""

    name = models.CharField(max_length=60, unique=True)
    ran_at = models.DateTimeField()
    went_well = models.BooleanField()
    said = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
