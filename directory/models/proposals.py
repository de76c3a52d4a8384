"""What somebody would change of a page: each field with what it said before and what it should say."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.change_rules import DECIDED, State
from directory.models.locations import Location
from directory.models.organisations import Organisation
from directory.models.personal_assistants import PersonalAssistantProfile
from directory.models.records import exactly_one
from directory.models.services import Service

SUBJECTS = ("service", "organisation", "location", "personal_assistant")
STATES = [(state.value, state.label) for state in State]


class ChangeProposal(models.Model):
    """Changes of one page that go together. The page stays as it is until a moderator says yes."""

    class Came(models.TextChoices):
        PROVIDER = "provider", "The provider"
        PUBLIC = "public", "A member of the public"

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="change_proposals"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="change_proposals"
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, null=True, blank=True, related_name="change_proposals"
    )
    personal_assistant = models.ForeignKey(
        PersonalAssistantProfile, on_delete=models.CASCADE, null=True, blank=True, related_name="change_proposals"
    )
    of = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="whose page it is"
    )
    came_from = models.CharField(max_length=10, choices=Came, default=Came.PROVIDER)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT.value)
    version = models.CharField("the page it was made against", max_length=64)
    words = models.TextField("what somebody told us", blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=exactly_one(*SUBJECTS), name="change_proposal_of_one"),
            models.CheckConstraint(
                condition=Q(personal_assistant=None, of__isnull=False) | Q(personal_assistant__isnull=False, of=None),
                name="change_proposal_whose",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="change_proposal_state"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="change_proposal_decided_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED)) | Q(decided_at__isnull=False),
                name="change_proposal_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SENT_BACK.value, State.DECLINED.value]) | ~Q(reasons=""),
                name="change_proposal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(came_from="public") | Q(proposed_by__isnull=False), name="change_proposal_of_somebody"
            ),
            *[
                models.UniqueConstraint(
                    fields=[subject],
                    condition=Q(state__in=[State.DRAFT.value, State.SENT_BACK.value], came_from="provider"),
                    name=f"change_proposal_one_open_of_{subject}",
                )
                for subject in SUBJECTS
            ],
        ]

    def __str__(self) -> str:
        return f"Change {self.pk}"

    @property
    def subject(self) -> Service | Organisation | Location | PersonalAssistantProfile:
        subject = self.service or self.organisation or self.location or self.personal_assistant
        if subject is None:
            raise ValueError("A proposal is always about something.")
        return subject

    @property
    def whose(self) -> Organisation | PersonalAssistantProfile:
        """Who keeps the page: an organisation, or a personal assistant her own."""
        whose = self.of or self.personal_assistant
        if whose is None:
            raise ValueError("A page always belongs to somebody.")
        return whose


class ProposedChange(models.Model):
    """One field. `before` is what the page said when it was written, `after` what it should say."""

    proposal = models.ForeignKey(ChangeProposal, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=20)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    approved_as: Any = models.JSONField("what a moderator made of it", null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "field"], name="proposed_change_once_a_field")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.field}"


class ProposalEvent(models.Model):
    """A proposal was sent, answered or taken back."""

    proposal = models.ForeignKey(ChangeProposal, on_delete=models.CASCADE, related_name="events")
    to_state = models.CharField(max_length=10, choices=STATES)
    reasons = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.to_state}"


class ClosedDay(models.Model):
    """Days on which a service is closed although it usually opens: a bank holiday, a fortnight in August."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="closed_days")
    first_on = models.DateField("first day")
    last_on = models.DateField("last day")
    words = models.CharField("why", max_length=120, blank=True)

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="closed_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"
