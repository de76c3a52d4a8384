"""A purchase that was asked about, and money that is taken back for misuse: never both, but for three reasons.

The rule is domain.md §3 and the promise of every answer: a purchase under a yes is never taken back, unless the seller
gave the money back, somebody cheated, or the question described something else. The database holds it by itself: a
purchase has one row here whose `key` says which purchase it is and whether it is covered. A cover can only point at a
covered key, a reclaim points at the key as well, and so neither can say otherwise than the other.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Right
from django.db.models.lookups import Exact

from accounts.models.asks import LONGEST, PurchaseQuestion
from accounts.models.budgets import Pot
from accounts.models.cards import CardAuthorisation
from accounts.models.payments import Payment
from accounts.models.people import Person

COVERED = ":covered"
IS_COVERED = Q(Exact(Right("purchase", len(COVERED)), Value(COVERED)))  # of a row that points at a purchase


class Purchase(models.Model):
    """A purchase of which something was said, by card or an order's payment: `card:12`, and `card:12:covered`."""

    key = models.CharField(max_length=60, unique=True)
    authorisation = models.OneToOneField(
        CardAuthorisation, on_delete=models.PROTECT, null=True, related_name="purchase"
    )
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="purchase")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(authorisation__isnull=False, payment=None, key__startswith="card:")
                | Q(authorisation=None, payment__isnull=False, key__startswith="payment:"),
                name="purchase_is_of_one_kind",
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_covered(self) -> bool:
        return self.key.endswith(COVERED)


class PurchaseCover(models.Model):
    """This purchase is the one that was asked about, says the person."""

    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, to_field="key", related_name="cover")
    question = models.ForeignKey(PurchaseQuestion, on_delete=models.PROTECT, related_name="covers")
    pence = models.PositiveIntegerField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="purchase_cover_positive"),
            models.CheckConstraint(condition=IS_COVERED, name="purchase_cover_of_a_covered_one"),
        ]

    def __str__(self) -> str:
        return f"{self.purchase_id} under question {self.question_id}"


class Reclaim(models.Model):
    """The council asks for money of a pot back, because of one purchase. One person proposes, another decides."""

    class Ground(models.TextChoices):
        MISUSE = "misuse", "It was not for the person’s support, or the law does not allow it"
        SELLER_REFUND = "seller_refund", "The seller gave the money back"
        FRAUD = "fraud", "Somebody cheated"
        MISDESCRIBED = "misdescribed", "The question described something else"

    class State(models.TextChoices):
        PROPOSED = "proposed", "To decide"
        TAKEN = "taken", "Taken back"
        REFUSED = "refused", "Not taken back"
        GIVEN_BACK = "given_back", "Given back after an appeal"

    EVEN_IF_COVERED = ("seller_refund", "fraud", "misdescribed")
    STANDS = ("proposed", "taken")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reclaims")
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="reclaims")
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, to_field="key", related_name="reclaims")
    is_covered = models.BooleanField()
    pence = models.PositiveIntegerField()
    ground = models.CharField(max_length=14, choices=Ground)
    why = models.TextField(max_length=LONGEST)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decision_words = models.TextField(max_length=LONGEST, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    given_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    given_back_at = models.DateTimeField(null=True)
    given_back_words = models.TextField(max_length=LONGEST, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0) & ~Q(why=""), name="reclaim_of_something_with_a_reason"),
            models.CheckConstraint(
                condition=(Q(is_covered=True) & IS_COVERED) | (Q(is_covered=False) & ~IS_COVERED),
                name="reclaim_covered_as_its_purchase_is",
            ),
            models.CheckConstraint(
                condition=Q(is_covered=False)
                | ~Q(state__in=["proposed", "taken"])
                | Q(ground__in=["seller_refund", "fraud", "misdescribed"]),
                name="reclaim_of_a_covered_purchase_on_three_grounds_only",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None, decision_words="")
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state="proposed") & ~Q(decision_words="")
                ),
                name="reclaim_decided_by_somebody_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "given_back"]) | ~Q(decided_by=F("proposed_by")),
                name="reclaim_taken_by_two_people",
            ),
            models.CheckConstraint(
                condition=(Q(given_back_by=None, given_back_at=None, given_back_words="") & ~Q(state="given_back"))
                | (
                    Q(given_back_by__isnull=False, given_back_at__isnull=False, state="given_back")
                    & ~Q(given_back_words="")
                ),
                name="reclaim_given_back_by_somebody_in_words",
            ),
            models.UniqueConstraint(fields=["purchase"], condition=Q(state="proposed"), name="reclaim_one_to_decide"),
        ]

    def __str__(self) -> str:
        return f"reclaim {self.pk}"

    @property
    def ledger_key(self) -> str:
        return f"reclaim:{self.pk}"
