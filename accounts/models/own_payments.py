"""What people pay with a card of their own, and what goes back to it. Ids and whole pence: the card is Stripe's."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.budgets import Pot
from accounts.models.people import Person

BACK_WITHIN = timedelta(days=14)  # "5 to 10 business days" (docs.stripe.com/refunds), with two weekends


class OwnPayment(models.Model):
    """One time that somebody was sent to the card page, for one thing (`order` with its reference, or `top_up`).

    `pence` is what was asked for, `came_pence` what came. A payment that its thing has no use for any more says why,
    and all of it goes back.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for the card page"
        OPEN = "open", "Waiting for your payment"
        BANK = "bank", "Waiting for your bank"
        PAID = "paid", "Paid"
        FAILED = "failed", "Did not go through"
        EXPIRED = "expired", "Not paid in time"

    class Unwanted(models.TextChoices):
        OVER = "over", "What it was for had ended before the money came"
        TWICE = "twice", "It had been paid already"
        TAKEN = "taken", "The time was taken before the money came"
        LATE = "late", "It was too late to ask when the money came"
        STOPPED = "stopped", "It cannot be bought any more"
        LESS = "less", "It was less than the price"
        CLOSED = "closed", "The account was closed"

    class Odd(models.TextChoices):
        AMOUNT = "amount", "Another amount came than was asked for"
        CURRENCY = "currency", "Another currency came than was asked for"
        REFUND = "refund", "Money went back that we did not send back"
        DISPUTE = "dispute", "The bank takes it back, because the card’s holder asked it to"

    purpose = models.CharField(max_length=10)
    reference = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="own_payments")
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="own_payments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pence = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    session_id = models.CharField(max_length=80, blank=True)
    address = models.TextField("of the card page, while it is open", blank=True)
    payment_intent = models.CharField("what refunds are made of", max_length=80, blank=True)
    came_pence = models.PositiveIntegerField(null=True)
    came_currency = models.CharField(max_length=3, blank=True)
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField("failed or expired at", null=True)
    unwanted = models.CharField(max_length=10, choices=Unwanted, blank=True)
    odd = models.CharField("for finance to look at", max_length=10, choices=Odd, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "reference", "attempt"], name="own_payment_attempt_once"),
            models.UniqueConstraint(
                fields=["purpose", "reference"],
                condition=Q(state__in=["asked", "open", "bank"]),
                name="own_payment_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["purpose", "reference"], condition=Q(state="paid", unwanted=""), name="own_payment_paid_once"
            ),
            models.UniqueConstraint(
                fields=["session_id"], condition=~Q(session_id=""), name="own_payment_session_once"
            ),
            models.CheckConstraint(condition=Q(pence__gt=0), name="own_payment_positive"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False, came_pence__isnull=False)
                & ~Q(came_currency="")
                & ~Q(payment_intent="")
                | ~Q(state="paid") & Q(paid_at=None, came_pence=None, came_currency="", unwanted=""),
                name="own_payment_paid_with_what_came",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "bank", "paid"]) | ~Q(session_id=""), name="own_payment_has_a_session"
            ),
            models.CheckConstraint(condition=Q(state="open") | Q(address=""), name="own_payment_address_while_open"),
            models.CheckConstraint(
                condition=Q(state__in=["failed", "expired"], ended_at__isnull=False)
                | ~Q(state__in=["failed", "expired"]) & Q(ended_at=None),
                name="own_payment_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(looked_at=None, looked_by=None)
                | Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(odd=""),
                name="own_payment_looked_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state__in=["asked", "open"]), name="own_payment_to_end"),
            models.Index(fields=["person", "-asked_at"], name="own_payment_of_a_person"),
            models.Index(fields=["odd"], condition=~Q(odd="") & Q(looked_at=None), name="own_payment_to_look_at"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How Stripe, keys and the books name it: "order:7KXQ3RTB:1"."""
        return f"{self.purpose}:{self.reference}:{self.attempt}"

    @property
    def in_books_pence(self) -> int:
        """What of it is in our books: another currency is not."""
        return (self.came_pence or 0) if self.came_currency == "gbp" else 0


class OwnRefund(models.Model):
    """Money on its way back to the card that paid. What goes back together, in one transaction, is one refund."""

    class State(models.TextChoices):
        WAITING = "waiting", "To be sent back"
        SENT = "sent", "On its way to your card"
        DONE = "done", "Back on your card"
        FAILED = "failed", "Your bank did not take it back"
        BY_HAND = "by_hand", "Paid back another way"

    payment = models.ForeignKey(OwnPayment, on_delete=models.PROTECT, related_name="refunds")
    number = models.PositiveSmallIntegerField()
    pence = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    refund_id = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField("done or failed at", null=True)
    why = models.CharField("Stripe's word for why it failed", max_length=60, blank=True)
    by_hand_how = models.CharField("how it was paid back instead", max_length=120, blank=True)
    by_hand_at = models.DateTimeField(null=True)
    by_hand_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="own_refund_number_once"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state="waiting"), name="own_refund_one_waits_for_a_payment"
            ),
            models.UniqueConstraint(fields=["refund_id"], condition=~Q(refund_id=""), name="own_refund_id_once"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="own_refund_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent"], ended_at=None)
                | ~Q(state__in=["waiting", "sent"]) & Q(ended_at__isnull=False),
                name="own_refund_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(state="by_hand", by_hand_at__isnull=False, by_hand_by__isnull=False) & ~Q(by_hand_how="")
                | ~Q(state="by_hand") & Q(by_hand_at=None, by_hand_by=None, by_hand_how=""),
                name="own_refund_by_hand_at_by_and_how",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["failed", "by_hand"]) & ~Q(why="")
                | ~Q(state__in=["failed", "by_hand"]) & Q(why=""),
                name="own_refund_failed_why",
            ),
        ]
        indexes = [models.Index(fields=["state"], condition=~Q(state="done"), name="own_refund_not_done")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.payment.name}:back:{self.number}"

    @property
    def back_by(self) -> date:
        """When a bank has shown it at the latest."""
        return timezone.localdate(self.made_at + BACK_WITHIN)
