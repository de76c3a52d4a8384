"""What every way of taking money back has in common: who may have a part in it, and how it leaves the pots."""

from collections.abc import Sequence
from datetime import datetime

from accounts import ledger, loads
from accounts.actions.refused import Refused
from accounts.ledger import LedgerKind, Move
from accounts.models import Person, Pot, User
from accounts.permissions import has_part_in

CHANGED = "This changed while you were looking at it. This is how it stands now."


class ReclaimRefused(Refused):
    pass


def check_who(person: Person, by: User) -> None:
    if by.pk == person.user_id:
        raise ReclaimRefused("Nobody decides about her own money.")
    if has_part_in(by, person):
        raise ReclaimRefused("Nobody who acts for a person decides about that person’s money.")


def check_words(words: str, missing: str) -> str:
    if not words.strip():
        raise ReclaimRefused(missing)
    return words.strip()


def from_pots(
    *, pots: Sequence[Pot], most: Sequence[int], pence: int, key: str, kind: str, by: User, at: datetime
) -> None:
    """To the council, in proportion to what the pots have a week, and from none more than it can give. The pots are
    locked, so that what was worked out still holds. `key` is what it is about, too."""
    parts = loads.draw(pence, [pot.weekly_pence for pot in pots], most)
    if parts is None:
        raise ReclaimRefused(CHANGED)
    funds = ledger.council_account(LedgerKind.COUNCIL_FUNDS)
    moves = [Move(pot.available, funds, part) for pot, part in zip(pots, parts, strict=True) if pot.available and part]
    ledger.post(key=key, kind=kind, moves=moves, by=by, at=at, memo=key)
