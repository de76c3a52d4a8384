"""From which pots a purchase is paid: reading, adding to and shortening its draws, and posting its moves."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from accounts import ledger
from accounts.actions.cards.refusals import CardRefused
from accounts.kept import Given, Kept, KeptInsert
from accounts.ledger import LedgerAccount, LedgerKind, Move
from accounts.models import Card, CardAuthorisation, CardDraw, Pot
from accounts.spending import share

NEEDED = ("card_account", "position", "is_contingency", "available__balance_pence", "held__id")
Part = tuple[Pot | None, int]  # without a pot: more than there was


def pots_of(card: Card) -> list[Pot]:
    """The pots of the card's account, its own first, with the ledger's accounts."""
    pots = Pot.objects.filter(card_account=card.account_id, closed_at=None).select_related("available", "held")
    return sorted(pots, key=lambda pot: (pot.pk != card.pot_id, pot.position, pot.pk))


def ask_to_lock_pots(card: Card) -> Callable[[], tuple[list[Pot], dict[int, int]]]:
    """The same, and what is there to spend in each ledger account, by its id: nobody else spends from them until we
    commit. Locked in the order in which everybody locks them. Asked now, read by the call."""
    answer = _locked.ask(account=card.account_id)

    def read() -> tuple[list[Pot], dict[int, int]]:
        pots = answer()
        balances = {pot.available.pk: pot.available.balance_pence for pot in pots if pot.available}
        return sorted(pots, key=lambda pot: (pot.pk != card.pot_id, pot.position, pot.pk)), balances

    return read


def _lock() -> QuerySet[Pot]:
    there = Pot.objects.filter(
        card_account_id=Given("account", Pot._meta.pk), closed_at=None, available__balance_pence__isnull=False
    )
    found = there.select_related("available", "held").select_for_update(no_key=True, of=("available",))
    return found.only(*NEEDED).order_by("available_id")


_locked = Kept(_lock)


def parts_of(authorisation: CardAuthorisation) -> list[Part]:
    return [(row.pot, row.pence) for row in authorisation.draws.select_related("pot__available", "pot__held")]


def total(parts: Sequence[Part]) -> int:
    return sum(pence for _, pence in parts)


def between(parts: Sequence[Part], pence: int, skip: int = 0) -> list[Part]:
    """The part of the draws from `skip` to `skip + pence`."""
    places = share([(number, part) for number, (_, part) in enumerate(parts)], pence, skip)
    return [(parts[number][0], part) for number, part in places]


_write = KeptInsert(CardDraw)


def write(authorisation: CardAuthorisation, parts: Sequence[Part]) -> None:
    """Instead of what was there."""
    authorisation.draws.all().delete()
    add(authorisation, parts)


def add(authorisation: CardAuthorisation, parts: Sequence[Part]) -> None:
    """To a purchase that has none: neighbours from one pot become one."""
    joined: list[Part] = []
    for pot, pence in parts:
        if joined and (joined[-1][0] and joined[-1][0].pk) == (pot and pot.pk):
            joined[-1] = (pot, joined[-1][1] + pence)
        else:
            joined.append((pot, pence))
    for position, (pot, pence) in enumerate(joined):
        _write(CardDraw(authorisation=authorisation, position=position, pot=pot, pence=pence))


def available(pot: Pot) -> LedgerAccount:
    if pot.available is None:
        raise CardRefused("This pot is not in our books.")
    return pot.available


def held(pot: Pot) -> LedgerAccount:
    if pot.held is None:
        raise CardRefused("This pot is not in our books.")
    return pot.held


def shops() -> LedgerAccount:
    return ledger.council_account(LedgerKind.CARD_SETTLED)


def shortfall(card: Card) -> LedgerAccount:
    """What shops took beyond what there was: below zero until a person at the council has put it right."""
    owner = f"card-account:{card.account_id}"
    return ledger.open_account(kind=LedgerKind.CARD_SHORTFALL, owner=owner, may_overdraw=True)


def post(authorisation: CardAuthorisation, step: str, moves: Sequence[Move], at: datetime, key: str = "") -> None:
    """A first hold, and what a shop took or gave back, has the issuer’s own key; others count the purchase’s steps."""
    name = key or f"{authorisation.issuer_reference}:{authorisation.steps}"
    ledger.post(
        key=f"card:{step}:{name}", kind=f"card_{step}", moves=moves, by=None, at=at, memo=f"card:{authorisation.pk}"
    )
    if not key:
        CardAuthorisation.objects.filter(pk=authorisation.pk).update(steps=F("steps") + 1)
