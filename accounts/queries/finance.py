"""The books in totals: what came in and where it is now. Nobody's lines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.ledger import LedgerAccount, LedgerKind, totals
from accounts.ledger.totals import KindTotal
from accounts.models import Payee, Person, Pot
from accounts.queries import shortfalls

# A contribution that is expected has not come in: the two kinds together are what came in of them, less than zero.
CAME_IN = frozenset(
    {LedgerKind.COUNCIL_FUNDS, LedgerKind.OWN_FUNDS, LedgerKind.CONTRIBUTIONS, LedgerKind.CONTRIBUTION_DUE}
)
WENT_OUT = frozenset({LedgerKind.PAID_OUT, LedgerKind.CARD_SETTLED})
PERSONAL = frozenset({LedgerKind.AVAILABLE, LedgerKind.HELD, LedgerKind.SET_ASIDE})  # their lines are one person's
MONTHS = 6


@dataclass(frozen=True)
class Figure:
    """One total of the overview and the kinds of account it is made of."""

    label: str
    kinds: tuple[LedgerKind, ...]
    pence: int


@dataclass(frozen=True)
class Month:
    starts: datetime
    in_pence: int
    providers_pence: int
    shops_pence: int


def figures(kinds: list[KindTotal]) -> list[Figure]:
    """Money in, then the places where it is now, which together are the first. What shops took beyond what there was
    is below zero, and there only while somebody has to look at it."""
    balance = {total.kind: total.pence for total in kinds}

    def figure(label: str, *of: LedgerKind, sign: int = 1) -> Figure:
        return Figure(label, of, sign * sum(balance[kind] for kind in of))

    beyond = figure("Taken by shops beyond what there was", LedgerKind.CARD_SHORTFALL)
    back = figure("On its way back to people’s own cards", LedgerKind.GOING_BACK)
    return [
        figure("Money in", *(kind for kind in LedgerKind if kind in CAME_IN), sign=-1),
        figure("Available to spend", LedgerKind.AVAILABLE),
        figure("Held for something ordered", LedgerKind.HELD),
        *(each for each in (figure("Set aside by employers", LedgerKind.SET_ASIDE),) if each.pence),
        figure("Owed to providers", LedgerKind.PAYABLE),
        figure("Paid", LedgerKind.PAID_OUT, LedgerKind.CARD_SETTLED),
        *(each for each in (back, beyond) if each.pence),
    ]


def months(now: datetime) -> list[Month]:
    """This month and the five before it, newest first."""
    starts = month_starts(now)
    flows = totals.flows(starts[-1])

    def net(month: datetime, outside: Collection[LedgerKind]) -> int:
        """What went out to these kinds in the month, less what came from them."""
        took = sum(p for (at, _, taker), p in flows.items() if at == month and taker in outside)
        gave = sum(p for (at, giver, _), p in flows.items() if at == month and giver in outside)
        return took - gave

    paid, shops = {LedgerKind.PAID_OUT}, {LedgerKind.CARD_SETTLED}
    return [Month(start, -net(start, CAME_IN), net(start, paid), net(start, shops)) for start in starts]


def month_starts(now: datetime) -> list[datetime]:
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    numbers = [first.year * 12 + first.month - 1 - back for back in range(MONTHS)]
    naive = [datetime(number // 12, number % 12 + 1, 1) for number in numbers]  # noqa: DTZ001 (made local below)
    return [timezone.make_aware(each) for each in naive]


def pot_of(account: LedgerAccount) -> Pot | None:
    """The pot whose money is in this account."""
    return Pot.objects.select_related("person").filter(Q(available=account) | Q(held=account)).first()


def person_of(account: LedgerAccount) -> Person | None:
    """Whose lines these are, where they are one person's."""
    if account.kind == LedgerKind.PAYABLE:
        return Person.objects.filter(payee__payable=account).first()
    if account.kind == LedgerKind.CONTRIBUTION_DUE:
        return Person.objects.filter(budgets__pk=int(account.owner.removeprefix("budget:"))).first()
    if account.kind == LedgerKind.CARD_SHORTFALL:
        of = shortfalls.account_of(account)
        return of.person if of else None
    pot = pot_of(account) if account.kind in PERSONAL else None
    return pot.person if pot else None


def payee_names(accounts: Collection[LedgerAccount]) -> dict[int, str]:
    """Names of those we pay, by ledger account."""
    return dict(Payee.objects.filter(payable__in=accounts).values_list("payable_id", "name"))
