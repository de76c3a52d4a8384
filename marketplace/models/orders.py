"""What somebody asked for, with the terms frozen as they stood."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate, Outcome, Payee, Person, Pot
from directory.models import Organisation, PersonalAssistantProfile
from marketplace import pricing, states
from marketplace.models.listings import Listing
from marketplace.models.necessity import NecessityDecision
from marketplace.models.terms import OfferTerms

ORDER_STATES = [
    (states.OrderState.PAYING.value, "Waiting for your payment"),
    (states.OrderState.UNPAID.value, "Not paid, so not sent"),
    (states.OrderState.REQUESTED.value, "Waiting for an answer"),
    (states.OrderState.ACCEPTED.value, "Accepted"),
    (states.OrderState.DECLINED.value, "Turned down"),
    (states.OrderState.WITHDRAWN.value, "You took it back"),
    (states.OrderState.EXPIRED.value, "Nobody answered"),
    (states.OrderState.STOPPED.value, "Could not go ahead"),
]


class Order(OfferTerms):
    """A request for dated visits, for one person, from one pot. What it costs and its terms never change.

    While a card payment is awaited the visits are `awaited`, and `answer_due_at` is when the time to pay is over.
    """

    reference = models.CharField(max_length=12, unique=True)
    token = models.CharField("one journey makes one order", max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="orders")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="orders")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="orders")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=10, choices=ORDER_STATES, default=states.OrderState.REQUESTED)
    version = models.PositiveIntegerField(default=0)
    requested_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("taken back, expired or stopped at", null=True, blank=True)
    reason = models.CharField("why it was turned down", max_length=250, blank=True)
    start_early_at = models.DateTimeField("asked to start within the 14 days at", null=True, blank=True)
    not_household_at = models.DateTimeField("said the seller is no close relative at home at", null=True, blank=True)
    handed_over_at = models.DateTimeField("another provider took it over at", null=True, blank=True)
    necessity = models.ForeignKey(
        NecessityDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )

    class Meta(OfferTerms.Meta):
        ordering = ["-requested_at", "-pk"]
        constraints = [
            *OfferTerms.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=list(states.OrderState)), name="order_state"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="order_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "declined"], answered_at__isnull=False)
                | (~Q(state__in=["accepted", "declined"]) & Q(answered_at=None)),
                name="order_answer_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["withdrawn", "expired", "stopped", "unpaid"], closed_at__isnull=False)
                | (~Q(state__in=["withdrawn", "expired", "stopped", "unpaid"]) & Q(closed_at=None)),
                name="order_closing_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(not_household_at=None) | Q(necessity=None), name="order_of_the_household_or_not"
            ),
        ]
        indexes = [
            models.Index(fields=["answer_due_at"], condition=Q(state="requested"), name="order_waiting"),
            models.Index(fields=["answer_due_at"], condition=Q(state="paying"), name="order_to_pay"),
            models.Index(fields=["person", "-requested_at"], name="order_of_a_person"),
            models.Index(fields=["listing", "state"], name="order_of_a_listing"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("marketplace-order", args=[self.reference])

    @property
    def sold_by(self) -> PersonalAssistantProfile | Organisation:
        """Whom one writes to about it. What stayed when another provider took over is still theirs who sold it."""
        return self.sold_as_paid(self.payee_id)

    def sold_as_paid(self, payee: int) -> PersonalAssistantProfile | Organisation:
        """Whoever sold what this payee is paid for. The one rule of what stays when another provider takes over."""
        stayed = self.listing.handovers.filter(from_payee=payee).select_related("from_organisation").first()
        return stayed.from_organisation if stayed else self.listing.sold_by

    @property
    def total_pence(self) -> int:
        if self.is_unheard:
            return sum(visit.price_pence for visit in self.awaited.all())
        return sum(visit.price_pence for visit in self.visits.all())

    @property
    def is_unheard(self) -> bool:
        """Not paid for, so the seller was not asked."""
        return self.state in states.UNHEARD

    @property
    def costs_pence(self) -> int:
        """What was or will really be paid for it in all."""
        return sum(visit.costs_pence for visit in self.visits.all())

    @property
    def cooling_off_ends_on(self) -> date | None:
        """The last day of the right to cancel; none before the seller has accepted."""
        if self.answered_at is None or self.state != states.OrderState.ACCEPTED:
            return None
        return pricing.cooling_off_ends_on(timezone.localdate(self.answered_at))

    def is_cooling_off(self, at: datetime) -> bool:
        ends_on = self.cooling_off_ends_on
        return ends_on is not None and timezone.localdate(at) <= ends_on


class AwaitedVisit(models.Model):
    """A visit of an order whose card payment is awaited. When that came it becomes a visit, with its money held."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="awaited")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    price_pence = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="awaited_visit_number_once"),
            models.CheckConstraint(condition=Q(price_pence__gt=0), name="awaited_visit_has_a_price"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}-{self.number}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class OrderEvent(models.Model):
    """One move of an order: from, to, by whom (nobody: the clock), when, why."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.CharField(max_length=10)
    at = models.DateTimeField()
    reason = models.CharField(max_length=250, blank=True)
    detail: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by=None, party="clock") | (Q(by__isnull=False) & ~Q(party="clock")),
                name="order_event_by_somebody_or_the_clock",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.name}"
