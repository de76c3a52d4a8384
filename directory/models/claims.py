"""Somebody says that she works for an organisation, and shows it by a code, or asks the council to look."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.claim_rules import State, Way
from directory.models.organisations import Organisation


class OrganisationClaim(models.Model):
    """The code is kept only as a keyed hash. One on paper is made when the letter is printed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organisation_claims")
    way = models.CharField(max_length=8, choices=[(way.value, way.label) for way in Way])
    words = models.TextField("what she told us", blank=True)
    state = models.CharField(
        max_length=8, choices=[(state.value, state.label) for state in State], default=State.OPEN.value
    )
    asked_at = models.DateTimeField()
    opener = models.CharField("hash of the code", max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(state=State.OPEN.value), name="claim_one_open"
            ),
            models.CheckConstraint(
                condition=Q(opener="", code_until=None) | (~Q(opener="") & Q(code_until__isnull=False)),
                name="claim_code_and_until",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="claim_decided_at_and_by",
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reasons=""), name="claim_says_why"),
        ]

    def __str__(self) -> str:
        return f"Claim {self.pk}"

    @property
    def is_printed(self) -> bool:
        return self.way == Way.POST and bool(self.opener)
