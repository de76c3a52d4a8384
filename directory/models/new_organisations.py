"""Somebody asks for an organisation to be in the directory that is not there yet. Nothing of it is public."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.claim_rules import NewState
from directory.models.claims import CODE_AND_UNTIL, PAIR, Proof
from directory.models.organisations import Organisation


class NewOrganisation(Proof):
    """What is said of it, and how it is shown that she works there."""

    CODE = "new organisation"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="new_organisations")
    name = models.CharField(max_length=150)
    description = models.TextField("what it does")
    website = models.URLField(max_length=300, blank=True)
    company_number = models.CharField(max_length=20, blank=True)
    charity_number = models.CharField(max_length=20, blank=True)
    cqc_provider_id = models.CharField("CQC provider id", max_length=30, blank=True)
    address_1 = models.CharField("address", max_length=250, blank=True)
    city = models.CharField("town", max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=8, choices=[(state.value, state.label) for state in NewState])
    proved_at = models.DateTimeField("she typed the code", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="what it became"
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=[NewState.CODE.value, NewState.WAITING.value]),
                name="new_organisation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in NewState]), name="new_organisation_state"
            ),
            models.CheckConstraint(condition=CODE_AND_UNTIL, name="new_organisation_code_and_until"),
            models.CheckConstraint(condition=PAIR, name="new_organisation_decided_at_and_by"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "declined"]) | Q(decided_at__isnull=False),
                name="new_organisation_was_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=NewState.DECLINED.value) | ~Q(reasons=""), name="new_organisation_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"New organisation {self.pk}"

    @property
    def address_lines(self) -> list[str]:
        return [line for line in (self.address_1, self.city, self.postcode) if line]
