"""What somebody who steps in has to know, and the links by which they read it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Mandate, Person


class HandoverSheet(models.Model):
    """A person's own words for whoever steps in. Her bookings are not in it: they come from her visits as they are."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="handover_sheet")
    routines = models.TextField("what a day is like", max_length=3000, blank=True)
    to_know = models.TextField("what to know", max_length=3000, blank=True)
    key_place = models.TextField("where the key is", max_length=500, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Handover sheet {self.pk}"


class HandoverContact(models.Model):
    """Whom to call about the person."""

    sheet = models.ForeignKey(HandoverSheet, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=100)
    who = models.CharField("who they are to the person", max_length=100)
    phone = models.CharField(max_length=30)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Contact {self.pk}"


class HandoverLink(models.Model):
    """One named receiver may read the sheet until it expires or is withdrawn. Its token is kept only as a keyed hash.

    `mandate` is that of the delegate who made it: when that ends, so does the link.
    """

    class Consent(models.TextChoices):
        OWN = "own", "They made the link themselves and agreed to it"
        TOLD = "told", "They told their delegate that they agree"

    sheet = models.ForeignKey(HandoverSheet, on_delete=models.PROTECT, related_name="links")
    receiver = models.CharField("who may read it", max_length=100)
    email = models.EmailField("where the link was sent", blank=True)
    opener = models.CharField("hash of the token", max_length=64, unique=True)
    consent = models.CharField(max_length=4, choices=Consent)
    consent_at = models.DateTimeField("consent recorded at")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="handover_link_lasts"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="handover_link_withdrawn_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(consent="own", mandate=None) | Q(consent="told", mandate__isnull=False),
                name="handover_link_consent_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Handover link {self.pk}"


class HandoverOpening(models.Model):
    """The sheet was shown to whoever held the link."""

    link = models.ForeignKey(HandoverLink, on_delete=models.PROTECT, related_name="openings")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"Opening {self.pk}"
