"""The signs in many people's money at once: what the books, budgets and higher rooms say, for the pure rules.

As many queries for a hundred people as for one. Nothing is written here, and whom somebody paid stays in memory.
"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import ledger, surplus, welfare
from accounts.ledger import Entry
from accounts.ledger.totals import SPENT_AT, first_in
from accounts.loads import Days
from accounts.models import BudgetPause, CardAccount, CardAuthorisation, Person, Pot, SurplusProposal
from accounts.periods import midnight
from accounts.shops import CASH, shop_key
from accounts.welfare import Away, History, Signal, Spent, Worked

TALKED = timedelta(weeks=26)  # after somebody spoke with her about unspent money
CARD = "card:"


def people() -> QuerySet[Person]:
    """Those with a budget whose money is with us. Whoever has died is asked nothing."""
    return Person.objects.filter(pots__in=_pots().filter(closed_at=None), died_on=None).distinct().order_by("pk")


def _pots() -> QuerySet[Pot]:
    """Of budgets, with our books; also those that are closed now, for what was spent from them."""
    found = Pot.objects.filter(budget__isnull=False, available__isnull=False, by_order=False)
    return found.exclude(card_account__kind=CardAccount.Kind.OWN_MONEY).select_related("available", "held", "budget")


def signals(people: Collection[int], today: date, limits: welfare.Limits) -> dict[int, list[Signal]]:
    """By the person's id; those without any are left out."""
    found = {pk: welfare.signals(history, limits) for pk, history in histories(people, today).items()}
    return {pk: each for pk, each in found.items() if each}


def histories(people: Collection[int], today: date) -> dict[int, History]:
    """Of those in whose pots there was ever money."""
    owned: dict[int, list[Pot]] = {pk: [] for pk in people}
    for pot in _pots().filter(person__in=people):
        owned[pot.person_id].append(pot)
    came = first_in([pot.available_id for pots in owned.values() for pot in pots if pot.available_id])
    spent, away, known = _spent(owned, today), _away(people, today), _talked_with(people, today)
    worked, committed = _worked(people, today), surplus.committed(people)
    found = {}
    for pk, pots in owned.items():
        first = [timezone.localdate(came[pot.available_id]) for pot in pots if pot.available_id in came]
        still = [pot for pot in pots if pot.closed_at is None and not pot.is_contingency]
        if not first or not still:
            continue
        found[pk] = History(
            today=today,
            since=min(first),
            plan_since=max(min(first), *(pot.budget.starts_on for pot in still if pot.budget)),
            weekly_pence=sum(pot.weekly_pence for pot in still),
            balance_pence=sum(pot.available.balance_pence for pot in still if pot.available),
            spent=spent[pk],
            away=away[pk],
            worked=worked[pk],
            lumpy_pence=sum(each.pence or 0 for each in committed[pk] if each.kind is surplus.Kind.LUMPY),
            is_known=pk in known,
        )
    return found


def _spent(owned: dict[int, list[Pot]], today: date) -> dict[int, list[Spent]]:
    """Two queries: the postings, and the purchases among them."""
    whose, accounts = {}, []
    for pk, pots in owned.items():
        for account in (account for pot in pots for account in (pot.available, pot.held) if account):
            whose[account.pk] = pk
            accounts.append(account)
    lines = ledger.entries(accounts, since=midnight(today - welfare.LOOK_BACK))
    lines = [line for line in lines if line.other.kind in SPENT_AT]
    bought = _purchases(lines)
    found: dict[int, list[Spent]] = {pk: [] for pk in owned}
    for line in lines:
        found[whose[line.account_id]].append(_one(line, bought))
    return found


def _purchases(lines: Collection[Entry]) -> dict[str, tuple[str, str]]:
    ids = {line.memo.removeprefix(CARD) for line in lines if line.memo.startswith(CARD)}
    rows = CardAuthorisation.objects.filter(pk__in=ids).values_list("pk", "merchant_name", "merchant_category")
    return {f"{CARD}{pk}": (shop_key(name), category) for pk, name, category in rows}


def _one(line: Entry, bought: dict[str, tuple[str, str]]) -> Spent:
    on, is_support = timezone.localdate(line.at), line.other.kind == ledger.LedgerKind.PAYABLE
    shop, category = bought.get(line.memo, ("", ""))
    return Spent(on, -line.pence, line.other.owner if is_support else shop, is_support, category in CASH)


def _away(people: Collection[int], today: date) -> dict[int, list[Away]]:
    """Days that the council does not pay for, and what higher rooms know: a stay in hospital, a holiday."""
    first = today - welfare.LOOK_BACK
    found: dict[int, list[Away]] = {pk: [] for pk in people}
    pauses = BudgetPause.objects.filter(budget__person__in=people, cancelled_at=None, first_on__lte=today)
    pauses = pauses.filter(Q(last_on=None) | Q(last_on__gte=first))
    for pk, reason, since, until in pauses.values_list("budget__person", "reason", "first_on", "last_on"):
        days = Days(max(since, first), min(until or today, today))
        found[pk].append(Away(days, reason == BudgetPause.Reason.HOSPITAL))
    for away in (fn(people, first, today) for fn in welfare.also_away.values()):
        for pk, known in away.items():
            found[pk].extend(known)
    return found


def _worked(people: Collection[int], today: date) -> dict[int, list[Worked]]:
    found: dict[int, list[Worked]] = {pk: [] for pk in people}
    for done in (fn(people, today - welfare.LOOK_BACK, today) for fn in welfare.also_worked.values()):
        for pk, worked in done.items():
            found[pk].extend(worked)
    return found


def _talked_with(people: Collection[int], today: date) -> set[int]:
    """About unspent money, for which there is a way of its own."""
    since = midnight(today - TALKED)
    found = SurplusProposal.objects.filter(person__in=people)
    lately = Q(state__in=SurplusProposal.OPEN) | Q(proposed_at__gte=since) | Q(decided_at__gte=since)
    return set(found.filter(lately).values_list("person", flat=True))
