"""Cards: one holder each, and what was asked of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.budgets import CardAccount, Pot


class Card(models.Model):
    """One holder's card on a card account. The number is the issuer's: we keep the last four digits."""

    class State(models.TextChoices):
        ACTIVE = "active", "Ready to use"
        FROZEN = "frozen", "Frozen"
        CLOSED = "closed", "Stopped"

    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="cards")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cards")
    pot = models.ForeignKey(Pot, verbose_name="pot it spends from", on_delete=models.PROTECT, related_name="cards")
    issuer = models.CharField(max_length=20)
    issuer_reference = models.CharField(max_length=80)
    last4 = models.CharField(max_length=4)
    expires_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "issuer_reference"], name="card_once_at_its_issuer"),
            models.UniqueConstraint(
                fields=["account", "holder"], condition=~Q(state="closed"), name="card_one_open_for_each_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"card ending {self.last4}"


class CardAuthorisation(models.Model):
    """A shop's request for money, the answer it had, and what became of it."""

    class State(models.TextChoices):
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        CAPTURED = "captured", "Paid"
        REVERSED = "reversed", "Cancelled by the shop"

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="authorisations")
    issuer_reference = models.CharField(max_length=80, unique=True)
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, null=True, related_name="+")
    merchant_name = models.CharField(max_length=120)
    merchant_category = models.CharField(max_length=80, blank=True)
    pence = models.PositiveIntegerField()
    captured_pence = models.PositiveIntegerField(default=0)
    refunded_pence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State)
    decline_reason = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="authorisation_positive"),
            models.CheckConstraint(
                condition=(Q(state="declined") & ~Q(decline_reason="")) | (~Q(state="declined") & Q(decline_reason="")),
                name="authorisation_decline_has_a_reason",
            ),
            models.CheckConstraint(condition=Q(captured_pence__lte=F("pence")), name="authorisation_captured_within"),
            models.CheckConstraint(
                condition=Q(refunded_pence__lte=F("captured_pence")), name="authorisation_refunded_within"
            ),
        ]

    def __str__(self) -> str:
        return self.issuer_reference


class CardDraw(models.Model):
    """How much of a purchase came out of which pot, in the order drawn: what is refunded goes back the same way."""

    authorisation = models.ForeignKey(CardAuthorisation, on_delete=models.PROTECT, related_name="draws")
    position = models.PositiveSmallIntegerField()
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, related_name="+")
    pence = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["authorisation", "position"], name="card_draw_position_once"),
            models.UniqueConstraint(fields=["authorisation", "pot"], name="card_draw_pot_once"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="card_draw_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.pence}p of {self.authorisation_id}"
