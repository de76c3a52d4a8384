"""Cost codes of the council's general ledger, and the exports that were handed to it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.budgets import ClientGroup, Outcome, WayOfHolding


class CostCode(models.Model):
    """The code that postings of one kind of account carry; narrower where it names an outcome, a holding or a group."""

    kind = models.CharField("kind of ledger account", max_length=20)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    held_as = models.CharField(max_length=20, choices=WayOfHolding, blank=True)
    client_group = models.CharField(max_length=20, choices=ClientGroup, blank=True)
    code = models.CharField(max_length=30)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "outcome__position", "held_as", "client_group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "held_as", "client_group"], condition=Q(outcome=None), name="cost_code_any_outcome_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "outcome", "held_as", "client_group"],
                condition=Q(outcome__isnull=False),
                name="cost_code_once",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="cost_code_is_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class JournalExport(models.Model):
    """A file for the general ledger: kept as it was made, to the byte. Debits and credits are equal."""

    reference = models.CharField(max_length=20, unique=True)
    last_on = models.DateField("postings up to this day")
    first_posted_on = models.DateField("day of its first posting")
    postings = models.PositiveIntegerField()
    debit_pence = models.BigIntegerField()
    credit_pence = models.BigIntegerField()
    totals = models.JSONField("debit and credit by code", default=list)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(debit_pence=F("credit_pence")), name="journal_balances"),
            models.CheckConstraint(condition=Q(postings__gt=0), name="journal_has_postings"),
        ]

    def __str__(self) -> str:
        return self.reference


class JournalLine(models.Model):
    """Which posting is in which export: each in one at most."""

    export = models.ForeignKey(JournalExport, on_delete=models.PROTECT, related_name="lines")
    posting = models.OneToOneField("accounts.Posting", on_delete=models.PROTECT, related_name="journal_line")

    def __str__(self) -> str:
        return f"{self.export_id}: {self.posting_id}"
