"""Reading: what happened in accounts, seen from their side."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import overload

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models.ledger import LedgerAccount, Posting, Transaction


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting from one account's side: `pence` is signed, `balance_pence` is this account's afterwards."""

    account_id: int
    pence: int
    balance_pence: int
    version: int
    at: datetime
    booked_at: datetime
    transaction_id: int
    kind: str
    memo: str
    other: LedgerAccount
    by_id: int | None
    reverses_id: int | None


def entries(
    accounts: Collection[LedgerAccount], *, since: datetime | None = None, until: datetime | None = None
) -> list[Entry]:
    """Entries of these accounts with since <= at < until, oldest first. One query.

    Where both sides of a posting are among the accounts there are two entries.
    """
    ids = {account.pk for account in accounts}
    postings = _within(Posting.objects.filter(Q(from_account__in=ids) | Q(to_account__in=ids)), since, until)
    found = [entry for posting in _whole(postings) for entry in _sides(posting) if entry.account_id in ids]
    return sorted(found, key=attrgetter("at", "transaction_id", "version"))


def of_transactions(accounts: Collection[LedgerAccount], transactions: Collection[int]) -> list[Entry]:
    """Entries that these transactions have in these accounts, in the order of `entries`. One query."""
    ids = {account.pk for account in accounts}
    postings = _whole(Posting.objects.filter(transaction__in=transactions))
    found = [entry for posting in postings for entry in _sides(posting) if entry.account_id in ids]
    return sorted(found, key=attrgetter("at", "transaction_id", "version"))


def about(memos: Collection[str], kinds: Collection[str], *, since: datetime) -> list[Entry]:
    """Both entries of each posting about these ids, of these kinds, oldest first. One query."""
    postings = Posting.objects.filter(transaction__memo__in=memos, transaction__kind__in=kinds, at__gte=since)
    found = [entry for posting in _whole(postings) for entry in _sides(posting)]
    return sorted(found, key=attrgetter("at", "transaction_id", "version"))


# A transaction is named by its first posting on this side: SQLite reads everything for a DISTINCT.
EACH = """
SELECT at, transaction_id FROM (
    SELECT at, transaction_id FROM accounts_posting AS p
    WHERE {side}_account_id = %s AND at >= %s AND at < %s AND NOT EXISTS (
        SELECT 1 FROM accounts_posting AS e WHERE e.transaction_id = p.transaction_id
        AND e.{side}_account_id = p.{side}_account_id AND e.position < p.position)
    ORDER BY at, transaction_id LIMIT %s) AS {side}_{number}
"""


def in_order(accounts: Sequence[LedgerAccount], *, since: datetime, until: datetime, skip: int, size: int) -> list[int]:
    """Ids of the transactions with since <= at < until, oldest first, from one number on. One query.

    Each index gives its first ones in order, and the first of those are the first of all: what it costs grows with
    `skip + size` and not with how many there are.
    """
    sides = [(side, account.pk) for account in accounts for side in ("from", "to")]
    branches = [EACH.format(side=side, number=number) for number, (side, _) in enumerate(sides)]
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (since, until)]
    values = [value for _, pk in sides for value in (pk, *moments, skip + size)]
    ordered = f"{' UNION '.join(branches)} ORDER BY at, transaction_id LIMIT %s OFFSET %s"
    with connection.cursor() as cursor:
        cursor.execute(ordered, [*values, size, skip])
        return [pk for _, pk in cursor.fetchall()]


def moved(accounts: Collection[LedgerAccount], *, since: datetime, before: Entry) -> int:
    """Pence that came into these accounts together, less what went, from a moment to just before an entry's
    transaction."""
    ids = {account.pk for account in accounts}
    earlier = Q(at__lt=before.at) | Q(at=before.at, transaction__lt=before.transaction_id)
    postings = Posting.objects.filter(earlier, at__gte=since, at__lte=before.at)
    came = postings.filter(to_account__in=ids).aggregate(total=Sum("pence", default=0))["total"]
    went = postings.filter(from_account__in=ids).aggregate(total=Sum("pence", default=0))["total"]
    return int(came - went)


def moment_back(accounts: Collection[LedgerAccount], *, steps: int, since: datetime) -> datetime:
    """A moment from which on one of these accounts has `steps` different moments of paying in or out; `since` where
    none has so many after it. One query, the end of each index."""
    # Grouped: SQLite 3.40 forgets the OFFSET of a DISTINCT inside a row.
    grouped = Posting.objects.filter(at__gte=since).values("at").annotate(postings=Count("pk"))
    later = grouped.order_by("-at").values("at")
    rows = LedgerAccount.objects.filter(pk__in={account.pk for account in accounts}).values_list(
        Subquery(later.filter(from_account=OuterRef("pk"))[steps - 1 : steps]),
        Subquery(later.filter(to_account=OuterRef("pk"))[steps - 1 : steps]),
    )
    return max((moment for row in rows for moment in row if moment), default=since)


