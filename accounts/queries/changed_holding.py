"""What another way of holding would do, before it is done: told, so that nobody is surprised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts import ledger
from accounts.models import Card, Person, Pot
from accounts.models import WayOfHolding as Way


@dataclass(frozen=True)
class Moved:
    """One pot: how it is held, how it will be, and what is in it in pence. `stays` where that stays with the council
    until it is spent, for money that is ours to keep is not swept into a bank account."""

    pot: Pot
    from_: Way
    to: Way
    available_pence: int
    held_pence: int

    @property
    def stays(self) -> bool:
        return self.to == Way.OWN_BANK and bool(self.available_pence or self.held_pence)


@dataclass(frozen=True)
class Effect:
    moved: Sequence[Moved]
    cards: Sequence[Card]

    @property
    def held_pence(self) -> int:
        return sum(each.held_pence for each in self.moved)


def of(person: Person, pots: Sequence[Pot], ways: Mapping[int, Way]) -> Effect:
    """`pots` are all that are open; told of those whose way would change. The cards are those that `actions.holding`
    would stop."""
    balances = ledger.balances(account for pot in pots for account in (pot.available_id, pot.held_id))
    moved = [
        Moved(
            pot=pot,
            from_=Way(pot.held_as),
            to=ways[pot.pk],
            available_pence=balances.get(pot.available_id or 0, 0),
            held_pence=balances.get(pot.held_id or 0, 0),
        )
        for pot in pots
        if ways.get(pot.pk, pot.held_as) != pot.held_as
    ]
    leaving = {each.pot.pk for each in moved if each.to != Way.CARD_ACCOUNT}
    staying = {pot.card_account_id for pot in pots if pot.pk not in leaving}
    cards = Card.objects.filter(account__person=person).exclude(state=Card.State.CLOSED).select_related("holder")
    accounts = {pot.card_account_id for pot in pots if pot.pk in leaving and pot.card_account_id}
    stopped = [card for card in cards if card.pot_id in leaving or card.account_id in accounts - staying]
    return Effect(moved, stopped)
