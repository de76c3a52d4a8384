"""Cards: one holder each, and what was asked of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.budgets import CardAccount, Pot


class Card(models.Model):
    """One holder's card on a card account. The number is the issuer's: we keep the last four digits."""

    class State(models.TextChoices):
        ORDERED = "ordered", "Being made"
        POSTED = "posted", "On its way by post"
        ACTIVE = "active", "Ready to use"
        FROZEN = "frozen", "Frozen"
        CLOSED = "closed", "Stopped"

    class Kind(models.TextChoices):
        VIRTUAL = "virtual", "Card on the telephone and online"
        PHYSICAL = "physical", "Plastic card"

    class Ended(models.TextChoices):
        """Why a card was stopped, as card companies name it."""

        LOST = "lost", "Lost"
        STOLEN = "stolen", "Stolen"
        DAMAGED = "damaged", "Damaged"
        EXPIRED = "expired", "Out of date"
        NOT_WANTED = "not_wanted", "Not wanted any more"

    account = models.ForeignKey(CardAccount, on_delete=models.PROTECT, related_name="cards")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cards")
    pot = models.ForeignKey(Pot, verbose_name="pot it spends from", on_delete=models.PROTECT, related_name="cards")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.VIRTUAL)
    issuer = models.CharField(max_length=20)
    issuer_reference = models.CharField(max_length=80, blank=True)
    phone = models.CharField("holder's own telephone, for the bank's code", max_length=30, blank=True)
    last4 = models.CharField(max_length=4, blank=True)
    expires_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    issued_at = models.DateTimeField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    ended = models.CharField("why it was stopped", max_length=12, choices=Ended, blank=True)
    limit_per_purchase_pence = models.PositiveIntegerField("the holder's own limit", null=True, blank=True)
    limit_per_week_pence = models.PositiveIntegerField("the holder's own limit", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "issuer_reference"],
                condition=~Q(issuer_reference=""),
                name="card_once_at_its_issuer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "closed"]) | ~Q(issuer_reference=""), name="card_known_to_its_issuer"
            ),
            models.UniqueConstraint(
                fields=["account", "holder", "kind"], condition=~Q(state="closed"), name="card_one_open_of_each_kind"
            ),
            models.CheckConstraint(condition=Q(state="closed") | Q(ended=""), name="card_ended_when_closed"),
        ]

    def __str__(self) -> str:
        return f"card ending {self.last4}" if self.last4 else "new card"


class CardAuthorisation(models.Model):
    """A shop's request for money, the answer it had, and what became of it.

    `pence` is what was agreed to in all; a shop may have taken more (`CardEntry`), or without asking (`is_forced`).
    """

    class State(models.TextChoices):
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        CAPTURED = "captured", "Paid"
        REVERSED = "reversed", "Cancelled by the shop"
        EXPIRED = "expired", "Never taken by the shop"

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="authorisations")
    issuer_reference = models.CharField(max_length=80, unique=True)
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, null=True, related_name="+")
    merchant_name = models.CharField(max_length=120)
    merchant_category = models.CharField(max_length=80, blank=True)
    merchant_currency = models.CharField("currency of the shop, where it is not ours", max_length=3, blank=True)
    merchant_minor_units = models.PositiveIntegerField("what the shop asked in its own currency", null=True, blank=True)
    pence = models.PositiveIntegerField()
    captured_pence = models.PositiveIntegerField(default=0)
    refunded_pence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State)
    decline_reason = models.CharField(max_length=40, blank=True)
    is_forced = models.BooleanField("taken by the shop without asking", default=False)
    increases = models.ForeignKey(
        "self", verbose_name="asked for more than", on_delete=models.PROTECT, null=True, blank=True, related_name="more"
    )
    asked_at = models.DateTimeField()
    steps = models.PositiveIntegerField("what was done to it, part of each step's key in the ledger", default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="authorisation_positive"),
            models.CheckConstraint(
                condition=(Q(state="declined") & ~Q(decline_reason="")) | (~Q(state="declined") & Q(decline_reason="")),
                name="authorisation_decline_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(refunded_pence__lte=F("captured_pence")), name="authorisation_refunded_within"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(decline_reason__in=["try_again", "council_short"]),
                name="authorisation_not_answered",
            )
        ]

    def __str__(self) -> str:
        return self.issuer_reference


class CardEntry(models.Model):
    """What a shop took or gave back, once for each of the issuer's ids. Money given back may belong to no purchase."""

    class Kind(models.TextChoices):
        CAPTURE = "capture", "Taken"
        REFUND = "refund", "Given back"

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="entries")
    authorisation = models.ForeignKey(
        CardAuthorisation, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    issuer_reference = models.CharField(max_length=80, unique=True)
    pence = models.PositiveIntegerField()
    beyond_pence = models.PositiveIntegerField("of it, more than there was", default=0)
    merchant_name = models.CharField(max_length=120)
    merchant_currency = models.CharField(max_length=3, blank=True)
    merchant_minor_units = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pence__gt=0), name="card_entry_positive"),
            models.CheckConstraint(condition=Q(beyond_pence__lte=F("pence")), name="card_entry_beyond_within"),
            models.CheckConstraint(
                condition=Q(kind="refund") | Q(authorisation__isnull=False), name="card_entry_taken_from_a_purchase"
            ),
        ]

    def __str__(self) -> str:
        return self.issuer_reference


class CardDraw(models.Model):
    """How much of a purchase comes out of which pot, in the order drawn: what is given back goes the same way.

    A purchase's draws are what was taken and then what is still held, end to end. Without a pot: more than there was.
    """

    authorisation = models.ForeignKey(CardAuthorisation, on_delete=models.PROTECT, related_name="draws")
    position = models.PositiveSmallIntegerField()
    pot = models.ForeignKey(Pot, on_delete=models.PROTECT, null=True, related_name="+")
    pence = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["authorisation", "position"], name="card_draw_position_once"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="card_draw_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.pence}p of {self.authorisation_id}"
