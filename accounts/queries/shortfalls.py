"""What shops took beyond what there was, by card account: below zero until a person has decided; above it when a shop
gave back what the council bore."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from accounts import ledger
from accounts.ledger import LedgerAccount, LedgerKind
from accounts.models import CardAccount, CardEntry

PREFIX = "card-account:"


@dataclass(frozen=True)
class Shortfall:
    """`pence` is what was taken beyond; below zero what came back of what the council bore. `since` is the last time a
    shop moved money here."""

    account_id: int
    pence: int
    since: datetime | None = None


def ledger_account(account_id: int) -> LedgerAccount:
    owner = f"{PREFIX}{account_id}"
    return ledger.open_account(kind=LedgerKind.CARD_SHORTFALL, owner=owner, may_overdraw=True)


def account_of(account: LedgerAccount) -> CardAccount | None:
    """The card account that a shortfall is of."""
    number = account.owner.removeprefix(PREFIX)
    return CardAccount.objects.select_related("person").filter(pk=int(number)).first() if number.isdigit() else None


def waiting() -> list[Shortfall]:
    """Those that are not at nothing, what waits longest first. Two queries."""
    balances = {
        int(owner.removeprefix(PREFIX)): pence
        for owner, pence in ledger.balances_of(LedgerKind.CARD_SHORTFALL).items()
        if pence
    }
    moved = CardEntry.objects.filter(card__account__in=balances, beyond_pence__gt=0).order_by()
    since = dict(moved.values_list("card__account").annotate(since=Max("at")))
    found = [Shortfall(pk, -pence, since.get(pk)) for pk, pence in balances.items()]
    return sorted(found, key=lambda one: (one.since is None, one.since, one.account_id))


def purchases(account: CardAccount) -> Sequence[CardEntry]:
    """What was taken beyond what there was, the newest first."""
    entries = CardEntry.objects.filter(card__account=account, beyond_pence__gt=0)
    return list(entries.select_related("card__holder", "authorisation").order_by("-at", "-pk")[:100])
