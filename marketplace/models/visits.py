"""The dated visits of an order, what happened to each, and what somebody proposes to change."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from accounts.models import Mandate, Payment
from directory.models import Organisation, PersonalAssistantProfile, StaffMember
from marketplace import states
from marketplace.models.orders import Order
from marketplace.models.pauses import VisitPause

VISIT_STATES = [
    (states.VisitState.REQUESTED.value, "Waiting for an answer"),
    (states.VisitState.PLANNED.value, "Planned"),
    (states.VisitState.DELIVERED.value, "To check"),
    (states.VisitState.CONFIRMED.value, "Confirmed"),
    (states.VisitState.MISSED.value, "Nobody came"),
    (states.VisitState.QUERIED.value, "The council is looking at it"),
    (states.VisitState.SETTLED.value, "Paid"),
    (states.VisitState.REFUNDED.value, "Money back"),
    (states.VisitState.CANCELLED.value, "Cancelled"),
    (states.VisitState.LAPSED.value, "Not recorded"),
    (states.VisitState.DROPPED.value, "Did not go ahead"),
    (states.VisitState.NOT_OWED.value, "Not paid"),
]


class Visit(models.Model):
    """One visit (or day, or item): its money is held from the request until it has an end.

    `price_pence` is what was agreed. `paid_pence` is what the seller was given for it, `refunded_pence` what came
    back of that. The payment holds the rest of the story.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    price_pence = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VISIT_STATES, default=states.VisitState.REQUESTED)
    version = models.PositiveIntegerField(default=0)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="visit")
    staff_member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="who goes"
    )
    delivered_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    delivered_at = models.DateTimeField("recorded at", null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pause = models.ForeignKey(
        VisitPause,
        verbose_name="recorded for a day of this pause: only the person's own yes pays it",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
    )
    missed_at = models.DateTimeField(null=True, blank=True)
    missed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("paid at", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    owed_pence = models.PositiveIntegerField("what the visit as delivered costs", default=0)
    paid_pence = models.PositiveIntegerField(default=0)
    refunded_pence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="visit_number_once_in_an_order"),
            # that no two overlap is seen to under a lock of the member's row (actions/assignments.py)
            models.UniqueConstraint(
                fields=["staff_member", "starts_at"],
                condition=Q(state="planned"),
                name="visit_one_at_a_time_for_a_member",
            ),
            models.CheckConstraint(condition=Q(state__in=list(states.VisitState)), name="visit_state"),
            models.CheckConstraint(condition=Q(price_pence__gt=0), name="visit_has_a_price"),
            models.CheckConstraint(
                condition=Q(delivered_at=None, delivered_by=None, delivered_minutes=None)
                | Q(delivered_at__isnull=False, delivered_by__isnull=False, delivered_minutes__isnull=False),
                name="visit_delivered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(delivered_minutes=None) | Q(delivered_minutes__lte=F("minutes")),
                name="visit_never_longer_than_agreed",
            ),
            models.CheckConstraint(
                condition=Q(missed_at=None, missed_by=None) | Q(missed_at__isnull=False, missed_by__isnull=False),
                name="visit_missed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, state__in=sorted(states.HOLDING))
                | Q(ended_at__isnull=False, state__in=sorted({*states.ENDED, states.VisitState.QUERIED})),
                name="visit_ended_when_its_state_says_so",
            ),
            models.CheckConstraint(
                condition=Q(paid_pence__lte=F("price_pence"), refunded_pence__lte=F("paid_pence")),
                name="visit_paid_within_its_price",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, paid_pence=0) | Q(settled_at__isnull=False), name="visit_paid_at_a_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["delivered_at"], condition=Q(state="delivered"), name="visit_to_confirm"),
            models.Index(fields=["missed_at"], condition=Q(state="missed"), name="visit_missed"),
            models.Index(fields=["starts_at"], condition=Q(state="planned"), name="visit_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}-{self.number}"

    @property
    def sold_by(self) -> PersonalAssistantProfile | Organisation:
        """Whoever did it, or is to, records it, answers for it and is paid for it. Of an order that went along to a
        successor the visits before stayed with the provider before, as their money did."""
        return self.order.sold_as_paid(self.payment.payee_id)

    @property
    def reference(self) -> str:
        """How papers and the audit name it: "7KXQ3RTB-2"."""
        return f"{self.order.reference}-{self.number}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def costs_pence(self) -> int:
        """What was paid for it, less what came back; what it will cost where that is still open; else nothing.

        `COSTS` is the same for the database.
        """
        if self.settled_at:
            return self.paid_pence - self.refunded_pence
        if self.state in (states.VisitState.DELIVERED, states.VisitState.QUERIED):
            return self.owed_pence
        return self.price_pence if self.state in states.HOLDING else 0

    @property
    def on(self) -> date:
        return timezone.localdate(self.starts_at)


COSTS = Case(
    When(visits__settled_at__isnull=False, then=F("visits__paid_pence") - F("visits__refunded_pence")),
    When(visits__state__in=["delivered", "queried"], then=F("visits__owed_pence")),
    When(visits__state__in=sorted(states.HOLDING), then=F("visits__price_pence")),
    default=0,
    output_field=models.IntegerField(),
)


class VisitHold(models.Model):
    """What a hold of money was for at the moment it was made: a statement's line says this for ever. Never changed."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="visit_hold")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="holds")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.starts_at:%Y-%m-%d}"


class VisitEvent(models.Model):
    """One move of a visit: from, to, by whom (nobody: the clock), when, why, with figures."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.CharField(max_length=10)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    detail: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by=None, party="clock") | (Q(by__isnull=False) & ~Q(party="clock")),
                name="visit_event_by_somebody_or_the_clock",
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.name}"


class Proposal(models.Model):
    """Another time, or more time than agreed: nothing changes until the other side says yes."""

    class Kind(models.TextChoices):
        RESCHEDULE = "reschedule", "Another time"
        EXTRA_TIME = "extra_time", "More time than agreed"

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ACCEPTED = "accepted", "Agreed"
        DECLINED = "declined", "Not agreed"
        CLOSED = "closed", "Overtaken"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12, choices=Kind)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    price_pence = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=250, blank=True)
    party = models.CharField("who proposes", max_length=10)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    mandate = models.ForeignKey(
        Mandate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="a delegate's wish or yes, by",
    )
    added_pence = models.PositiveIntegerField("what it added to the price", default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate=None, added_pence=0)
                | Q(mandate__isnull=False, added_pence__gt=0, state="accepted"),
                name="proposal_mandate_and_added_pence",
            ),
            models.CheckConstraint(
                condition=Q(added_pence__lte=F("price_pence")), name="proposal_adds_no_more_than_its_price"
            ),
            models.UniqueConstraint(fields=["visit"], condition=Q(state="open"), name="proposal_open_once_a_visit"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="proposal_answered_at_and_by",
            ),
            models.CheckConstraint(condition=Q(party__in=["person", "provider"]), name="proposal_party"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, closed_at=None)
                | Q(state="closed", answered_at=None, closed_at__isnull=False)
                | Q(state__in=["accepted", "declined"], answered_at__isnull=False, closed_at=None),
                name="proposal_ends_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.visit_id}"
