"""Council roles and mandates: who may act, on what basis, from when to when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.people import Person
from accounts.models.user import User
from accounts.roles import Basis, Role, Scope


def choices(names: type[Role] | type[Basis] | type[Scope]) -> list[tuple[str, str]]:
    return [(name.value, name.value.replace("_", " ").capitalize()) for name in names]


class RoleGrant(models.Model):
    """A council role held by somebody from one day on, until it is ended."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=choices(Role))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    reason = models.CharField("why it was given", max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField("why it was ended", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(ended_at=None), name="role_held_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="role_grant_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class RestReason(models.TextChoices):
    """Why somebody's right to act rests."""

    ASKED = "asked", "The person asked for it"
    WORRY = "worry", "We are worried about how it is used"
    CAPACITY_LOST = "capacity_lost", "The person cannot decide about this money for now"
    CAPACITY_BACK = "capacity_back", "The person decides about this money again"


class Mandate(models.Model):
    """Somebody's right to act for a person: legal basis, scopes, limits, dates (Care Act 2014 ss.31-32)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    basis = models.CharField(max_length=20, choices=choices(Basis))
    evidence = models.CharField("what was seen, by whom", max_length=250)
    scopes = models.JSONField(default=list)
    pay_per_purchase_pence = models.PositiveIntegerField(null=True, blank=True)
    pay_per_month_pence = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=20, choices=RestReason, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_at=None, paused_by=None, pause_reason="")
                | Q(paused_at__isnull=False, paused_by__isnull=False) & ~Q(pause_reason=""),
                name="mandate_paused_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="mandate_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} for {self.person_id}"

    def holds_on(self, day: date) -> bool:
        """Within its dates, and not on or after the day on which somebody ended or paused it or the person died.

        A power of attorney, a deputyship and a nomination all end at death (Mental Capacity Act 2005)."""
        if any(at is not None and timezone.localdate(at) <= day for at in (self.ended_at, self.paused_at)):
            return False
        if self.person.died_on is not None and self.person.died_on <= day:
            return False
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @classmethod
    def acted_for(cls, user: User) -> list[int]:
        """Ids of those for whom somebody acts, or will, though that may rest: about them she decides nothing for the
        council."""
        return [each.person_id for each in cls.objects.filter(delegate=user).select_related("person") if each.is_open()]

    def is_paused(self) -> bool:
        return self.paused_at is not None and self.is_open()

    @property
    def last_day(self) -> date:
        """When it ends or ended: by its dates, on the day on which somebody ended it, or with the person's death."""
        ended = timezone.localdate(self.ended_at) if self.ended_at else date.max
        return min(ended, self.ends_on or date.max, self.person.died_on or date.max)

    def is_open(self) -> bool:
        """It holds now, or will from a day to come or once it is not paused any more."""
        if self.ended_at is not None or self.person.died_on is not None:
            return False
        return self.ends_on is None or self.ends_on >= timezone.localdate()
