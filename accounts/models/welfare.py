"""Whether all is well with somebody: asked kindly because of her money, answered by her, looked at by a named person.

Nothing here changes a card, a mandate or a payment, and no step but the question itself is the clock's.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import welfare
from accounts.models.asks import LONGEST
from accounts.models.people import Person
from accounts.section_42 import ANSWERS
from accounts.welfare_words import TITLES

YES = {"needs": "yes", "risk": "yes", "protect": "yes"}


def _somebody() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


def _test(words: str) -> models.CharField:
    return models.CharField(words, max_length=10, choices=list(ANSWERS.items()), blank=True)


def _reasons() -> models.TextField:
    return models.TextField(max_length=LONGEST, blank=True)


class WelfareCheck(models.Model):
    """One for a person at a time, however many signs there are. `by_answer`: she said that she is well, and no person
    had to look; everything else is closed by a practitioner with the three tests."""

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        TO_LOOK = "to_look", "For a person to look at"
        CLOSED = "closed", "Closed"

    class Answer(models.TextChoices):
        WELL = "well", "I am well"
        CALL = "call", "I would like a call"

    class Source(models.TextChoices):
        SELF = "self", "The person"
        TRUSTED = "trusted", "Somebody the person trusts, who has no part in the money"
        NOBODY = "nobody", "Nobody could be reached"

    class Outcome(models.TextChoices):
        BY_ANSWER = "by_answer", "The person is well"
        NOTHING = "nothing", "No concern"
        SUPPORT = "support", "Support needed"
        SAFEGUARDING = "safeguarding", "Handed to safeguarding"
        DIED = "died", "The person died"

    OPEN = ("asked", "to_look")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="welfare_checks")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    raised_at = models.DateTimeField("when we asked")
    is_asked = models.BooleanField("she was written to", default=True)
    answer_by = models.DateField("last day to answer, or for a person to look")
    answer = models.CharField(max_length=5, choices=Answer, blank=True)
    words = _reasons()
    source = models.CharField("who told us", max_length=8, choices=Source, blank=True)
    source_name = models.CharField("their name", max_length=150, blank=True)
    answered_by = _somebody()
    answered_at = models.DateTimeField(null=True)
    needs = _test("has needs for care and support")
    needs_why = _reasons()
    risk = _test("is experiencing abuse or neglect, or at risk of it")
    risk_why = _reasons()
    protect = _test("because of those needs cannot protect themselves")
    protect_why = _reasons()
    outcome = models.CharField("how it ended", max_length=12, choices=Outcome, blank=True)
    outcome_words = models.TextField("why, and what happens now", max_length=LONGEST, blank=True)
    who_helps = models.CharField("who does what", max_length=250, blank=True)
    help_by = models.DateField("by when", null=True)
    closed_by = _somebody()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "raised_at"], name="welfare_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["asked", "to_look"]), name="welfare_check_one_open"
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, source="", answer="")
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(source="")),
                name="welfare_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_by__isnull=False, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_by=None, closed_at=None, outcome=""),
                name="welfare_closed_by_somebody",
            ),
            models.CheckConstraint(  # one of the tests and its reasons stand together; a person's outcome has all three
                condition=Q(outcome__in=["", "by_answer", "died"])
                | ~Q(needs="")
                & ~Q(needs_why="")
                & ~Q(risk="")
                & ~Q(risk_why="")
                & ~Q(protect="")
                & ~Q(protect_why="")
                & ~Q(outcome_words=""),
                name="welfare_three_tests_with_reasons",
            ),
            models.CheckConstraint(  # section 42(2): where all three are so, the council must make enquiries
                condition=~Q(**YES) | Q(outcome__in=["", "safeguarding"]), name="welfare_duty_is_met"
            ),
            models.CheckConstraint(
                condition=Q(outcome="support", help_by__isnull=False) & ~Q(who_helps="")
                | ~Q(outcome="support") & Q(help_by=None, who_helps=""),
                name="welfare_support_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"welfare check {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class WelfareSignal(models.Model):
    """What was noticed: totals and days, as they were when it was noticed."""

    check_of = models.ForeignKey(WelfareCheck, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=12, choices=list(TITLES.items()))
    first_on = models.DateField()
    last_on = models.DateField()
    pence = models.PositiveIntegerField()
    beside_pence = models.PositiveIntegerField(default=0)
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["noticed_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["check_of", "kind"], name="welfare_signal_once_a_check"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of check {self.check_of_id}"

    @property
    def facts(self) -> welfare.Signal:
        kind = welfare.Kind(self.kind)
        return welfare.Signal(kind, self.first_on, self.last_on, self.pence, self.beside_pence)
