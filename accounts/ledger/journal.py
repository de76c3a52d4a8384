"""Postings for the general ledger: those that no export has yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.models.ledger import LedgerKind, Posting


@dataclass(frozen=True, slots=True)
class ToExport:
    """One posting as the general ledger sees it: `to` is debited, `from` is credited."""

    posting_id: int
    transaction_id: int
    at: datetime
    kind: str
    memo: str
    pence: int
    from_id: int
    from_kind: LedgerKind
    from_owner: str
    to_id: int
    to_kind: LedgerKind
    to_owner: str


def waiting(until: datetime) -> Iterator[ToExport]:
    """In the order in which they happened, those before a moment that are in no export."""
    rows = Posting.objects.filter(at__lt=until, journal_line=None).order_by("at", "pk")
    for posting in rows.select_related("transaction", "from_account", "to_account").iterator():
        yield _to_export(posting)


def _to_export(posting: Posting) -> ToExport:
    giver, taker = posting.from_account, posting.to_account
    return ToExport(
        posting_id=posting.pk,
        transaction_id=posting.transaction_id,
        at=posting.at,
        kind=posting.transaction.kind,
        memo=posting.transaction.memo,
        pence=posting.pence,
        from_id=giver.pk,
        from_kind=LedgerKind(giver.kind),
        from_owner=giver.owner,
        to_id=taker.pk,
        to_kind=LedgerKind(taker.kind),
        to_owner=taker.owner,
    )


def waits(until: datetime, since: datetime | None = None) -> int:
    """How many are in no export, of those before a moment and not before another."""
    rows = Posting.objects.filter(at__lt=until, journal_line=None)
    return (rows.filter(at__gte=since) if since else rows).count()


def last_waiting(until: datetime) -> datetime | None:
    """When the last posting was, of those before a moment that are in no export."""
    rows = Posting.objects.filter(at__lt=until, journal_line=None).order_by("-at")
    return rows.values_list("at", flat=True).first()


def kinds_waiting(until: datetime) -> set[LedgerKind]:
    rows = Posting.objects.filter(at__lt=until, journal_line=None)
    pairs = rows.order_by().values_list("from_account__kind", "to_account__kind").distinct()
    return {LedgerKind(kind) for pair in pairs for kind in pair}
