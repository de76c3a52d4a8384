"""“Can I buy this?”: what somebody asked before she spent, what she was told, and the text that the answer quotes."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.budgets import Pot
from accounts.models.people import Person

LONGEST = 1_000  # characters of a reason


class PurchasePolicy(models.Model):
    """One version of the council's plain words on what a personal budget may buy. A version never changes.

    `published_by` is empty for the text that came with Waymark: no named person stands behind it, so it gives no yes
    by itself.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    text = models.TextField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="purchase_policy_has_words")]

    def __str__(self) -> str:
        return f"version {self.number}"

    @classmethod
    def current(cls) -> "PurchasePolicy":
        """The last published. There is always one: the first comes with the migrations."""
        return cls.objects.select_related("published_by").order_by("-number")[:1].get()


class PurchaseQuestion(models.Model):
    """Asked before spending. What the answer quotes is copied into it, so that it says the same for ever.

    A purchase under a yes (or under "you did not need to ask") is never taken back: see `accounts.models.covers`.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NO_NEED = "no_need", "You did not need to ask"

    reference = models.CharField(max_length=12, unique=True)
    token = models.CharField("of the journey, so that it is sent once", max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="purchase_questions")
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="purchase_questions")
    what = models.CharField("what she wants to buy", max_length=200)
    pence = models.PositiveIntegerField("about how much")
    shop = models.CharField(max_length=120, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField("one working day later")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    is_by_policy = models.BooleanField("given by the text itself, at once", default=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    why = models.TextField(max_length=LONGEST, blank=True)
    policy = models.ForeignKey(PurchasePolicy, on_delete=models.PROTECT, null=True, related_name="questions")
    outcome_name = models.CharField(max_length=80, blank=True)
    outcome_words = models.TextField("the outcome as it stood then", blank=True)
    up_to_pence = models.PositiveIntegerField(null=True)
    until = models.DateField("last day", null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["due_on", "asked_at"], condition=Q(answer=""), name="purchase_question_to_answer")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="purchase_question_positive"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, policy=None, is_by_policy=False)
                | (
                    Q(answer__in=["yes", "no", "no_need"], answered_at__isnull=False, policy__isnull=False)
                    & ~Q(outcome_name="")
                ),
                name="purchase_question_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(answer="")
                | Q(is_by_policy=False, answered_by__isnull=False)
                | Q(is_by_policy=True, answered_by=None, answer="yes"),
                name="purchase_question_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "no_need"], until__isnull=False)
                & Q(up_to_pence__isnull=False, up_to_pence__gt=0)
                | Q(answer__in=["", "no"], up_to_pence=None, until=None),
                name="purchase_question_yes_has_its_bounds",
            ),
            models.CheckConstraint(condition=~Q(answer="no") | ~Q(why=""), name="purchase_question_no_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_yes(self) -> bool:
        return self.answer in (self.Answer.YES, self.Answer.NO_NEED)

    @property
    def is_overdue(self) -> bool:
        return not self.answer and self.due_on < timezone.localdate()

    @property
    def is_over(self) -> bool:
        """A yes whose last day has passed."""
        return self.until is not None and self.until < timezone.localdate()

    @property
    def asked_on(self) -> date:
        return timezone.localdate(self.asked_at)
