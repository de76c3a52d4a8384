"""Money that nobody has spent: the formula of one person or of everybody, and proposals as screens need them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from accounts import ledger, surplus
from accounts.models import CardAccount, Mandate, Person, Pot, SurplusProposal, SurplusSettings, User
from accounts.queries import asks
from accounts.surplus import Commitment, Kind, Purse, Surplus

State = SurplusProposal.State


@dataclass(frozen=True)
class Standing:
    """One person's pots in our books beside the formula of now. `most`: pence that each pot could give."""

    pots: Sequence[Pot]
    most: Sequence[int]
    surplus: Surplus


def in_books() -> QuerySet[Pot]:
    """Open pots of budgets whose money is with us, and what was set aside from them. What is in the person's own bank
    account is hers, and so is her own money."""
    ours = Q(budget__isnull=False) | Q(is_set_aside=True)
    found = Pot.objects.filter(ours, available__isnull=False, closed_at=None, by_order=False)
    return found.exclude(card_account__kind=CardAccount.Kind.OWN_MONEY)


def of(person: Person, today: date | None = None) -> Standing:
    return of_all([person.pk], today)[person.pk]


def of_all(people: Collection[int], today: date | None = None) -> dict[int, Standing]:
    """The same of many. As many queries as for one, however many they are."""
    keep = SurplusSettings.current().keep_weeks
    pots: dict[int, list[Pot]] = {pk: [] for pk in people}
    for pot in in_books().filter(person__in=people).select_related("available", "held").order_by("position", "pk"):
        pots[pot.person_id].append(pot)
    elsewhere = _weekly_elsewhere(people)
    held = [account for each in pots.values() for pot in each for account in (pot.available_id, pot.held_id)]
    balances = ledger.balances(held)
    promised = asks.promised(people, today or timezone.localdate())
    committed = surplus.committed(people)
    return {
        pk: _standing(found, balances, promised[pk], committed[pk], keep, elsewhere.get(pk, 0))
        for pk, found in pots.items()
    }


def _weekly_elsewhere(people: Collection[int]) -> dict[int, int]:
    """What the budgets have a week in people's own bank accounts: a week costs the same wherever money is held."""
    found = Pot.objects.filter(person__in=people, budget__isnull=False, available=None, closed_at=None)
    return dict(found.order_by().values_list("person").annotate(pence=Sum("weekly_pence")))


def _standing(
    pots: Sequence[Pot],
    balances: dict[int, int],
    promised: Counter[int],
    committed: Sequence[surplus.Commitment],
    keep: int,
    weekly_elsewhere: int,
) -> Standing:
    purses = [
        Purse(
            weekly_pence=pot.weekly_pence,
            available_pence=balances[pot.available_id or 0],
            held_pence=balances[pot.held_id or 0],
            promised_pence=promised[pot.pk],
            is_contingency=pot.is_contingency,
            is_set_aside=pot.is_set_aside,
        )
        for pot in pots
    ]
    if weekly_elsewhere:
        purses.append(Purse(weekly_pence=weekly_elsewhere, available_pence=0))
    elsewhere = promised.total() - sum(promised[pot.pk] for pot in pots)  # of a pot whose money was carried over
    all_of_it = [*committed, Commitment(Kind.PROMISED, elsewhere)]
    return Standing(pots, [purse.free_pence for purse in purses[: len(pots)]], surplus.of(purses, all_of_it, keep))


def over(user: User) -> list[tuple[Person, Surplus]]:
    """Accounts above the weeks that stay, the most first, for a member of staff to look at: never her own, nor that of
    somebody she acts for, of somebody who has died, or about which a proposal is open. The database finds who could be
    above by what there is; what is set aside is then taken off."""
    keep = SurplusSettings.current().keep_weeks
    spent = in_books().filter(is_contingency=False, is_set_aside=False, person__died_on=None)
    spent = spent.exclude(Q(person__user=user) | Q(person__in=Mandate.acted_for(user)))
    spent = spent.exclude(person__in=SurplusProposal.objects.filter(state__in=SurplusProposal.OPEN).values("person"))
    sums = spent.order_by().values("person").annotate(free=Sum("available__balance_pence"), a_week=Sum("weekly_pence"))
    maybe = list(sums.filter(a_week__gt=0, free__gt=keep * F("a_week")).values_list("person", flat=True))
    standing = of_all(maybe)
    people = Person.objects.in_bulk([pk for pk, each in standing.items() if each.surplus.over_pence])
    found = [(people[pk], each.surplus) for pk, each in standing.items() if pk in people]
    return sorted(found, key=lambda each: (-each[1].over_pence, each[0].pk))


def _whole(found: QuerySet[SurplusProposal]) -> QuerySet[SurplusProposal]:
    who = ("proposed_by", "said_by", "decided_by", "appealed_by", "answered_by", "left_by", "taken_by")
    return found.select_related("person__user", *who)


def of_person(person: Person) -> QuerySet[SurplusProposal]:
    """The last first."""
    return _whole(SurplusProposal.objects.filter(person=person))


def everybodys(user: User) -> QuerySet[SurplusProposal]:
    """Those that a member of staff may look at: not about her own money, nor of somebody she acts for."""
    return _whole(SurplusProposal.objects.exclude(Q(person__user=user) | Q(person__in=Mandate.acted_for(user))))


def open_ones(user: User) -> QuerySet[SurplusProposal]:
    """The oldest first."""
    return everybodys(user).filter(state__in=SurplusProposal.OPEN).order_by("proposed_at", "pk")


def over_and_done(user: User) -> QuerySet[SurplusProposal]:
    return everybodys(user).exclude(state__in=SurplusProposal.OPEN)


def memo_words(ids: list[str]) -> dict[str, str]:
    return dict.fromkeys(ids, "money that was not spent")
