"""Somebody says that she works for an organisation, and shows it by a code, or asks the council to look."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.claim_rules import LETTER_TAKES, POSTED_CODE_LASTS, State, Way
from directory.models.organisations import Organisation

PAIR = Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False)
CODE_AND_UNTIL = Q(opener="", code_until=None) | (~Q(opener="") & Q(code_until__isnull=False))


class Proof(models.Model):
    """How somebody shows that she works somewhere, and what the council said. The code is kept only as a keyed hash;
    one on paper is made when the letter is printed."""

    CODE: ClassVar[str]  # keeps the hashes of two kinds apart

    words = models.TextField("what she told us", blank=True)
    way = models.CharField(max_length=8, choices=[(way.value, way.label) for way in Way])
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
        abstract = True

    @property
    def is_printed(self) -> bool:
        return self.way == Way.POST and bool(self.opener)

    @property
    def printed_at(self) -> datetime | None:
        return self.code_until - POSTED_CODE_LASTS if self.is_printed and self.code_until else None

    @property
    def again_from(self) -> datetime | None:
        """When another letter may be asked for."""
        return self.printed_at + LETTER_TAKES if self.printed_at else None


class OrganisationClaim(Proof):
    """Somebody asks to keep the pages of an organisation."""

    CODE = "organisation claim"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organisation_claims")
    state = models.CharField(
        max_length=8, choices=[(state.value, state.label) for state in State], default=State.OPEN.value
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(state=State.OPEN.value), name="claim_one_open"
            ),
            models.CheckConstraint(condition=CODE_AND_UNTIL, name="claim_code_and_until"),
            models.CheckConstraint(condition=PAIR, name="claim_decided_at_and_by"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reasons=""), name="claim_says_why"),
        ]

    def __str__(self) -> str:
        return f"Claim {self.pk}"
