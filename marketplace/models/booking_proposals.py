"""What a delegate who is paid for it would like to book for the person. Somebody else says yes before anything is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Mandate, Person
from marketplace.models.drafts import Draft
from marketplace.models.listings import Listing
from marketplace.models.orders import Order


class BookingProposal(models.Model):
    """The answers of her journey, as they stood when she sent it. No money is held for it. With the yes it is an order
    of whoever said it."""

    class State(models.TextChoices):
        OPEN = "open", "Waits for a yes"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Not agreed"
        TAKEN_BACK = "taken_back", "Taken back"
        CLOSED = "closed", "Nobody answered in time"

    token = models.CharField("one journey makes one proposal", max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="booking_proposals")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="booking_proposals")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="booking_proposals")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answers: Any = models.JSONField()
    total_pence = models.PositiveIntegerField()
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it was not agreed", max_length=250, blank=True)
    closed_at = models.DateTimeField("taken back, or not answered, at", null=True, blank=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal")

    class Meta:
        ordering = ["answer_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["agreed", "declined"], answered_by__isnull=False, answered_at__isnull=False)
                | ~Q(state__in=["agreed", "declined"]) & Q(answered_by=None, answered_at=None),
                name="booking_proposal_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("proposed_by")),
                name="booking_proposal_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", order__isnull=False) | ~Q(state="agreed") & Q(order=None),
                name="booking_proposal_order_by_the_yes_alone",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") & ~Q(reason="") | ~Q(state="declined") & Q(reason=""),
                name="booking_proposal_no_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["taken_back", "closed"], closed_at__isnull=False)
                | ~Q(state__in=["taken_back", "closed"]) & Q(closed_at=None),
                name="booking_proposal_closed_at",
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(state="open"), name="booking_proposal_open")]

    def __str__(self) -> str:
        return f"Booking proposal {self.pk}"

    def as_draft(self) -> Draft:
        """What was answered, as the pages of the journey read it. It is not kept as one."""
        return Draft(
            token=self.token, user=self.proposed_by, person=self.person, listing=self.listing, answers=self.answers
        )
