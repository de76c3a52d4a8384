"""Somebody else at the council looks again at a decision on paying a close relative of the household."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from marketplace.models.necessity import NecessityDecision


class SecondLook(models.Model):
    """One that the person, or a delegate, asked for: of the decision to pay, or (`after_end`) of its end. `first_by`
    made that decision, so does not look again."""

    class Result(models.TextChoices):
        KEPT = "kept", "It stays as it was decided"
        ENDED = "ended", "It has ended: the relative is not paid any more"
        CHANGED = "changed", "It was decided anew: the relative is paid"

    decision = models.ForeignKey(NecessityDecision, on_delete=models.PROTECT, related_name="second_looks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="second_looks")
    after_end = models.BooleanField("of its end")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("why they do not agree", max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField("answered by")
    result = models.CharField(max_length=8, choices=Result, blank=True)
    result_words = models.TextField(max_length=1000, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    looked_at = models.DateTimeField(null=True, blank=True)
    made = models.OneToOneField(
        NecessityDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="made_by_look"
    )

    class Meta:
        ordering = ["due_on", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "after_end"], name="second_look_once"),
            models.CheckConstraint(condition=~Q(words=""), name="second_look_says_why"),
            models.CheckConstraint(
                condition=Q(result="", result_words="", looked_by=None, looked_at=None)
                | Q(result__in=["kept", "ended", "changed"], looked_by__isnull=False, looked_at__isnull=False)
                & ~Q(result_words=""),
                name="second_look_looked_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(looked_by=None) | ~Q(looked_by=F("first_by")) & ~Q(looked_by=F("asked_by")),
                name="second_look_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(result="changed", made__isnull=False) | ~Q(result="changed") & Q(made=None),
                name="second_look_changed_is_a_new_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Second look {self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.result
