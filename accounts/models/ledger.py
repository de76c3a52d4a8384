"""The books. Nothing but `accounts.ledger` writes or reads these rows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class LedgerKind(models.TextChoices):
    COUNCIL_FUNDS = "council_funds", "Council money paid in"
    OWN_FUNDS = "own_funds", "People's own money paid in"
    AVAILABLE = "available", "Available to spend"
    HELD = "held", "Held for something ordered"
    SET_ASIDE = "set_aside", "Set aside by people who employ somebody"
    PAYABLE = "payable", "Owed to a provider"
    PAID_OUT = "paid_out", "Paid to providers"
    CARD_SETTLED = "card_settled", "Paid to shops by card"
    CARD_SHORTFALL = "card_shortfall", "Taken by shops beyond what there was"
    CONTRIBUTIONS = "contributions", "Contributions expected of people"
    CONTRIBUTION_DUE = "contribution_due", "Contributions still to come in"
    GOING_BACK = "going_back", "On its way back to a person’s own card"


class LedgerAccount(models.Model):
    """A named place where pence are. `owner` is an id such as `pot:12`, never a name."""

    kind = models.CharField(max_length=20, choices=LedgerKind)
    owner = models.CharField(max_length=60)
    balance_pence = models.BigIntegerField(default=0)
    version = models.BigIntegerField("postings so far", default=0)
    may_overdraw = models.BooleanField("may go below zero", default=False)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner"], name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(may_overdraw=True) | Q(balance_pence__gte=0), name="ledger_no_overdraft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.owner}"


class Transaction(models.Model):
    """One thing that happened to money: all of its postings or none. Never changed, never deleted.

    `at` is when it happened, `booked_at` when we wrote it down. The fingerprint is of what was asked: a key used
    again for anything else is an error.
    """

    key = models.CharField("idempotency key", max_length=120)
    fingerprint = models.CharField("SHA-256 of the request", max_length=64)
    kind = models.CharField(max_length=40)
    memo = models.CharField("what it is about, as an id", max_length=80)
    at = models.DateTimeField(db_index=True)
    booked_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="transaction_key_once"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(kind=""), name="transaction_has_key_and_kind"),
            models.CheckConstraint(condition=~Q(reverses=F("pk")), name="transaction_reverses_another"),
        ]
        # Named here and not on the fields: PostgreSQL would get a second index for LIKE, written with every posting.
        indexes = [models.Index(fields=["memo"], name="transaction_memo")]

    def __str__(self) -> str:
        return self.key


class Posting(models.Model):
    """Whole pence from one account to another, with the balance and version each had afterwards.

    An account's postings are numbered 1, 2, 3 … by its version, whichever side it is on, so a missing one shows.
    `at` repeats its transaction's, so that a statement reads one index.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="postings", db_index=False)
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    from_account = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="postings_out", db_index=False
    )
    to_account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="postings_in", db_index=False)
    pence = models.BigIntegerField()
    from_balance_pence = models.BigIntegerField()
    from_version = models.BigIntegerField()
    to_balance_pence = models.BigIntegerField()
    to_version = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "position"], name="posting_position_once"),
            models.UniqueConstraint(fields=["from_account", "from_version"], name="posting_from_version_once"),
            models.UniqueConstraint(fields=["to_account", "to_version"], name="posting_to_version_once"),
            models.CheckConstraint(condition=Q(pence__gt=0), name="posting_positive"),
            models.CheckConstraint(condition=~Q(from_account=F("to_account")), name="posting_moves"),
        ]
        indexes = [
            models.Index(fields=["from_account", "at"], name="posting_from_at"),
            models.Index(fields=["to_account", "at"], name="posting_to_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pence}p from {self.from_account_id} to {self.to_account_id}"


class Tally(models.Model):
    """Accounts that a statement shows together, and how far they are counted: its days hold all up to these versions.

    A copy for reading, and no part of the books (`accounts.ledger.days`). `name` is an id like `person:12:free`.
    """

    name = models.CharField(max_length=60, unique=True)
    counted = models.JSONField("version by account id", default=dict)
    edition = models.PositiveIntegerField("times counted", default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def versions(self) -> dict[int, int]:
        return {int(pk): version for pk, version in self.counted.items()}


class TallyDay(models.Model):
    """What happened in those accounts on one day, by the clock on the wall."""

    tally = models.ForeignKey(Tally, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    transactions = models.PositiveIntegerField()
    in_pence = models.BigIntegerField()
    out_pence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tally", "day"], name="tally_day_once"),
            models.CheckConstraint(condition=Q(in_pence__gte=0) & Q(out_pence__gte=0), name="tally_day_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.tally_id} on {self.day}"
