"""How many days a kind of thing is kept, where the council has decided otherwise than as it came."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RetentionPeriod(models.Model):
    """One decision. The newest of a kind holds; those before stay, so that anybody can see what the rule was."""

    kind = models.CharField("key of the rule (accounts.retention)", max_length=40)
    days = models.PositiveIntegerField()
    why = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="retention_period_lasts"),
            models.CheckConstraint(condition=~Q(why=""), name="retention_period_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"
