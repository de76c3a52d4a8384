"""What we ask of a company outside, and what it tells us. Ids and whole pence only: never a name or what was bought."""

from typing import Any

from django.db import models
from django.db.models import Q


class Intent(models.Model):
    """One thing we mean to have done outside, written down before anybody is asked, with the key it is asked by.

    Whatever breaks in between, it is asked again by the same key and so done once (`accounts.outside`).
    """

    class State(models.TextChoices):
        PLANNED = "planned", "To be done"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        DROPPED = "dropped", "Not wanted any more"

    kind = models.CharField(max_length=30)
    key = models.CharField("idempotency key", max_length=120, unique=True)
    subject = models.CharField("what it is about, an id", max_length=80)
    params: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    outside_id = models.CharField("the object made there", max_length=80, blank=True)
    why = models.CharField("code of the refusal", max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    first_tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "outside_id"],
                condition=Q(state="done", kind__in=["account", "card", "checkout", "refund", "reversal", "transfer"]),
                name="intent_one_object_each",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", ended_at=None) | (~Q(state="planned") & Q(ended_at__isnull=False)),
                name="intent_ended_when_over",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outside_id=""), name="intent_done_made_something"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(why=""), name="intent_refused_why"),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="planned"), name="intent_to_do"),
            models.Index(fields=["subject"], name="intent_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class OutsideEvent(models.Model):
    """Something we were told, once for each of their ids. The truth is fetched when it is booked: order is nothing."""

    class Endpoint(models.TextChoices):
        ACCOUNT = "account", "Our own account"
        CONNECT = "connect", "Providers’ accounts"
        ISSUING = "issuing", "Cards"

    class State(models.TextChoices):
        WAITING = "waiting", "To be booked"
        DONE = "done", "Booked"
        UNKNOWN = "unknown", "Not for us"

    endpoint = models.CharField(max_length=10, choices=Endpoint)
    event_id = models.CharField(max_length=80, unique=True)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80, blank=True)
    account = models.CharField("the provider's account", max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField("when it happened")
    received_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="outside_event_ended_when_over",
            )
        ]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="outside_event_to_book")]

    def __str__(self) -> str:
        return self.event_id
