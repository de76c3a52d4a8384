"""Reading: what happened in accounts, seen from their side."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import overload

from django.db.models import F, Q, QuerySet, Sum

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
