"""A manager reads, month by month, for which reasons one person's lines were opened."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class LookMark(models.Model):
    """What a manager says of one stated reason, once. `line` is the number of its line in the audit log."""

    class Verdict(models.TextChoices):
        IN_ORDER = "in_order", "In order"
        ASK = "ask", "Ask about it"

    line = models.BigIntegerField(unique=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    note = models.CharField(max_length=300, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict="in_order") | ~Q(note=""), name="look_mark_says_what_to_ask")
        ]

    def __str__(self) -> str:
        return f"Mark of look {self.line}"


class LookReview(models.Model):
    """One month that is finished: every reason in it has its mark."""

    month = models.DateField("first day", unique=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="look_review_of_a_month")]

    def __str__(self) -> str:
        return f"Looks of {self.month:%B %Y}"
