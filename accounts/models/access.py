"""Council roles and mandates: who may act, on what basis, from when to when."""

from datetime import date, datetime

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


class Standing(models.TextChoices):
    """How an offer to act for somebody was answered."""

    OFFERED = "offered", "Waits for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"
    LAPSED = "lapsed", "Not answered in time"


class Mandate(models.Model):
    """Somebody's right to act for a person: legal basis, scopes, limits, dates (Care Act 2014 ss.31-32).

    It is offered, and lets nobody do anything until the delegate has accepted it. An offer that ended unaccepted was
    declined where she ended it herself, and taken back where anybody else did."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    name = models.CharField("whom the offer was made to, as it was typed", max_length=150)
    basis = models.CharField(max_length=20, choices=choices(Basis))
    evidence = models.CharField("what was seen, by whom", max_length=250)
    scopes = models.JSONField(default=list)
    pay_per_purchase_pence = models.PositiveIntegerField(null=True, blank=True)
    pay_per_month_pence = models.PositiveIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    offered_until = models.DateField("last day to answer", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_note = models.CharField("why nobody was asked", max_length=150, blank=True)
    decline_words = models.TextField("why it was declined", max_length=500, blank=True)
    lapse_told_at = models.DateTimeField("told that nobody answered in time", null=True, blank=True)
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
            models.CheckConstraint(condition=~Q(name=""), name="mandate_offered_to_a_name"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None, accepted_note="")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, accepted_by=F("delegate"), accepted_note="")
                | Q(accepted_at__isnull=False, accepted_by=None) & ~Q(accepted_note=""),
                name="mandate_accepted_by_its_delegate",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False) | Q(offered_until__isnull=False), name="mandate_offer_ends"
            ),
            models.CheckConstraint(
                condition=Q(decline_words="") | Q(accepted_at=None, ended_by__isnull=False, ended_by=F("delegate")),
                name="mandate_words_of_who_declined",
            ),
            models.CheckConstraint(
                condition=Q(lapse_told_at=None) | Q(accepted_at=None), name="mandate_lapsed_or_accepted"
            ),
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
        """Accepted, within its dates, and not on or after the day on which somebody ended or paused it or the person
        died.

        A power of attorney, a deputyship and a nomination all end at death (Mental Capacity Act 2005)."""
        if self.accepted_at is None or timezone.localdate(self.accepted_at) > day:
            return False
        if any(at is not None and timezone.localdate(at) <= day for at in (self.ended_at, self.paused_at)):
            return False
        if self.person.died_on is not None and self.person.died_on <= day:
            return False
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @classmethod
    def acted_for(cls, user: User) -> list[int]:
        """Ids of those for whom somebody acts, or will, though that may rest or wait for her answer: about them she
        decides nothing for the council."""
        return [each.person_id for each in cls.objects.filter(delegate=user).select_related("person") if each.is_open()]

    def is_paused(self) -> bool:
        return self.paused_at is not None and self.accepted_at is not None and self.is_open()

    def has_lapsed(self, day: date) -> bool:
        """Offered, and nobody answered in time."""
        return self.accepted_at is None and self.offered_until is not None and self.offered_until < day

    @property
    def known_as(self) -> str:
        """What the person reads. Whose address it is she learns when they accept: until then it is the name that was
        typed, or asking would tell her who has a sign-in here."""
        return self.name if self.accepted_at is None else self.delegate.name

    @property
    def standing(self) -> Standing:
        if self.accepted_at is not None:
            return Standing.ACCEPTED
        if self.ended_at is not None:
            return Standing.DECLINED if self.ended_by_id == self.delegate_id else Standing.WITHDRAWN
        return Standing.LAPSED if self.has_lapsed(timezone.localdate()) else Standing.OFFERED

    def fell_through(self, since: datetime) -> bool:
        """She said no, or did not answer in time, after that moment."""
        if self.standing == Standing.DECLINED:
            return self.ended_at is not None and self.ended_at > since
        until = self.offered_until if self.standing == Standing.LAPSED else None
        return until is not None and until > timezone.localdate(since)

    @property
    def last_day(self) -> date:
        """When it ends or ended: by its dates, on the day on which somebody ended it, or with the person's death."""
        ended = timezone.localdate(self.ended_at) if self.ended_at else date.max
        return min(ended, self.ends_on or date.max, self.person.died_on or date.max)

    def is_open(self) -> bool:
        """It holds now, or will from a day to come, once it is accepted or once it is not paused any more."""
        if self.ended_at is not None or self.person.died_on is not None or self.has_lapsed(timezone.localdate()):
            return False
        return self.ends_on is None or self.ends_on >= timezone.localdate()
