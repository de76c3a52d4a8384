"""A person's money as she holds it: her budget's pots, her own money, what is free and what is held."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts import ledger, weeks
from accounts.ledger import LedgerAccount
from accounts.models import Card, CardAccount, Person, Pot
from accounts.models import WayOfHolding as Way


@dataclass(frozen=True)
class Holding:
    """Pots that belong together: `budget` or `own_money`. Sums in pence."""

    kind: str
    pots: Sequence[Pot]
    balances: dict[int, int]
    aside: Sequence[Pot] = ()  # set aside for what an employer owes later: no part of what can be spent

    @property
    def is_own_money(self) -> bool:
        return self.kind == CardAccount.Kind.OWN_MONEY

    @property
    def available(self) -> list[LedgerAccount]:
        return [pot.available for pot in self.pots if pot.available]

    @property
    def held(self) -> list[LedgerAccount]:
        """What is not free: held for something, or set aside."""
        held = [pot.held for pot in self.pots if pot.held]
        return held + [pot.available for pot in self.aside if pot.available]

    @property
    def available_pence(self) -> int:
        return sum(self.available_of(pot) for pot in self.pots)

    @property
    def held_pence(self) -> int:
        return sum(self.balances.get(pot.held_id or 0, 0) for pot in self.pots)

    @property
    def set_aside_pence(self) -> int:
        return sum(self.available_of(pot) for pot in self.aside)

    def available_of(self, pot: Pot) -> int:
        return self.balances.get(pot.available_id or 0, 0)

    @property
    def in_own_bank(self) -> list[Pot]:
        return [pot for pot in self.pots if pot.held_as == Way.OWN_BANK]

    @property
    def weeks(self) -> int | None:
        """Whole weeks that the money lasts by the plan, without what is set aside for emergencies."""
        a_week = sum(pot.weekly_pence for pot in self.pots if pot.available_id and not pot.is_contingency)
        usable = sum(self.available_of(pot) for pot in self.pots if not pot.is_contingency)
        return weeks.whole(usable, a_week)


def of(person: Person, *, closed: bool = False) -> list[Holding]:
    """Her open pots by kind, the budget first, with their balances; for a statement those of the past too. Two
    queries. A pot that is paid by card for one order at a time keeps nothing: of that tells `queries.own_card`."""
    found = Pot.objects.filter(person=person, by_order=False)
    found = found if closed else found.filter(closed_at=None)
    pots = list(found.select_related("card_account", "outcome", "available", "held", "budget"))
    balances = ledger.balances(account for pot in pots for account in (pot.available_id, pot.held_id))
    kinds: dict[str, list[Pot]] = {CardAccount.Kind.BUDGET: [], CardAccount.Kind.OWN_MONEY: []}
    aside = [pot for pot in pots if pot.is_set_aside]
    for pot in pots:
        if not pot.is_set_aside:
            kinds[kind_of(pot)].append(pot)
    return [
        Holding(kind, found, balances, aside if kind == CardAccount.Kind.BUDGET else ())
        for kind, found in kinds.items()
        if found
    ]


def kind_of(pot: Pot) -> str:
    return pot.card_account.kind if pot.card_account else CardAccount.Kind.BUDGET


def cards_of(person: Person) -> list[Card]:
    """Her accounts' cards, those that still work first."""
    found = Card.objects.filter(account__person=person).select_related("account__person", "holder", "pot__outcome")
    return sorted(found, key=lambda card: (card.state == Card.State.CLOSED, -card.pk))