def latest(account: LedgerAccount, *, size: int, below_version: int | None = None) -> list[Entry]:
    """The newest entries of one account, last booked first; `below_version` pages on."""
    last = account_version(account) if below_version is None else below_version - 1
    return numbered(account, last - size + 1, last)[::-1]


def numbered(account: LedgerAccount, first: int, last: int) -> list[Entry]:
    """Entries of one account by version, first to last, both included. Two index reads, however long the account."""
    paid_out = Posting.objects.filter(from_account=account, from_version__range=(first, last))
    paid_in = Posting.objects.filter(to_account=account, to_version__range=(first, last))
    postings = [*_whole(paid_out), *_whole(paid_in)]
    found = [entry for posting in postings for entry in _sides(posting) if entry.account_id == account.pk]
    return sorted(found, key=attrgetter("version"))


def numbers_of(account: LedgerAccount, keys: Collection[str]) -> dict[str, int]:
    """The version that this account had after each transaction of these keys that took money out of it."""
    taken = Posting.objects.filter(from_account=account, transaction__key__in=keys)
    return dict(taken.values_list("transaction__key", "from_version"))


def newest_of(accounts: Collection[LedgerAccount], *, size: int) -> dict[int, list[Entry]]:
    """The newest entries of each of these accounts, last booked first. Two queries, however many accounts."""
    found: dict[int, list[Entry]] = {account.pk: [] for account in accounts}
    paid_out = Posting.objects.filter(from_account__in=found, from_version__gt=F("from_account__version") - size)
    paid_in = Posting.objects.filter(to_account__in=found, to_version__gt=F("to_account__version") - size)
    for side, postings in ((0, paid_out), (1, paid_in)):
        for posting in _whole(postings):
            entry = tuple(_sides(posting))[side]
            found[entry.account_id].append(entry)
    return {pk: sorted(one, key=attrgetter("version"), reverse=True) for pk, one in found.items()}


def account_version(account: LedgerAccount) -> int:
    return LedgerAccount.objects.values_list("version", flat=True).get(pk=account.pk)


class History(Sequence[Entry]):
    """All entries of an account, newest first, read a slice at a time: a paginator can turn its pages."""

    def __init__(self, account: LedgerAccount) -> None:
        self.account = account

    def __len__(self) -> int:
        return self.account.version

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _ = index.indices(len(self))
        return numbered(self.account, len(self) - stop + 1, len(self) - start)[::-1]


def oldest_first(account: LedgerAccount, *, size: int = 1000) -> Iterator[Entry]:
    """Every entry of an account, a thousand at a time: for a file of them all."""
    for first in range(1, account_version(account) + 1, size):
        yield from numbered(account, first, first + size - 1)


def of_key(key: str) -> Transaction:
    """The transaction that has this key. Raises Transaction.DoesNotExist."""
    return Transaction.objects.get(key=key)


def exists(key: str) -> bool:
    """Whether a transaction has this key."""
    return Transaction.objects.filter(key=key).exists()


def balance_at(accounts: Collection[LedgerAccount], moment: datetime) -> int:
    """Pence in these accounts together just before a moment: what is there now, less what happened since."""
    ids = {account.pk for account in accounts}
    now = LedgerAccount.objects.filter(pk__in=ids).aggregate(total=Sum("balance_pence"))["total"] or 0
    since = Posting.objects.filter(at__gte=moment)
    came = since.filter(to_account__in=ids).aggregate(total=Sum("pence"))["total"] or 0
    went = since.filter(from_account__in=ids).aggregate(total=Sum("pence"))["total"] or 0
    return int(now - came + went)


def _within(postings: QuerySet[Posting], since: datetime | None, until: datetime | None) -> QuerySet[Posting]:
    if since:
        postings = postings.filter(at__gte=since)
    return postings.filter(at__lt=until) if until else postings


def _whole(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    return postings.select_related("transaction", "from_account", "to_account")


def _sides(posting: Posting) -> Iterator[Entry]:
    giver, taker = posting.from_account, posting.to_account
    yield _entry(posting, giver, taker, -posting.pence, posting.from_balance_pence, posting.from_version)
    yield _entry(posting, taker, giver, posting.pence, posting.to_balance_pence, posting.to_version)


def _entry(posting: Posting, own: LedgerAccount, other: LedgerAccount, pence: int, balance: int, version: int) -> Entry:
    transaction = posting.transaction
    return Entry(
        account_id=own.pk,
        pence=pence,
        balance_pence=balance,
        version=version,
        at=posting.at,
        booked_at=transaction.booked_at,
        transaction_id=transaction.pk,
        kind=transaction.kind,
        memo=transaction.memo,
        other=other,
        by_id=transaction.by_id,
        reverses_id=transaction.reverses_id,
    )
