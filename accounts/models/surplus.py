"""Money of a budget that was not spent and that somebody proposes to take back: who says what, who decides, an appeal.

Three people at least stand between a proposal and an appeal's end, and the database holds it: whoever proposed does not
decide, and neither of both answers the appeal. The figures are kept as they were on the day of the proposal.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts import surplus
from accounts.models.asks import LONGEST
from accounts.models.people import Person

PART = ("balance", "held", "employer", "contingency", "lumpy", "promised", "weekly")


def _somebody() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


def _all_or_none(name: str, who: str, when: str, words: str) -> models.CheckConstraint:
    """Somebody, at a moment, in words; or nobody yet."""
    nobody = Q(**{f"{who}__isnull": True, f"{when}__isnull": True, words: ""})
    somebody = Q(**{f"{who}__isnull": False, f"{when}__isnull": False}) & ~Q(**{words: ""})
    return models.CheckConstraint(condition=nobody | somebody, name=name)


class SurplusProposal(models.Model):
    """One for a person at a time. `decided_pence` and `answered_pence` (0: the money stays) can only be less."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "To decide"
        TO_TAKE = "to_take", "Decided, and not taken yet"
        APPEALED = "appealed", "Under appeal"
        TAKEN = "taken", "Taken back"
        LEFT = "left", "The money stays"

    OPEN = ("proposed", "to_take", "appealed")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="surplus_proposals")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    balance_pence = models.PositiveIntegerField()
    held_pence = models.PositiveIntegerField()
    employer_pence = models.PositiveIntegerField()
    contingency_pence = models.PositiveIntegerField()
    lumpy_pence = models.PositiveIntegerField()
    promised_pence = models.PositiveIntegerField()
    weekly_pence = models.PositiveIntegerField()
    keep_weeks = models.PositiveSmallIntegerField()
    pence = models.PositiveIntegerField("proposed to take back")
    why = models.TextField(max_length=LONGEST)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    say_by = models.DateField("last day of the notice")
    words = models.TextField("what the person says", max_length=LONGEST, blank=True)
    said_by = _somebody()
    said_at = models.DateTimeField(null=True)
    decided_pence = models.PositiveIntegerField(null=True)
    decision_words = models.TextField(max_length=LONGEST, blank=True)
    decided_by = _somebody()
    decided_at = models.DateTimeField(null=True)
    appeal_by = models.DateField("last day to appeal", null=True)
    appeal_words = models.TextField(max_length=LONGEST, blank=True)
    appealed_by = _somebody()
    appealed_at = models.DateTimeField(null=True)
    answered_pence = models.PositiveIntegerField("to take back after the appeal", null=True)
    answer_words = models.TextField(max_length=LONGEST, blank=True)
    answered_by = _somebody()
    answered_at = models.DateTimeField(null=True)
    left_words = models.TextField("why it stays after all", max_length=LONGEST, blank=True)
    left_by = _somebody()
    left_at = models.DateTimeField(null=True)
    taken_by = _somebody()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0) & ~Q(why=""), name="surplus_of_something_with_a_reason"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["proposed", "to_take", "appealed"]), name="surplus_one_open"
            ),
            _all_or_none("surplus_said_by_somebody_in_words", "said_by", "said_at", "words"),
            _all_or_none("surplus_decided_by_somebody_in_words", "decided_by", "decided_at", "decision_words"),
            _all_or_none("surplus_appealed_by_somebody_in_words", "appealed_by", "appealed_at", "appeal_words"),
            _all_or_none("surplus_answered_by_somebody_in_words", "answered_by", "answered_at", "answer_words"),
            _all_or_none("surplus_left_by_somebody_in_words", "left_by", "left_at", "left_words"),
            models.CheckConstraint(
                condition=Q(decided_pence=None, decided_by=None, appeal_by=None)
                | Q(
                    decided_by__isnull=False,
                    decided_pence__isnull=False,
                    decided_pence__lte=F("pence"),
                    appeal_by__isnull=False,
                ),
                name="surplus_decided_no_more_than_proposed",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | Q(decided_pence__isnull=False, decided_pence=0)
                | ~Q(decided_by=F("proposed_by")),
                name="surplus_taken_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(answered_pence=None, answered_by=None)
                | (
                    Q(appealed_by__isnull=False, answered_by__isnull=False)
                    & Q(decided_pence__isnull=False, answered_pence__isnull=False)
                    & Q(answered_pence__lte=F("decided_pence"))
                    & ~Q(answered_by=F("proposed_by"))
                    & ~Q(answered_by=F("decided_by"))
                ),
                name="surplus_appeal_answered_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "left"]) | Q(decided_pence__isnull=False, decided_pence__gt=0),
                name="surplus_state_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="appealed", appealed_by__isnull=False, answered_by=None)
                | (~Q(state="appealed") & (Q(appealed_by=None) | Q(answered_by__isnull=False) | Q(state="left"))),
                name="surplus_no_way_round_an_appeal",
            ),
            models.CheckConstraint(
                condition=(Q(taken_by=None, taken_at=None) & ~Q(state="taken"))
                | (
                    Q(taken_by__isnull=False, taken_at__isnull=False, state="taken", left_by=None)
                    & (Q(answered_pence=None) | Q(answered_pence__gt=0))
                ),
                name="surplus_taken_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"surplus {self.pk}"

    @property
    def ledger_key(self) -> str:
        return f"surplus:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def due_pence(self) -> int:
        """What is to be taken, as it was decided last; before that, what was proposed."""
        decided = self.pence if self.decided_pence is None else self.decided_pence
        return decided if self.answered_pence is None else self.answered_pence

    @property
    def sum(self) -> surplus.Surplus:
        """The formula as it stood on the day of the proposal."""
        parts = {f"{name}_pence": getattr(self, f"{name}_pence") for name in PART}
        return surplus.Surplus(**parts, keep_weeks=self.keep_weeks)
