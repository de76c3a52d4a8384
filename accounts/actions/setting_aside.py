"""Money that an employer will owe one day (holiday, notice, redundancy): in a pot of its own that nothing else spends.

The pot's account in the ledger is of a kind of its own, so it is no money to spend in any total. What is in it came
from the pots that pay the wage, and goes to whom it is owed (`payments`, purpose "employer") or back.
"""

from datetime import datetime

from django.db import transaction

from accounts import ledger
from accounts.ledger import LedgerKind, Move, NotEnough
from accounts.models import Person, Pot, User, WayOfHolding

LABEL = "Holiday and endings"
POSITION = 950  # after every pot of a budget


@transaction.atomic
def open_pot(*, person: Person, wage: Pot) -> Pot:
    """For one employment. Spending from it counts to what the wage is for."""
    number = Pot.objects.filter(person=person, is_set_aside=True).count() + 1
    owner = f"set-aside:{person.pk}:{number}"
    return Pot.objects.create(
        person=person,
        outcome=wage.outcome,
        label=LABEL,
        held_as=WayOfHolding.COUNCIL,
        is_set_aside=True,
        position=POSITION,
        available=ledger.open_account(kind=LedgerKind.SET_ASIDE, owner=owner),
        held=ledger.open_account(kind=LedgerKind.HELD, owner=owner),
    )


def put_by(*, pot: Pot, wage: Pot, pence: int, key: str, at: datetime) -> bool:
    """Once for each key, and only what is free: where there is not so much, nothing moves, and False."""
    if wage.available is None or pot.available is None:
        return False
    moves = [Move(wage.available, pot.available, pence)]
    try:
        ledger.post(key=key, kind="set_aside", moves=moves, by=None, at=at, memo=f"pot:{pot.pk}")
    except NotEnough:
        return False
    return True


def give_back(*, pot: Pot, wage: Pot, pence: int, key: str, by: User, at: datetime, behalf: Person | None) -> None:
    """To the pot that pays the wage, where it is free to spend. Raises NotEnough."""
    if wage.available is None or pot.available is None:
        raise ValueError(f"Pot {pot.pk} or {wage.pk} is not in the books")
    moves = [Move(pot.available, wage.available, pence)]
    memo = f"pot:{pot.pk}"
    ledger.post(key=key, kind="set_aside_back", moves=moves, by=by, at=at, memo=memo, on_behalf_of=behalf)
