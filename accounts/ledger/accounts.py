"""Ledger accounts: open one, read balances, take the locks early."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.models.ledger import LedgerAccount, LedgerKind

# Where money comes from and goes to outside the books. Money that comes in leaves a debt to the world behind it, and a
# shop's refund may arrive before its payment: these go below zero. What was paid to providers cannot.
COUNCIL = "council"
OUTSIDE = {
    LedgerKind.COUNCIL_FUNDS: True,
    LedgerKind.OWN_FUNDS: True,
    LedgerKind.CARD_SETTLED: True,
    LedgerKind.CARD_SHORTFALL: True,
    LedgerKind.PAID_OUT: False,
    LedgerKind.CONTRIBUTIONS: True,
    LedgerKind.GOING_BACK: False,
}


def open_account(*, kind: LedgerKind, owner: str, may_overdraw: bool = False) -> LedgerAccount:
    """The account of this kind for this owner (an id like `pot:12`, never a name), opened if it was not."""
    account, _ = LedgerAccount.objects.get_or_create(
        kind=kind, owner=owner, defaults={"may_overdraw": may_overdraw, "opened_at": timezone.now()}
    )
    return account


def council_account(kind: LedgerKind) -> LedgerAccount:
    """The council's one account of a kind where money enters or leaves the books."""
    return open_account(kind=kind, owner=COUNCIL, may_overdraw=OUTSIDE[kind])


def balance(account: LedgerAccount) -> int:
    """Pence in the account now, read afresh."""
    return LedgerAccount.objects.values_list("balance_pence", flat=True).get(pk=account.pk)


def balances(accounts: Iterable[LedgerAccount | int | None]) -> dict[int, int]:
    """Balances by account id, in one query. Takes accounts or their ids; None is left out."""
    ids = {account.pk if isinstance(account, LedgerAccount) else account for account in accounts}
    return dict(LedgerAccount.objects.filter(pk__in=ids - {None}).values_list("pk", "balance_pence"))


def balances_of(kind: LedgerKind) -> dict[str, int]:
    """Balances of all accounts of a kind, by owner. One query."""
    return dict(LedgerAccount.objects.filter(kind=kind).values_list("owner", "balance_pence"))


def lock(accounts: Iterable[LedgerAccount]) -> dict[int, int]:
    """Lock before posting several times in one transaction, so that two callers never wait for each other.

    Their balances, which stay true until the transaction ends.
    """
    ids = sorted({account.pk for account in accounts})
    rows = LedgerAccount.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return dict(rows.values_list("pk", "balance_pence"))
