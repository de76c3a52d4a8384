"""Totals of the books, without anybody's lines."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models.ledger import LedgerAccount, LedgerKind, Posting


@dataclass(frozen=True, slots=True)
class KindTotal:
    """All accounts of one kind."""

    kind: LedgerKind
    accounts: int
    pence: int
    postings: int


def by_kind() -> list[KindTotal]:
    """Every kind in the order of the enum, empty ones too: a trial balance. One query."""
    rows = LedgerAccount.objects.values("kind").annotate(
        accounts=Count("pk"), pence=Sum("balance_pence"), postings=Sum("version")
    )
    found = {row["kind"]: row for row in rows}
    return [_total(kind, found.get(kind.value)) for kind in LedgerKind]


def _total(kind: LedgerKind, row: dict[str, Any] | None) -> KindTotal:
    return KindTotal(kind, row["accounts"], row["pence"], row["postings"]) if row else KindTotal(kind, 0, 0, 0)


def flows(since: datetime) -> dict[tuple[datetime, LedgerKind, LedgerKind], int]:
    """Pence moved in each month from one kind of account to another. One query."""
    rows = (
        Posting.objects.filter(at__gte=since)
        .annotate(month=TruncMonth("at"))
        .values_list("month", "from_account__kind", "to_account__kind")
        .annotate(pence=Sum("pence"))
        .order_by("month")
    )
    return {(month, LedgerKind(giver), LedgerKind(taker)): pence for month, giver, taker, pence in rows}


SPENT_AT = (LedgerKind.PAYABLE, LedgerKind.CARD_SETTLED)


def spent(since: datetime, until: datetime, of: Collection[int] | None = None) -> dict[int, int]:
    """Pence that went from each account to providers and shops, less what came back, by account id. Two queries."""
    moved = Posting.objects.filter(at__gte=since, at__lt=until).order_by()
    went, back = moved.filter(to_account__kind__in=SPENT_AT), moved.filter(from_account__kind__in=SPENT_AT)
    if of is not None:
        went, back = went.filter(from_account__in=of), back.filter(to_account__in=of)
    found = Counter(dict(went.values_list("from_account").annotate(pence=Sum("pence"))))
    found.subtract(dict(back.values_list("to_account").annotate(pence=Sum("pence"))))
    return dict(found)


@dataclass(frozen=True, slots=True)
class Moved:
    """What transactions of one kind moved from one kind of account to another, and how many there were."""

    kind: str
    giver: LedgerKind
    taker: LedgerKind
    pence: int
    times: int


def moved(since: datetime, of: Collection[int]) -> list[Moved]:
    """All that went in or out of these accounts, by kind. One query."""
    rows = (
        Posting.objects.filter(Q(from_account__in=of) | Q(to_account__in=of), at__gte=since)
        .order_by()
        .values_list("transaction__kind", "from_account__kind", "to_account__kind")
        .annotate(pence=Sum("pence"), times=Count("transaction", distinct=True))
    )
    return [Moved(kind, LedgerKind(giver), LedgerKind(taker), *rest) for kind, giver, taker, *rest in rows]


def times_spent(since: datetime, of: Collection[int]) -> int:
    """How often something was paid to providers and shops from these accounts: from two at once is once. One query."""
    paid = Posting.objects.filter(from_account__in=of, to_account__kind__in=SPENT_AT, at__gte=since)
    return int(paid.aggregate(times=Count("transaction", distinct=True))["times"])


def accounts_of(kind: LedgerKind) -> QuerySet[LedgerAccount]:
    return LedgerAccount.objects.filter(kind=kind).order_by("pk")


def account(kind: LedgerKind, pk: int) -> LedgerAccount | None:
    return LedgerAccount.objects.filter(kind=kind, pk=pk).first()


def first_in(accounts: Collection[int]) -> dict[int, datetime]:
    """When money first came into each of these accounts, by id; those that never had any are left out. One query."""
    came = Posting.objects.filter(to_account__in=accounts).order_by().values_list("to_account")
    return dict(came.annotate(first=Min("at")))
